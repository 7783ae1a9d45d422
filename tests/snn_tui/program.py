"""The real program in a process of its own."""

import os
import subprocess
import sys

COMMAND = [sys.executable, "-m", "snn_tui"]
PATIENCE_S = 120


def run(*arguments, **options):
    """The finished process, output as text."""
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
        **options,
    )


def start(*arguments, **options):
    """The process while it runs, with unbuffered pipes, so that nothing read ahead is lost."""
    return subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0, **options
    )


def environment(**changes):
    """This process's environment, changed."""
    return {**os.environ, **changes}

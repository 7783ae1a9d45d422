"""The real program in a process of its own."""

import ctypes
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


def obey_permissions():
    """To be called in the process: root, too, may then only do what permissions let their owner.

    A user of another number might not even be able to read the interpreter.
    """
    if os.geteuid() == 0:
        prctl, drop = ctypes.CDLL(None).prctl, 24  # PR_CAPBSET_DROP
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            prctl(drop, capability, 0, 0, 0)

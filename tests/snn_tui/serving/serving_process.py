"""The server in a process of its own."""

import re
import subprocess
import sys
from contextlib import contextmanager

from tests.snn_tui.program import COMMAND, environment
from tests.snn_tui.serving.pages import ECHO

LIGHT = f"""
import sys
from snn_tui.serving.server import serve
sys.exit(serve({ECHO!r}, sys.argv[1], int(sys.argv[2])))
"""
ADDRESS = re.compile(r"http://([\w.]+):(\d+)/([\w-]{32})/\n")


class ServingProcess:
    """A server, and where it is."""

    def __init__(self, process):
        self.process = process
        self.address = process.stdout.readline()
        found = ADDRESS.fullmatch(self.address)
        assert found, (self.address, process.stderr.read())
        self.host, port, self.token = found.groups()
        self.port = int(port)

    def ended_by(self, number):
        """The exit code after this signal, and what else it said."""
        self.process.send_signal(number)
        stdout, stderr = self.process.communicate(timeout=60)
        assert stdout == ""
        assert self.token not in stderr
        return self.process.returncode, stderr


@contextmanager
def _started(command, **options):
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes, **options) as process:
        try:
            yield ServingProcess(process)
        finally:
            process.kill()


def serving(*arguments, **changes):
    """The program that serves the dashboard."""
    return _started([*COMMAND, "--serve", "--port=0", *arguments], env=environment(**changes))


def serving_lightly(host="127.0.0.1", prefix=()):
    """Serves what echoes."""
    return _started([*prefix, sys.executable, "-c", LIGHT, host, "0"])

"""Runs one script on one case in a process of its own, and measures the process."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmarks.peers.networks import Network, Script
from tests.benchmarks.peers.protocol import Answer, Task, command_line, parse

ROOT = Path(__file__).parents[3]
PACKAGE = "tests.benchmarks.peers"
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
KILOBYTE = 1 if sys.platform == "darwin" else 1024
"""The unit of ru_maxrss."""
BRIEFLY_S = 0.1
"""Of simulated time, where only compiling matters."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """A script's answer, and the largest resident memory of its process and that one's children."""

    script: Script
    case: str
    answer: Answer
    peak_MB: float  # noqa: N815 - the unit


class ScriptError(Exception):
    """A script that ended without an answer."""


def has_package(python: str, package: str | None) -> bool:
    """Whether this Python finds the package."""
    if package is None:
        return True
    code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({package!r}) is None)"
    return subprocess.run([python, "-c", code], check=False).returncode == 0


def write_inputs(network: Network, case: str, path: Path) -> Path | None:
    """The network's start state, weights and our spikes in a file; None if it needs none."""
    if network.inputs is None:
        return None
    asked = _task(network, Script("inputs", network.inputs), case, path.parent, 1)
    _run(sys.executable, network.inputs, replace(asked, inputs=path))
    return path


def measure(
    network: Network, script: Script, case: str, python: str, inputs: Path | None, repeats: int
) -> Measurement:
    """Run the script on the case. Raises ScriptError."""
    if script.keeps_compiled:
        _answer(network, script, case, python, inputs, BRIEFLY_S, 1)
    return _answer(network, script, case, python, inputs, network.cases[case], repeats)


def _answer(
    network: Network,
    script: Script,
    case: str,
    python: str,
    inputs: Path | None,
    seconds: float,
    repeats: int,
) -> Measurement:
    with tempfile.TemporaryDirectory() as folder:
        asked = _task(network, script, case, Path(folder), repeats)
        settle_s = min(network.settle_s, seconds / 2)
        asked = replace(asked, inputs=inputs, seconds=seconds, settle_s=settle_s)
        stdout, peak = _run(python, script.module, asked)
    return Measurement(script, case, parse(stdout), peak / 1e6)


def _task(network: Network, script: Script, case: str, folder: Path, repeats: int) -> Task:
    return Task(
        case=case,
        seconds=network.cases[case],
        settle_s=network.settle_s,
        repeats=repeats,
        threads=script.threads,
        precision=script.precision,
        inputs=None,
        folder=folder,
        started_s=time.time(),
    )


def _run(python: str, module: str, asked: Task) -> tuple[str, int]:
    """The process's output and peak memory in bytes."""
    environment = {**os.environ, **dict.fromkeys(THREAD_VARIABLES, str(asked.threads))}
    command = [python, "-m", f"{PACKAGE}.{module}"]
    with tempfile.TemporaryFile("w+") as errors:
        asked = replace(asked, started_s=time.time())
        with subprocess.Popen(
            [*command, *command_line(asked)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process:
            assert process.stdout is not None
            stdout = process.stdout.read()
            # Unlike Popen.wait, this tells the memory of this very process and its children.
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            raise ScriptError(_last_line(errors.read()) or f"exit code {process.returncode}")
    return stdout, usage.ru_maxrss * KILOBYTE


def _last_line(text: str) -> str:
    return text.rstrip().rsplit("\n", 1)[-1]

"""The program in several processes: what it writes, and what becomes of faults."""

import subprocess
import sys
from typing import NoReturn

import pytest

from engine.processes.launch import Launch
from snn_tui import several_processes
from tests.engine.processes.starting import in_processes

SPIKES = ("--headless", "spikes", "--network", "brunel-2000-ai", "--size", "4100", "--seed", "3")


def own_lines(stderr: str) -> list[str]:
    """What is not of mpiexec, which frames its words."""
    lines, is_framed = [], False
    for line in stderr.splitlines():
        if line.startswith("----"):
            is_framed = not is_framed
        elif line.strip(" \0") and not is_framed:
            # Some of what mpiexec passes on begins with one.
            lines.append(line.strip("\0"))
    return lines


def test_eight_processes_on_any_number_of_cores_write_what_one_does() -> None:
    words = (*SPIKES, "--duration", "0.02")
    alone = subprocess.run(
        [sys.executable, "-m", "snn_tui", *words], capture_output=True, text=True, check=True
    )
    done = in_processes(8, "snn_tui", *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == alone.stdout
    assert done.stdout.count("\n") > 1000


@pytest.mark.parametrize(
    ("fault", "exit_code", "words"),
    [
        ("raise", 1, ["snn-tui: process 1 of 2: ZeroDivisionError: what nobody thought of"]),
        ("exit", 1, ["snn-tui: process 1 of 2: SystemExit: 0"]),
        # What is killed, or leaves at once, says nothing, and mpiexec tells how it ended.
        ("kill", 137, []),
        ("leave", 1, []),
    ],
)
def test_a_process_that_fails_ends_all(fault: str, exit_code: int, words: list[str]) -> None:
    done = in_processes(2, "tests.snn_tui.faulty", fault, *SPIKES, seconds=60)
    assert done.returncode == exit_code
    assert own_lines(done.stderr) == words


def test_bad_input_is_told_once() -> None:
    done = in_processes(2, "snn_tui", "--headless", "spikes", "--network", "brunel")
    assert done.returncode == 2
    (line,) = own_lines(done.stderr)
    assert line.startswith("snn-tui --headless spikes: '--network': unknown network 'brunel';")


def test_without_the_extra_one_process_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def end(code: int) -> NoReturn:
        raise SystemExit(code)

    monkeypatch.setattr("os._exit", end)
    monkeypatch.setitem(sys.modules, "mpi4py", None)
    for rank in range(2):
        with pytest.raises(SystemExit) as ended:
            several_processes.run_in_several(Launch(rank, 2), lambda: None)
        assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "snn-tui: several processes need more: pip install 'snn-tui[mpi]'\n"
    )


KNOWN = ("0.1.0", "0123", ("--headless", "spikes"))


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (KNOWN, ""),
        (("0.2.0", *KNOWN[1:]), "process 1 has version '0.2.0' and process 0 '0.1.0'"),
        (("0.1.0", "4567", KNOWN[2]), "process 1 has other sources than process 0"),
        (
            (*KNOWN[:2], ("--headless", "trace")),
            "process 1 was started with '--headless trace' and process 0 with '--headless spikes'",
        ),
    ],
)
def test_processes_that_are_not_alike_are_refused(other: object, words: str) -> None:
    refusal = several_processes.why_not_alike([KNOWN, other])  # type: ignore[list-item]
    assert refusal == (f"snn-tui: {words}; let all run the same" if words else "")

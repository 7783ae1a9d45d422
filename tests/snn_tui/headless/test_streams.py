"""Streams that are closed, full or cut off: one rule for every mode."""

import os
import signal
import subprocess
import sys

import pytest

from tests.snn_tui.program import COMMAND, PATIENCE_S, environment, run, start, started_anew

MODES = {
    "trace": ["--headless", "trace", "--seed=1", "--duration=0.05"],
    "spikes": ["--headless", "spikes", "--seed=1", "--duration=2"],
    "plot": ["--headless", "plot", "raster", "--seed=1", "--duration=2"],
    "models": ["--headless", "models"],
    "networks": ["--headless", "networks"],
    "help": ["--help"],
    "version": ["--version"],
}
SILENT = ("--headless", "spikes", "--duration=0.1", "--size=4")
"""A run without a spike."""


def shell(mode, redirection, **options):
    """The mode, with a redirection as a shell writes it."""
    line = " ".join([*COMMAND, *MODES[mode], redirection])
    return subprocess.run(
        ["bash", "-c", line],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
        **options,
    )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("redirection", "why"),
    [(">/dev/full", "No space left on device"), (">&-", "it is closed")],
)
def test_data_that_cannot_be_written_are_one_line_and_exit_code_1(mode, redirection, why):
    done = shell(mode, redirection)
    assert done.stderr == f"snn-tui: cannot write the output: {why}\n"
    assert done.returncode == 1


@pytest.mark.parametrize("redirection", [">&-", "1</dev/null"])
@pytest.mark.parametrize("options", [["--seed=1"], []])
def test_a_run_without_a_line_fails_alike_if_there_is_nowhere_to_write(redirection, options):
    """Nothing is ever written that would fail; and no seed is told of a run that there is not."""
    line = " ".join([*COMMAND, *SILENT, *options, redirection])
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert done.stderr == "snn-tui: cannot write the output: it is closed\n"
    assert done.returncode == 1
    assert run(*SILENT, "--seed=1").stdout == ""


@pytest.mark.parametrize("mode", MODES)
def test_a_reader_who_leaves_is_no_failure(mode):
    done = shell(mode, "| true; exit ${PIPESTATUS[0]}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_nor_is_one_who_leaves_while_a_shell_completes():
    line = environment(
        _SNN_TUI_COMPLETE="bash_complete", COMP_WORDS="snn-tui --headless ", COMP_CWORD="2"
    )
    done = shell("help", "| true; exit ${PIPESTATUS[0]}", env=line)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "redirection", ["2>&-", "0<&- 2>&-", "2>/dev/full", "2>&1 >&3 3>&- | true"]
)
def test_talk_that_cannot_be_told_changes_no_data(redirection):
    """Without --seed there is something to tell; a closed stderr is not to be stdout's."""
    line = " ".join([*COMMAND, "--headless", "trace", "--duration=0.05", redirection])
    script = f"exec 3>&1; {line}; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    rows = done.stdout.splitlines()
    assert [row.split(", ")[0] for row in rows] == ["0", "10", "20", "30", "40"]


def test_warnings_do_not_take_the_place_of_a_closed_stderr():
    code = (
        "from snn_tui.streams import secure_streams; secure_streams()\n"
        "import os, sys, warnings\n"
        "assert os.open('/dev/null', os.O_RDONLY) > 2\n"
        "warnings.warn('careful'); print('talk', file=sys.stderr); print('data')\n"
    )
    done = subprocess.run(
        ["bash", "-c", f'{sys.executable} -c "$0" 2>&- 0<&-', code],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "data\n", "")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_line_is_told_at_once(unbuffered):
    code = (
        "from snn_tui.streams import secure_streams, tell; secure_streams()\n"
        "import os; tell('a line'); os._exit(0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
        env=environment(PYTHONUNBUFFERED=unbuffered),
    )
    assert (done.stdout, done.stderr) == (b"", b"a line\n")


def test_an_interrupt_while_libraries_are_loaded_is_silent():
    """Ended wherever it is, on stderr nothing; here while numba is imported."""
    code = (
        "import os, signal, sys\n"
        "from snn_tui import __main__ as program\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'numba.core':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "sys.argv = ['snn-tui', '--headless', 'spikes']\n"
        "program.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=PATIENCE_S, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_no_except_keeps_a_signal_back(number):
    code = (
        "import os, sys\n"
        "from snn_tui import __main__ as program\n"
        "program.STOP.listen()\n"
        "while True:\n"
        "    try:\n"
        f"        os.kill(os.getpid(), {int(number)})\n"
        "    except BaseException:\n"
        "        pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=PATIENCE_S, check=False
    )
    assert (done.returncode, done.stderr) == (128 + number, b"")


def test_a_signal_that_the_program_was_started_to_ignore_is_ignored():
    process = start(
        "--headless",
        "spikes",
        "--size=5",
        "--seed=1",
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    process.stdout.readline()
    process.send_signal(signal.SIGHUP)
    for _ in range(1000):
        assert process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 143


def test_a_limit_of_address_space_is_one_line():
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (500_000_000, 500_000_000))

    done = started_anew("--headless", "spikes", "--seed=1", preexec_fn=limit)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "ulimit -v" in done.stderr


@pytest.mark.parametrize("most", [5, 6, 7])
def test_too_few_open_files_are_told_without_a_traceback(most):
    """How many it needs depends on the system; with too few Python itself would not start."""
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    done = started_anew("--headless", "trace", "--seed=1", "--duration=0.1", preexec_fn=limit)
    assert done.returncode in (0, 1)
    if done.returncode:
        lines = done.stderr.splitlines()
        assert 1 <= len(lines) <= 2  # one may be of the kernel cache
        assert all(line.startswith("snn-tui: ") for line in lines)
        assert "too many" in lines[-1].lower()


def test_threads_that_cannot_be_had_are_one_line():
    code = (
        "import _thread, threading\n"
        "from snn_tui import __main__ as program\n"
        "import sys\n"
        'def refuse(*_, **__): raise RuntimeError("can\'t start new thread")\n'
        "_thread.start_new_thread = threading._start_new_thread = refuse\n"
        "sys.argv = ['snn-tui', '--headless', 'spikes', '--size=3000', '--seed=1', "
        "'--threads=2', '--duration=0.1']\n"
        "program.main()\n"
    )
    env = environment(OMP_NUM_THREADS="1")
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
        env=env,
    )
    if len(os.sched_getaffinity(0)) > 1:
        assert done.stderr == "snn-tui: memory or threads ran out; choose a smaller network\n"
        assert done.returncode == 1

"""The oracle sees each kind of fault when there is one, and none when there is none."""

import sys
from pathlib import Path

import pytest

from tests.torture.oracle import judge, run
from tests.torture.parts.soak import growth
from tests.torture.table import table
from tests.torture.trials import Part, Trial, campaign

PYTHON = (sys.executable, "-c")


def judged(code: str, folder: Path, seconds: float = 30.0, **rules):
    """The faults of a program that does this."""
    return judge(run([code], folder, command=PYTHON, seconds=seconds), **rules)


@pytest.mark.parametrize(
    "code",
    [
        "print('1, 2')",
        "import sys; sys.exit('one line')",
        "import sys; print('one line', file=sys.stderr); sys.exit(2)",
    ],
)
def test_a_fair_ending_has_no_faults(code, tmp_path):
    assert judged(code, tmp_path) == []


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("1 / 0", "a traceback"),
        ("import sys; sys.exit(7)", "exit code 7"),
        ("import sys; sys.exit(1)", "exit code 1 without a word"),
        ("import os; os.abort()", "crashed with SIGABRT"),
        ("import sys; sys.exit('a\\nb\\nc')", "3 lines of talk"),
        ("import sys; sys.exit('a' * 1000)", "a line of talk without end"),
        ("import sys; sys.exit('\\x1b[2J')", "on stderr"),
        ("import sys; sys.exit('\\u202e')", "on stderr"),
        ("print('\\x9b')", "on stdout"),
        ("print('1,', end='')", "a last line without an end"),
        ("import time; time.sleep(60)", "did not end within"),
        ("import time; b = b'x' * 200_000_000; time.sleep(0.2)", "took"),
        (
            "import subprocess, sys; subprocess.Popen([sys.executable, '-c', "
            "'import time; time.sleep(60)'])",
            "left processes behind",
        ),
    ],
)
def test_each_fault_is_seen(code, fault, tmp_path):
    seconds = 0.5 if "time.sleep(60)" in code and "Popen" not in code else 30.0
    faults = judged(code, tmp_path, seconds, most_bytes=150_000_000)
    assert any(fault in each for each in faults), faults


def test_a_campaign_counts_endings_and_names_the_seeds_of_faults():
    def trial(random, folder):
        assert folder.is_dir()
        if random.random() < 0.5:
            return Trial("well")
        raise ValueError("planted")

    planted = Part("planted", "Half of them fail", 1, trial)
    result = campaign(planted, range(20), 60.0)
    assert result.trials == 20
    assert 0 < len(result.faults) < 20
    seed, fault = result.faults[0]
    assert "planted" in fault
    assert planted.attempt(seed).faults
    assert f"--seed {seed} --trials 1" in table([result])


@pytest.mark.parametrize(
    ("megabytes", "leaks"),
    [
        ([180, 181, 180, 181, 180, 181, 180, 181], False),
        ([180, 180, 180, 216, 216, 216, 216, 216], False),  # an arena, once and for good
        ([180, 180, 203, 203, 203, 216, 216, 216], False),
        ([180, 184, 188, 192, 196, 200, 204, 208], True),
        ([180, 180, 180, 190, 200, 210, 220, 230], True),
        ([180, 180, 180, 300, 300, 300, 300, 300], True),
    ],
)
def test_a_leak_rises_and_an_allocator_keeps(megabytes, leaks):
    assert bool(growth([10**6 * size for size in megabytes])) == leaks

"""A live simulation under random commands; its resident memory stays flat."""

import json
import sys
from itertools import pairwise
from pathlib import Path
from random import Random

from tests.torture.oracle import judge, run
from tests.torture.trials import Trial

TITLE = "live runs under random commands: rebuilds, loads, currents, pulses, views"
SHORT = 1
COMMANDS = 800
SETTLED = 3
"""Rounds until everything was compiled and allocated once."""
MOST_GROWTH = 12_000_000
"""What allocators may keep between the settled rounds and the last."""
LARGEST_STEP = 60_000_000
"""What they may keep at once and for good: arenas of threads, stacks of threads that ended."""
RISE = 500_000
"""From one round to the next; a leak rises in most of them, an allocator in one or two."""
COMMAND = (sys.executable, "-m", "tests.torture.soaking")


def trial(random: Random, folder: Path) -> Trial:
    """One soak of some hundred commands in a process of its own."""
    arguments = [str(random.randrange(2**32)), str(COMMANDS)]
    outcome = run(arguments, folder, command=COMMAND, seconds=600)
    faults = judge(outcome, legal=(0,), talk_lines=0)
    if outcome.code == 0:
        came = json.loads(outcome.stdout)
        faults += came["faults"]
        faults += growth(came["resident"])
    return Trial(f"{COMMANDS} commands", faults)


def growth(resident: list[int]) -> list[str]:
    """The fault that the resident bytes after each round tell of, if there is one."""
    settled, later = max(resident[:SETTLED]), resident[SETTLED - 1 :]
    grown = min(later[-2:]) - settled
    rises = sum(after - before > RISE for before, after in pairwise(later))
    if grown > LARGEST_STEP or (grown > MOST_GROWTH and 2 * rises > len(later) - 1):
        return [f"memory grew by {grown / 1e6:.0f} MB, in {rises} of {len(later) - 1} rounds"]
    return []

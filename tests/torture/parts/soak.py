"""A live simulation under random commands; its resident memory stays flat."""

import json
import sys
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
"""What allocators may keep; more between the settled rounds and the last is a leak."""
COMMAND = (sys.executable, "-m", "tests.torture.soaking")


def trial(random: Random, folder: Path) -> Trial:
    """One soak of some hundred commands in a process of its own."""
    arguments = [str(random.randrange(2**32)), str(COMMANDS)]
    outcome = run(arguments, folder, command=COMMAND, seconds=600)
    faults = judge(outcome, legal=(0,), talk_lines=0)
    if outcome.code == 0:
        came = json.loads(outcome.stdout)
        faults += came["faults"]
        settled, last = max(came["resident"][:SETTLED]), min(came["resident"][SETTLED:])
        if last - settled > MOST_GROWTH:
            faults.append(f"memory grew from {settled / 1e6:.0f} to {last / 1e6:.0f} MB")
    return Trial(f"{COMMANDS} commands", faults)

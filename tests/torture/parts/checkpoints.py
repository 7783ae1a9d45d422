"""Checkpoints that are cut, flipped, or hostile with a right digest: refused, or run to an end."""

from pathlib import Path
from random import Random

from tests.torture.checkpoint_attacks import ATTACKS, KINDS
from tests.torture.child import Child
from tests.torture.trials import Trial

TITLE = "Checkpoints: truncated, flipped, hostile, made by hand"
SHORT = 60
_child = Child("tests.torture.checkpoint_attacks")


def trial(random: Random, folder: Path) -> Trial:
    """One attack in a process of its own, which a crash would end."""
    kind = random.choice(list(KINDS))
    [attack] = random.choices(list(ATTACKS), list(ATTACKS.values()))
    seed = random.getrandbits(64)
    answer = _child.ask((kind, attack, seed, str(folder)))
    if answer is None:
        return Trial(f"{attack}: died", [f"{kind}, {attack}, {seed}: {_child.ending}"])
    what, faults = answer
    return Trial(f"{attack}: {what}", [f"{kind}, {attack}, {seed}: {fault}" for fault in faults])

"""Trials: one seeded attempt each, and campaigns of them."""

import importlib
import pkgutil
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.torture import parts


@dataclass(frozen=True)
class Trial:
    """How one attempt ended: `what` it was, in few words that many share, and its faults."""

    what: str
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """One way of tormenting the program."""

    name: str
    title: str
    short: int
    trial: Callable[[Random, Path], Trial]

    def attempt(self, seed: int) -> Trial:
        """The trial of this seed, in an empty folder; what it raises is a fault."""
        with tempfile.TemporaryDirectory(prefix="torture-", ignore_cleanup_errors=True) as folder:
            try:
                return self.trial(Random(f"{self.name} {seed}"), Path(folder))
            except Exception:
                return Trial("the trial itself failed", [traceback.format_exc(limit=-4)])


@dataclass
class Campaign:
    """What came of the trials of a part."""

    part: Part
    seconds: float = 0.0
    endings: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[int, str]] = field(default_factory=list)
    """With the seed that repeats each."""

    @property
    def trials(self) -> int:
        """How many there were."""
        return self.endings.total()


def part(name: str) -> Part:
    """The part of this name."""
    module = importlib.import_module(f"{parts.__name__}.{name}")
    return Part(name, module.TITLE, module.SHORT, module.trial)


def part_names() -> list[str]:
    """All there are."""
    return sorted(module.name for module in pkgutil.iter_modules(parts.__path__))


def campaign(which: Part, seeds: Iterable[int], seconds: float) -> Campaign:
    """Try these seeds until the time is over."""
    result = Campaign(which)
    start = time.monotonic()
    for seed in seeds:
        trial = which.attempt(seed)
        result.endings[trial.what] += 1
        result.faults += [(seed, fault) for fault in trial.faults]
        result.seconds = time.monotonic() - start
        if result.seconds >= seconds:
            break
    return result

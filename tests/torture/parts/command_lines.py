"""Command lines made from the options that there are."""

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import click

from engine.models.catalogue import MODELS
from snn_tui.cli import program
from snn_tui.headless.modes import MODES
from tests.torture import hostile
from tests.torture.oracle import judge, run
from tests.torture.trials import Trial

TITLE = "command lines: all options with values legal, illegal and hostile, in any order"
SHORT = 6
LEGAL = {
    "size": ("1", "2", "10", "100"),
    "sizes": ("1", "10"),
    "seed": ("0", "1", "18446744073709551615"),
    "current": ("5", "-0.25", "1e3"),
    "duration_s": ("0.01", "0.05", "1e-2"),
    "threads": ("1", "2"),
    "coupling": ("scaled", "raw"),
    "network_name": ("classic", "clasic"),
    "model": tuple(MODELS),
    "cell_type": ("CH", "classic", "cortical"),
    "dt_ms": ("0.1", "1", "10"),
    "neuron": ("0", "9"),
    "initial": ("-0.8,-3.2,4.3", "1,2"),
    "output": ("out.csv", "a b.csv", "sub/out.csv"),
    "fps": ("1", "60"),
    "name": ("classic", "izhikevich"),
}
LONGEST_S = 180.0
"""A model's kernels may be compiled on the way, on a busy machine."""
ENDLESS = {"serve"}
"""Whoever serves pages goes on until it is told to end."""
BOUNDS = {"trace": ["--duration=0.05"], "spikes": ["--duration=0.05"], "bench": ["--size=none"]}
"""What comes last, so that a run ends soon; a bench takes a minute, and is refused."""


def trial(random: Random, folder: Path) -> Trial:
    """One command line; it does its work, or is refused in one line."""
    mode = random.choice([None, *MODES, hostile.text(random)])
    command = MODES[mode].command() if mode in MODES else program
    words = list(_words(random, command))
    random.shuffle(words)
    given = [part for word in words for part in word]
    if mode is not None:
        given = [*random.choice((["--headless", mode], [f"--headless={mode}"])), *given]
    given = [_passable(word) for word in [*given, *BOUNDS.get(mode or "", [])]]
    outcome = run(given, folder, seconds=LONGEST_S)
    ending = {0: "done", 1: "failed", 2: "refused"}.get(outcome.code, "ended otherwise")
    return Trial(f"{mode if mode in MODES else 'no mode'}, {ending}", judge(outcome))


def _words(random: Random, command: click.Command) -> Iterator[list[str]]:
    """Options with their values, each to stay together, and stray arguments."""
    parameters = [p for p in command.params if p.name not in ENDLESS | {"help", "version"}]
    for parameter in random.sample(parameters, random.randint(0, min(4, len(parameters)))):
        for _ in range(random.choice((1, 1, 1, 2))):
            yield _word(random, parameter)
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        yield [
            random.choice((hostile.text(random), "--help", "-h", "--", "--siz", "-x", "--version"))
        ]
    if random.random() < 0.02:
        yield [hostile.text(random)[:1000]] * 500


def _word(random: Random, parameter: click.Parameter) -> list[str]:
    value = _value(random, parameter.name or "")
    if not isinstance(parameter, click.Option):
        return [value]
    name = random.choice([*parameter.opts, *parameter.secondary_opts])
    if parameter.is_flag:
        return [f"{name}={value}"] if random.random() < 0.1 else [name]
    if name.startswith("--") and random.random() < 0.5:
        return [f"{name}={value}"]
    return [name, value]


def _value(random: Random, name: str) -> str:
    chance = random.random()
    if chance < 0.6:
        return random.choice(LEGAL.get(name, ("1",)))
    return hostile.number(random) if chance < 0.8 else hostile.text(random)


def _passable(word: str) -> str:
    """What the system passes on as an argument: no NUL, of a bounded length."""
    data = word.replace("\0", "").encode("utf-8", "replace")[:100_000]
    return os.fsdecode(data)

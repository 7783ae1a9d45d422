"""Plan: all runs of a sweep, checked before any of them begins."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from engine.description.network import Network
from engine.errors import InvalidValueError
from engine.limits import MAX_SEED
from engine.sweeps.choices import Choices, choices
from engine.sweeps.design import MOST_RUNS, Point, grid, sample
from engine.sweeps.examples import of_each_wording
from engine.sweeps.keys import Fingerprints, run_key, sweep_key
from engine.sweeps.measures import MEASURES, column
from engine.sweeps.one_run import Run, Setting, values_of
from engine.sweeps.parameters import Parameter, Values, parameter, told
from engine.sweeps.steps import steps_between
from engine.toml.writing import network_values
from engine.validation import instance, number, whole_number


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be run. kinds: of each parameter's values. key: of what all runs share."""

    network: Network
    setting: Setting
    kinds: tuple[type, ...]
    points: tuple[Point, ...]
    seeds: tuple[int, ...]
    key: str

    @property
    def count(self) -> int:
        """How many runs there are."""
        return len(self.points) * len(self.seeds)

    @property
    def measures(self) -> tuple[str, ...]:
        """The names of all columns of what is measured."""
        names = [each.name for each in self.network.populations]
        return tuple(column(measure, name) for measure in MEASURES for name in names)

    @property
    def rates(self) -> tuple[str, ...]:
        """Of these, the mean rates of the populations."""
        return tuple(column(MEASURES[0], each.name) for each in self.network.populations)

    def runs(self) -> Iterator[Run]:
        """All of them: point by point, and each with every seed."""
        setting = self.setting
        fingerprints = Fingerprints(dict(setting.values), setting.version)
        for point in self.points:
            values = values_of(setting, Run(point, 0, ""))
            own = fingerprints.of(values)
            for seed in self.seeds:
                yield Run(point, seed, run_key(own, seed, setting.duration_ms, setting.from_ms))


def plan(
    network: Network,
    vary: Mapping[str, Any],
    *,
    duration_ms: float,
    seeds: int | Sequence[int] = 1,
    sampled: int | None = None,
    method: str = "sobol",
    from_ms: float = 0.0,
    recordings: str | None = None,
) -> Plan:
    """The plan of a sweep.

    vary: of each parameter its values, as `choices` takes them. seeds: so many, from the network's
    on, or which. sampled: so many points in place of all combinations.
    Raises InvalidValueError, UnknownNameError, EngineLoadError, naming what is wrong.
    """
    values = network_values(instance("network", network, Network))
    named = [parameter(name, values) for name in vary]
    axes = {each.name: _axis(each, values, vary[each.name]) for each in named}
    designed = grid(axes) if sampled is None else sample([*axes.values()], sampled, method)
    kinds = tuple(_kind(each, values, axes[each.name]) for each in named)
    points = _distinct(designed, kinds)
    duration_ms, from_ms = number("duration_ms", duration_ms), number("from_ms", from_ms)
    if "dt_ms" not in vary:
        steps_between(from_ms, duration_ms, network.dt_ms)
    setting = Setting(
        values=values,
        parameters=tuple(named),
        duration_ms=duration_ms,
        from_ms=from_ms,
        # Workers have other folders to begin with.
        recordings=None if recordings is None else os.path.abspath(recordings),
        version=version("snn-tui"),
        examples=of_each_wording(points, kinds),
    )
    found = Plan(
        network=network,
        setting=setting,
        kinds=kinds,
        points=points,
        seeds=_seeds(seeds, network.seed),
        key=_shared_key(setting),
    )
    whole_number("runs", found.count, 1, MOST_RUNS)
    return found


def _shared_key(setting: Setting) -> str:
    """The key of all runs, whatever values and seeds they have."""
    values: Values = {**setting.values, "seed": None}
    for each in setting.parameters:
        values = each.put(values, None)
    fingerprint = Fingerprints(dict(setting.values), setting.version).of(dict(values))
    return sweep_key(fingerprint, setting.duration_ms, setting.from_ms)


def _axis(own: Parameter, values: Values, given: Any) -> Choices:
    """The values of a parameter, each of which can be its. Raises InvalidValueError."""
    try:
        axis = choices(given)
    except InvalidValueError as error:
        raise InvalidValueError(f"{told(own.name)}: {error}") from error
    kind = _kind(own, values, axis)
    for value in axis.ends:
        own.require(values, _as(kind, value))
    return axis


def _kind(own: Parameter, values: Values, axis: Choices) -> type:
    """Of what kind a parameter's values are: that of its present one, if both are numbers."""
    now, given = type(own.among(values)), type(axis.ends[0])
    if given in (str, bool):
        return given
    if now is int and axis.may_be_rounded:
        return int
    return float if now is float else given


def _as(kind: type, value: Any) -> Any:
    if kind is int:
        return round(value)
    return kind(value)


def _distinct(points: Sequence[Point], kinds: tuple[type, ...]) -> tuple[Point, ...]:
    """The points with each value of its kind, those that are alike once."""
    as_kinds = (tuple(map(_as, kinds, point)) for point in points)
    return tuple(dict.fromkeys(as_kinds))


def _seeds(seeds: int | Sequence[int], first: int) -> tuple[int, ...]:
    if isinstance(seeds, int):
        count = whole_number("seeds", seeds, 1, MOST_RUNS)
        if first + count - 1 > MAX_SEED:
            raise InvalidValueError(f"seeds from {first} on are at most {MAX_SEED - first + 1}")
        return tuple(range(first, first + count))
    if not isinstance(seeds, Sequence) or not seeds:
        raise InvalidValueError("seeds must be how many there are, or a list of them")
    each = [whole_number("a seed", seed, 0, MAX_SEED) for seed in seeds]
    return tuple(dict.fromkeys(each))

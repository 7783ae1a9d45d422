"""Compiling, on a worker, what the runs of a sweep will call."""

from contextlib import suppress
from typing import Any

from engine.errors import EngineError
from engine.sweeps.one_run import Run, Setting, values_of
from engine.toml.reading import network_of


def warmed(setting: Setting) -> bool:
    """Whether all is compiled or loaded; a network that can't be built is left to its runs."""
    with suppress(EngineError):
        _warm(dict(setting.values))
    for point in setting.examples:
        with suppress(EngineError):
            _warm(values_of(setting, Run(point, 0, "")))
    return True


def _warm(values: dict[str, Any]) -> None:
    from engine.live.run_configuration import run_configuration  # noqa: PLC0415 - loads numba
    from engine.live.warming import is_warm, warm_up  # noqa: PLC0415

    configuration = run_configuration(network_of(values, None))
    if not is_warm(configuration):
        warm_up(configuration)

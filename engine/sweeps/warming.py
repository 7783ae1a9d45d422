"""Compiling, on a worker, what the runs of a sweep will call."""

from engine.sweeps.one_run import Setting
from engine.toml.reading import network_of


def warmed(setting: Setting) -> bool:
    """Whether all is compiled or loaded; a network that can't be built is left to its runs."""
    from engine.live.run_configuration import run_configuration  # noqa: PLC0415 - loads numba
    from engine.live.warming import warm_up  # noqa: PLC0415

    warm_up(run_configuration(network_of(dict(setting.values), None)))
    return True

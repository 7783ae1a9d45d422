"""The headless modes: where each stands, and what it is in a line.

A mode's own file has its options and what it writes, and is loaded when the mode is used.
"""

from dataclasses import dataclass
from importlib import import_module

import click


@dataclass(frozen=True, slots=True)
class Mode:
    """One mode. module: has its command, of that name. summary: what help says of it."""

    module: str
    summary: str

    def command(self) -> click.Command:
        """The mode's command, loaded."""
        command: click.Command = import_module(self.module).command
        return command


MODES = {
    "trace": Mode("snn_tui.headless.trace", "One neuron: a CSV line `t_ms, x, y, z, I` per step."),
    "spikes": Mode(
        "snn_tui.headless.spikes", "A network: a line `t=660: neuron 8 is spiking` per spike."
    ),
    "rerun": Mode(
        "snn_tui.headless.rerun",
        "A recorded run once more, spike by spike as `spikes`; or on from where it was cut.",
    ),
    "export": Mode(
        "snn_tui.headless.export", "A recording as log, CSV, NumPy arrays, for Neo, or as NWB."
    ),
    "weights": Mode(
        "snn_tui.headless.weights", "Synapses: a CSV line `source,target,weight` each, after a run."
    ),
    "plot": Mode(
        "snn_tui.headless.plot.command",
        "A picture, raster, rates, isi, trace or phase, of a run or of lines piped in.",
    ),
    "sweep": Mode(
        "snn_tui.headless.sweep.command",
        "Many runs with other parameters and seeds, on all cores or a cluster: a row for each.",
    ),
    "bench": Mode(
        "snn_tui.headless.bench",
        "How fast this machine is, and the largest network in real time.",
    ),
    "models": Mode(
        "snn_tui.headless.models", "Neuron models; with a name, its equations and parameters."
    ),
    "networks": Mode(
        "snn_tui.headless.networks",
        "Networks of the gallery; with a name, its description as TOML.",
    ),
}

"""The pictures: where each stands, and what it is in a line."""

from snn_tui.headless.modes import Mode

PICTURES = {
    name: Mode(f"snn_tui.headless.plot.{name}", summary)
    for name, summary in {
        "raster": "Every neuron's spikes against time, or their density.",
        "rates": "The mean rate of each population against time.",
        "isi": "Histograms of interspike intervals, and their CV.",
        "trace": "One neuron's variables against time.",
        "phase": "Two of a neuron's variables against each other.",
    }.items()
}

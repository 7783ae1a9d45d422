"""The classic spike log, as `--headless spikes` writes it."""

from collections.abc import Iterator

from snn_tui.headless import text
from snn_tui.headless.exports.excerpt import Excerpt


def spike_lines(excerpt: Excerpt) -> Iterator[str]:
    """A line for each spike."""
    for spikes in excerpt.spikes():
        yield text.spike_lines(spikes, excerpt.recording.dt_ms)

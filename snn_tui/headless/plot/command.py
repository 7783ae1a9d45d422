"""`--headless plot PICTURE`: one command for each picture."""

import click

from snn_tui.headless.command import Modes
from snn_tui.headless.plot.pictures import PICTURES


@click.group("plot", cls=Modes, modes=PICTURES, word="picture")
def command() -> None:
    """Draw spikes or a trace, of a run or of what is piped in, as text or as an image.

    snn-tui --headless spikes --duration 10 | snn-tui --headless plot raster
    """

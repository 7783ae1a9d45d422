"""Makes the README's pictures from seeded runs of the real engine: `python -m screenshots.make`.

The same pictures at every run: time is counted in steps, and the screen is drawn by hand.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from textual.pilot import Pilot

from engine.gallery import from_gallery
from engine.live.first_status import first_status
from engine.live.run_configuration import run_configuration
from screenshots.stepped_runner import SteppedRunner
from snn_tui.dashboard.app import Dashboard
from snn_tui.dashboard.drawing.svg import pinned

FOLDER = Path(__file__).parent
NEVER = 1e-6
FRAME_S = 0.03
SEED = 7


@dataclass(frozen=True, slots=True)
class Picture:
    """A moment of a run, on a screen of some size."""

    name: str
    screen: tuple[int, int]
    size: int
    keys: tuple[str, ...] = ()
    """Pressed before the run begins."""
    seconds: float = 9.6
    theme: str = "snn-dark"
    network: str = "classic"


class Taken(NamedTuple):
    """The dashboard at a picture's moment, and what takes it further."""

    app: Dashboard
    runner: SteppedRunner
    pilot: Pilot[None]

    def go_on(self, seconds: float) -> None:
        """Run for so long, and show it."""
        for _ in range(round(seconds / FRAME_S)):
            self.runner.run(FRAME_S)
            self.app.poll()


PICTURES = (
    Picture("overview-120x40", (120, 40), 100, keys=("down",) * 4),
    Picture("overview-80x24", (80, 24), 20, keys=("down",) * 3),
    Picture("neuron-120x40", (120, 40), 100, keys=(*("down",) * 4, "f", "enter")),
    Picture(
        "described-120x40",
        (120, 40),
        1000,
        keys=("1", *("down",) * 4),
        seconds=1.2,
        network="izhikevich-2003",
    ),
    Picture("raster-120x40", (120, 40), 1000, seconds=1.5, network="izhikevich-2003"),
    Picture(
        "microcircuit-120x40",
        (120, 40),
        7717,
        seconds=0.6,
        network="potjans-diesmann-2014",
    ),
    Picture(
        "weights-120x40",
        (120, 40),
        1000,
        keys=("1", *("down",) * 4, "5"),
        seconds=3.0,
        network="izhikevich-2006",
    ),
    Picture(
        "phase-120x40",
        (120, 40),
        1000,
        keys=(*("down",) * 4, "3"),
        seconds=1.2,
        network="izhikevich-2003",
    ),
    Picture(
        "statistics-120x40",
        (120, 40),
        1000,
        keys=("4",),
        seconds=6.0,
        network="izhikevich-2003",
    ),
    Picture("light-120x40", (120, 40), 10, keys=("down",) * 4, theme="snn-light"),
)


@asynccontextmanager
async def taken(picture: Picture, config: Path) -> AsyncIterator[Taken]:
    """The dashboard at the picture's moment, its run made from the first step on."""
    network = from_gallery(picture.network)
    configuration = run_configuration(network, size=picture.size, seed=SEED, threads=1)
    runner = SteppedRunner(configuration)
    status = first_status(configuration, speed=1.0)
    app = Dashboard(
        runner,
        status,
        fps=NEVER,
        settings_path=config / f"{picture.name}.toml",
        clock=lambda: runner.now_s,
    )
    async with app.run_test(size=picture.screen) as pilot:
        await pilot.pause()
        app.action_use_theme(picture.theme)
        app.poll()
        await pilot.press(*picture.keys)
        moment = Taken(app, runner, pilot)
        moment.go_on(FRAME_S)
        # What is shown first may change how widgets share the screen.
        await pilot.pause()
        moment.go_on(picture.seconds - FRAME_S)
        await pilot.pause()
        yield moment


async def svg(picture: Picture, config: Path) -> str:
    """The picture."""
    async with taken(picture, config) as moment:
        return pinned(moment.app.export_screenshot())


def main() -> None:
    """Write every picture beside this file."""
    with TemporaryDirectory() as config:
        for picture in PICTURES:
            path = FOLDER / f"{picture.name}.svg"
            path.write_text(asyncio.run(svg(picture, Path(config))), encoding="utf-8")
            print(path.name)


if __name__ == "__main__":
    main()

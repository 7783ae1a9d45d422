"""Makes the picture that moves: `python -m screenshots.live`, the same at every run."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.strip import Strip

from screenshots.make import FOLDER, FRAME_S, Picture, taken
from screenshots.moving_svg import moving_svg
from snn_tui.dashboard.app import Dashboard

LIVE = FOLDER / "live.svg"
FIRST = Picture("live", (100, 30), 100, keys=("down",) * 4, seconds=4.2)
COUNT = 48
SECONDS = 4 * FRAME_S
"""Between one screen and the next, of the run and of who looks at it."""
TITLE = "snn-tui: a hundred Hindmarsh-Rose neurons, live"


async def screens(count: int, config: Path) -> list[list[Strip]]:
    """So many screens of the run."""
    shown = []
    async with taken(FIRST, config) as moment:
        for _ in range(count):
            shown.append(_lines(moment.app))
            moment.go_on(SECONDS)
            await moment.pilot.pause()
    return shown


def _lines(app: Dashboard) -> list[Strip]:
    width, height = app.size
    return [strip.crop(0, width) for strip in app.screen._compositor.render_strips()[:height]]


def main() -> None:
    """Write the picture beside this file."""
    with TemporaryDirectory() as config:
        shown = asyncio.run(screens(COUNT, Path(config)))
    LIVE.write_text(moving_svg(shown, SECONDS, TITLE), encoding="utf-8")
    print(LIVE.name)


if __name__ == "__main__":
    main()

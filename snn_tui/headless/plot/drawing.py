"""Drawing: on what a picture is drawn, and where it goes."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import click

from engine.quoting import shown_path
from snn_tui.headless.plot.sources.source import Source
from snn_tui.headless.running import finished
from snn_tui.headless.sinks import opened_sink
from snn_tui.options import force_option, with_options
from snn_tui.parameters import OutputFile, WholeNumber
from snn_tui.plots import image, terminal
from snn_tui.plots.figure import Figure, Medium
from snn_tui.signals import STOP
from snn_tui.streams import tell_at_once

IMAGES = (".svg", ".png", ".pdf")
TEXT = ".txt"
USUAL_PAGE = (80, 24)
WIDTHS, HEIGHTS = (40, 1000), (10, 1000)
Data = TypeVar("Data")


class PictureFile(OutputFile):
    """A file whose name says what kind of picture it is to have."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = super().convert(value, param, ctx)
        is_stream = str(path) == "-" or (path.exists() and not path.is_file())
        if not is_stream and path.suffix.lower() not in (*IMAGES, TEXT):
            legal = f"{', '.join(IMAGES)} or, for text, {TEXT}"
            self.fail(f"{shown_path(path)} must end with {legal}.", param, ctx)
        return path


def drawing_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """How large a picture is, and where it goes."""
    return with_options(
        function,
        click.option(
            "--width",
            type=WholeNumber(*WIDTHS),
            metavar="W",
            help="In characters, by default the terminal's; of an image in mm, by default 180.",
        ),
        click.option(
            "--height",
            type=WholeNumber(*HEIGHTS),
            metavar="H",
            help="In lines, by default the terminal's, more where they are needed; of an image in "
            "mm, by default 110, more for many panels.",
        ),
        click.option(
            "-o",
            "--output",
            type=PictureFile(),
            metavar="FILE",
            help="Draw here instead of on stdout: an image if it ends with .svg, .png or .pdf, "
            "which needs the extra [plot], else text.",
        ),
        force_option,
    )


@dataclass(frozen=True, slots=True)
class Drawing:
    """What these options say."""

    width: int | None
    height: int | None
    output: Path | None
    force: bool

    @property
    def kind(self) -> str:
        """The kind of image, empty for text."""
        suffix = self.output.suffix.lower() if self.output is not None else ""
        return suffix[1:] if suffix in IMAGES else ""

    def show(
        self,
        source: Source,
        load: Callable[[], Data],
        build: Callable[[Data, Medium], Figure],
    ) -> int:
        """Load what is to be drawn from its source, draw and write it; the exit code."""
        self.require_means()
        with (
            opened_sink(self.output, force=self.force) as sink,
            STOP.awaiting(lambda: source.has_begun or sink.has_begun),
        ):

            def work() -> bool:
                data = load()
                if STOP.number:
                    tell_at_once("")  # past the ^C that a terminal shows
                try:
                    sink.write_bytes(self.drawn(data, build))
                except ImportError as error:
                    raise click.ClickException(f"nothing can be drawn: {error}") from error
                return True

            return finished(work, sink)

    def drawn(self, data: Data, build: Callable[[Data, Medium], Figure]) -> bytes:
        """The picture of loaded data."""
        if self.kind:
            try:
                return image.image(build(data, image.MEDIUM), self.kind, (self.width, self.height))
            except image.NoRoomError as error:
                raise click.UsageError(f"'--width', '--height': {error}.") from error
        page = self.page()
        figure = build(data, page.medium)
        needed = terminal.needed_height(figure)
        if self.height is not None and self.height < needed:
            raise click.UsageError(
                f"'--height': {len(figure.panels)} panels need {needed} lines, not {self.height}."
            )
        return terminal.text(figure, page._replace(height=max(page.height, needed))).encode()

    def page(self) -> terminal.Page:
        """What text is drawn on."""
        is_seen = self.output is None and sys.stdout.isatty()
        columns, lines = USUAL_PAGE
        if is_seen:
            columns, lines = shutil.get_terminal_size(USUAL_PAGE)
            lines -= 1  # the prompt's
        has_colours = (
            is_seen and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        )
        return terminal.Page(
            self.width or max(WIDTHS[0], columns),
            self.height or max(HEIGHTS[0], lines),
            has_colours,
        )

    def require_means(self) -> None:
        """Raise click.ClickException, before anything is run, for what can't be drawn here."""
        if self.kind:
            if find_spec("matplotlib") is None:
                raise click.ClickException(
                    f"{self.kind.upper()} is drawn by matplotlib, which is not installed: "
                    "pip install 'snn-tui[plot]'"
                )
            return
        if find_spec("plotext") is None:
            raise click.ClickException(
                "text is drawn by plotext, which is not installed: pip install snn-tui"
            )
        encoding = (sys.stdout.encoding or "").lower().replace("-", "")
        if self.output is None and encoding != "utf8":
            raise click.ClickException(
                f"the terminal takes no dots, as its encoding is {sys.stdout.encoding}: use a "
                "UTF-8 one, or --output FILE"
            )

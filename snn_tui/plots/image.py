"""A figure as SVG, PNG or PDF, drawn by matplotlib: for a paper or a talk.

The same figure gives the same bytes: no date, no random names, nobody's own settings.
"""

import io
import logging
import textwrap
import warnings
from typing import Any

import numpy as np

from snn_tui.plots.figure import Bars, Curve, Dots, Figure, Medium, Panel, Series, Shades
from snn_tui.plots.palette import colour
from snn_tui.plots.side_names import placed
from snn_tui.plots.thinning import thinned

MM = 1 / 25.4
"""In inches."""
DPI = 300
USUAL_MM, USUAL_PANEL_MM = (180, 110), 32
"""Two columns of a journal; more panels than three make it higher by so much each."""
MEDIUM = Medium(columns=2000, rows=1000, is_stacked=False)
MOST_VECTORS = 20_000
"""More marks than that are kept as pixels within a picture of vectors."""
NAME_LINES = 24
"""Of names beside a panel, so many have room above each other."""
HANDLE_MM, LETTER_MM = 15.0, 1.25
"""About, of an entry of a legend."""
NOTE_PT = 6.0
AXES_SHARE = 0.75
"""Of the height, about so much is an only panel's."""
LEAST_LINE_PT, MOST_LINE_PT = 2.0, 12.0
"""Between these a spike is an upright line; a lower one is a point."""
STYLE: Any = {
    "svg.hashsalt": "snn-tui",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 8.0,
    "axes.titlesize": 9.0,
    "axes.labelsize": 8.0,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "xtick.labelsize": 7.0,
    "ytick.labelsize": 7.0,
    "xtick.direction": "out",
    "ytick.direction": "out",
    "lines.linewidth": 0.8,
    "legend.fontsize": 7.0,
    "legend.frameon": False,
    "text.parse_math": False,
    "path.simplify": True,
}
METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": "snn-tui"},
    "png": {"Software": "snn-tui"},
    "pdf": {"CreationDate": None, "Creator": "snn-tui", "Producer": None},
}


class NoRoomError(Exception):
    """An image that is too small for what is to be in it."""


def image(figure: Figure, kind: str, size_mm: tuple[int | None, int | None]) -> bytes:
    """The picture as a file of this kind: svg, png or pdf. size_mm: None is the usual one.

    Raises NoRoomError.
    """
    # Its talk of fonts and of folders is not of the figure.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib as mpl  # noqa: PLC0415 - an extra, and only for images
    from matplotlib.figure import Figure as Canvas  # noqa: PLC0415

    extra = max(0, len(figure.panels) - 3) * USUAL_PANEL_MM
    width, height = size_mm[0] or USUAL_MM[0], size_mm[1] or USUAL_MM[1] + extra
    content = io.BytesIO()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        canvas = Canvas(figsize=(width * MM, height * MM), layout="constrained")
        rows = canvas.subplots(len(figure.panels), sharex=True, squeeze=False)[:, 0]
        for axes, panel in zip(rows, figure.panels, strict=True):
            _draw(axes, figure, panel)
        rows[-1].set_xlabel(figure.x.label)
        canvas.align_ylabels(rows)
        canvas.suptitle(figure.title, x=0.01, ha="left", fontsize=9.0)
        _note(canvas, "\n".join(textwrap.wrap("; ".join(figure.notes), width)))
        _save(canvas, content, kind)
    return content.getvalue()


def _save(canvas: Any, content: io.BytesIO, kind: str) -> None:
    with warnings.catch_warnings():
        # A letter that the font lacks is another font's where the picture is looked at.
        warnings.simplefilter("ignore")
        warnings.filterwarnings("error", "constrained_layout not applied")
        try:
            canvas.savefig(content, format=kind, dpi=DPI, metadata=METADATA[kind])
        except UserWarning as error:
            raise NoRoomError("an image of this size has no room beside its words") from error


def _note(canvas: Any, notes: str) -> None:
    """Small, in a strip at the bottom that is kept free for it."""
    height_pt = canvas.get_figheight() * 72
    strip = (2 + NOTE_PT * 1.3 * len(notes.splitlines())) / height_pt
    canvas.get_layout_engine().set(rect=(0.0, strip, 1.0, 1.0 - strip))
    canvas.text(0.01, 2 / height_pt, notes, fontsize=NOTE_PT, color="#555555", va="bottom")


def _draw(axes: Any, figure: Figure, panel: Panel) -> None:
    axes.set_xlim(figure.x.low, figure.x.high)
    axes.set_ylim(panel.y.low, panel.y.high)
    axes.set_ylabel(panel.y.label)
    # By itself it would choose other ticks when it draws than when the room for them is measured.
    axes.yaxis.get_major_locator().set_params(nbins=5)
    for ruler, set_ticks in ((figure.x, axes.set_xticks), (panel.y, axes.set_yticks)):
        if ruler.names:
            named = ruler.named(NAME_LINES)
            set_ticks([at for at, _ in named], [name for _, name in named])
    if panel.y.is_whole:
        axes.yaxis.get_major_locator().set_params(integer=True)
    if panel.heading:
        axes.set_title(panel.heading, loc="left", fontsize=7.0)
    for series in panel.series:
        _mark(axes, figure, panel, series)
    longest = max(len(series.name) for series in panel.series)
    if longest:
        width_mm = axes.figure.get_figwidth() / MM
        columns = max(1, int(width_mm / (HANDLE_MM + LETTER_MM * longest)))
        axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=columns, borderaxespad=0.2)
    for at, name, number in placed(panel, NAME_LINES):
        transform = axes.get_yaxis_transform()
        ink = colour(number).image
        axes.text(1.01, at, name, transform=transform, color=ink, fontsize=7.0, va="center")


def _mark(axes: Any, figure: Figure, panel: Panel, series: Series) -> None:
    ink = colour(series.colour).image
    match series.mark:
        case Dots() as dots:
            _dots(axes, panel, dots, ink)
        case Shades() as shades:
            _shades(axes, figure, shades, ink)
        case Bars() as bars:
            label = series.name or None
            axes.stairs(bars.heights, bars.edges, color=ink, label=label)
            if len(panel.series) == 1:
                axes.stairs(bars.heights, bars.edges, color=ink, fill=True, alpha=0.25, lw=0.0)
        case Curve() as curve:
            few = thinned(curve, MEDIUM.columns)
            is_large = few.x.size > MOST_VECTORS
            axes.plot(few.x, few.y, color=ink, rasterized=is_large)


def _dots(axes: Any, panel: Panel, dots: Dots, ink: str) -> None:
    """Upright lines as high as a neuron's row, which are points where rows are thin."""
    share = dots.height / (panel.y.high - panel.y.low)
    height_pt = AXES_SHARE * axes.figure.get_figheight() * 72 * share
    is_line = height_pt > LEAST_LINE_PT
    axes.plot(
        dots.x,
        dots.y,
        linestyle="none",
        marker="|" if is_line else ".",
        markersize=min(MOST_LINE_PT, max(1.2, height_pt)),
        markeredgewidth=0.7 if is_line else 0.0,
        color=ink,
        rasterized=dots.x.size > MOST_VECTORS,
    )


def _shades(axes: Any, figure: Figure, shades: Shades, ink: str) -> None:
    from matplotlib.colors import LinearSegmentedColormap  # noqa: PLC0415

    shading = LinearSegmentedColormap.from_list("density", ["#FFFFFF", ink])
    axes.imshow(
        np.minimum(shades.counts, shades.full),
        cmap=shading,
        vmin=0,
        vmax=shades.full,
        extent=(figure.x.low, figure.x.high, shades.low, shades.high),
        origin="lower",
        aspect="auto",
        interpolation="nearest",
    )

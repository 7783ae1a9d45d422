"""The formats that a recording is exported to: where each stands, and what it is in a line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from snn_tui.headless.exports.excerpt import Excerpt
    from snn_tui.headless.exports.lent_file import LentFile

ROOM = "snn_tui.headless.exports"
EXTRA = "pip install 'snn-tui[export]'"


@dataclass(frozen=True, slots=True)
class Format:
    """One format. module: its file. needs: the libraries of the extra that it is written by."""

    module: str
    summary: str
    needs: tuple[str, ...] = ()
    is_text: bool = False

    def lines(self, *, of_samples: bool) -> "Callable[[Excerpt], Iterator[str]]":
        """What makes its lines, some at a time."""
        module = import_module(f"{ROOM}.{self.module}")
        made: Callable[[Excerpt], Iterator[str]]
        made = module.sample_lines if of_samples else module.spike_lines
        return made

    def passes(self) -> int:
        """How often it goes through the spikes."""
        passes: int = import_module(f"{ROOM}.{self.module}").PASSES
        return passes

    def write(self, excerpt: "Excerpt", file: "LentFile") -> None:
        """Write it all."""
        import_module(f"{ROOM}.{self.module}").write(excerpt, file)

    def require_libraries(self) -> None:
        """Raise click.ClickException if one is not installed."""
        for name in self.needs:
            if find_spec(name) is None:
                raise click.ClickException(
                    f"this format is written by {name}, which is not installed: {EXTRA}"
                )


FORMATS = {
    "log": Format("log", "the lines of --headless spikes", is_text=True),
    "csv": Format("csv_lines", "spikes, or with --samples variables, as CSV", is_text=True),
    "npz": Format("npz", "NumPy arrays"),
    "neo": Format("neo_block", "a Block of Neo, as a MAT-file", ("neo", "scipy")),
    "nwb": Format("nwb_file", "Neurodata Without Borders, by PyNWB", ("pynwb",)),
}

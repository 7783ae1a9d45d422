"""Screenshots whose text stays where it belongs, whatever the font."""

import re
from io import StringIO
from xml.etree.ElementTree import fromstring

from hypothesis import given, strategies as st
from rich.cells import cell_len
from rich.console import Console

from snn_tui.dashboard.drawing.svg import pinned

CELL = 12.2
single_width = st.text(st.sampled_from("ab<&'▁█┃│─⠁⣿⠀ 0▶…"), min_size=1, max_size=40).filter(
    lambda text: text.strip(" ⠀")
)


def exported(text: str) -> str:
    console = Console(record=True, width=60, file=StringIO())
    console.print(text, markup=False, highlight=False, emoji=False)
    return console.export_svg(title="")


@given(single_width)
def test_every_character_is_at_its_column(text: str) -> None:
    assert cell_len(text) == len(text)
    drawn = {}
    for span in re.findall(r"<tspan[^>]*>[^<]*</tspan>", pinned(exported(text))):
        element = fromstring(span)
        column = round(float(element.attrib["x"]) / CELL)
        drawn |= {column + at: character for at, character in enumerate(element.text or "")}
    assert drawn == {at: c for at, c in enumerate(text) if c not in " ⠀"}


def test_braille_is_placed_by_the_character() -> None:
    spans = re.findall(r"<tspan[^>]*>([^<]*)</tspan>", pinned(exported(" ⠁⣿ word")))
    assert spans == ["⠁", "⣿", "word"]


def test_what_is_no_run_of_text_stays() -> None:
    svg, text = exported("x"), re.compile(r"<text.*?</text>", re.DOTALL)
    assert text.sub("", pinned(svg)) == text.sub("", svg)

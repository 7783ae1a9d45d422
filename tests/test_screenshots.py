"""The README's pictures show the program as it is."""

from xml.etree import ElementTree

import pytest

from screenshots import live
from screenshots.make import FOLDER, PICTURES, svg
from screenshots.moving_svg import moving_svg

IN_SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.compiled
@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
async def test_pictures_are_what_the_script_makes(picture, tmp_path):
    kept = (FOLDER / f"{picture.name}.svg").read_text(encoding="utf-8")
    # Not compared within the assertion, which would look for hours for what differs.
    is_same = await svg(picture, tmp_path) == kept
    assert is_same, "the screen has changed; look at what `python -m screenshots.make` makes"


class Moving:
    """A picture that moves, as a viewer reads it."""

    def __init__(self, text):
        self.root = ElementTree.fromstring(text)
        layers = list(self.root.find(f"{IN_SVG}g"))
        self.frames = [layer for layer in layers if "f" in layer.get("class").split()]
        self._still = [layer for layer in layers if layer not in self.frames]

    def shown(self, number):
        """All that is drawn at a time: its look, its kind, where it is, and its text."""
        return {
            (look.get("class"), mark.tag, *mark.attrib.items(), mark.text)
            for look in [*self._still, *self.frames[number]]
            for mark in look
        }


@pytest.mark.compiled
async def test_the_picture_that_moves_is_what_the_script_makes(tmp_path):
    """Its beginning, for all of it takes some seconds."""
    kept = Moving(live.LIVE.read_text(encoding="utf-8"))
    made = Moving(moving_svg(await live.screens(2, tmp_path), live.SECONDS, live.TITLE))
    for number in range(2):
        assert kept.shown(number) == made.shown(number), "look at `python -m screenshots.live`"
    assert len(kept.shown(0)) > 200
    assert kept.shown(0) != kept.shown(1)


def test_the_picture_that_moves_is_small_and_needs_nothing():
    text = live.LIVE.read_text(encoding="utf-8")
    kept = Moving(text)
    assert len(text.encode()) < 1_000_000
    assert len(kept.frames) == live.COUNT
    delays = [float(frame.get("style")[len("animation-delay:") : -1]) for frame in kept.frames]
    assert delays == pytest.approx([number * live.SECONDS for number in range(live.COUNT)])
    assert f"animation:f {live.COUNT * live.SECONDS:g}s step-end infinite" in text
    kinds = {element.tag.removeprefix(IN_SVG) for element in kept.root.iter()}
    assert kinds == {"svg", "title", "style", "rect", "g", "path", "text"}
    assert "url(" not in text
    assert text.count("http") == 1  # the namespace

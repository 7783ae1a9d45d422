"""Pictures as images, for papers."""

import struct
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from snn_tui.plots.image import DPI, MEDIUM, MOST_VECTORS, NoRoomError, image
from snn_tui.plots.intervals import intervals
from snn_tui.plots.raster import raster
from snn_tui.plots.trace import trace
from tests.snn_tui.plots import made

USUAL = (None, None)
SVG = "{http://www.w3.org/2000/svg}"


def words(svg):
    """What is written in a picture, as text."""
    texts = ElementTree.fromstring(svg).iter(f"{SVG}text")
    return {"".join(each.itertext()).strip() for each in texts}


def test_labels_are_text_with_units():
    svg = image(trace(made.trace()), "svg", USUAL)
    assert {"A neuron", "v (mV)", "u", "time (ms)", "I (µA/cm2) is 5 throughout"} <= words(svg)


def test_the_same_figure_gives_the_same_bytes_and_no_date(monkeypatch):
    figure = raster(made.clock(), MEDIUM)
    first = image(figure, "svg", (80, 60))
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 20.0, "axes.spines.right": True}):
        assert image(figure, "svg", (80, 60)) == first
    assert b"<dc:date>" not in first
    assert b"<image" not in first
    assert {"excitatory", "cell", "neuron", "16 spikes of 4 neurons"} <= words(first)


def test_an_image_has_the_size_that_is_asked_for():
    png = image(intervals(made.clock(), MEDIUM), "png", (90, 60))
    assert png.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", png[16:24])
    assert abs(width - 90 / 25.4 * DPI) <= 1
    assert abs(height - 60 / 25.4 * DPI) <= 1


def test_an_image_without_room_is_refused():
    with pytest.raises(NoRoomError, match="no room"):
        image(trace(made.trace()), "svg", (10, 10))


def test_very_many_spikes_are_pixels_among_vectors():
    many = image(raster(made.many(MOST_VECTORS + 1, size=20_000), MEDIUM), "svg", (80, 60))
    assert many.count(b"<image") == 1
    assert len(many) < 1_000_000
    assert "time (ms)" in words(many)


def test_a_density_is_drawn_and_a_pdf_written():
    figure = raster(made.many(30_000), replace(MEDIUM, columns=20, rows=20))
    pdf = image(figure, "pdf", (60, 40))
    assert pdf.startswith(b"%PDF-")
    assert b"CreationDate" not in pdf


def test_names_are_taken_as_they_are():
    name = "$x^2$ <b>& _a\\frac"
    data = replace(made.clock(), title=name)
    assert name in words(image(raster(data, MEDIUM), "svg", (60, 40)))

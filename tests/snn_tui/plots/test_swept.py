"""Pictures of sweeps."""

import numpy as np
import pytest

from snn_tui.plots.figure import Curve, Shades
from snn_tui.plots.image import image
from snn_tui.plots.swept import FAINT, FULL, MOST_PLACES, SweptColumn, SweptData, swept
from snn_tui.plots.terminal import Page, needed_height, text

PAGE = Page(40, 14, False)
LINES = """\
Mine
3 runs
rate   10 to 30
     30┤                            ⢀⣀⠤⠒
       │                       ⢀⡠⠤⠒⠉⠁
       │                  ⣀⡠⠤⠒⠉⠁
     20┤             ⣀⡠⠔⠒⠉
       │        ⢀⡠⠔⠒⠉
       │   ⢀⡠⠤⠒⠉⠁
     10┤⠤⠒⠉⠁
       └┬───────────────┬──────────────┬
        0               1              2
                   gain
"""


def data(*axes, rate, notes=("3 runs",)) -> SweptData:
    names = ("gain", "delay")[: len(axes)]
    varied = tuple(np.array(axis) for axis in axes)
    return SweptData("Mine", names, varied, (SweptColumn("rate", np.array(rate, float)),), notes)


def marks(figure):
    return [panel.series[0].mark for panel in figure.panels]


def test_lines_go_through_the_means():
    figure = swept(data([0.0, 1.0, 2.0, 0.0], rate=[5.0, 20.0, 30.0, 15.0]))
    (curve,) = marks(figure)
    assert isinstance(curve, Curve)
    assert (curve.x.tolist(), curve.y.tolist()) == ([0.0, 1.0, 2.0], [10.0, 20.0, 30.0])
    assert text(figure, PAGE) == LINES


def test_what_has_no_number_is_left_out():
    (curve,) = marks(swept(data([0.0, 1.0, 2.0], rate=[1.0, np.nan, 3.0])))
    assert curve.x.tolist() == [0.0, 2.0]
    figure = swept(data([0.0, 1.0], rate=[np.nan, np.nan]))
    assert figure.panels[0].heading == "no number"
    assert "no number" in text(figure, PAGE)


def test_words_have_places_of_their_own():
    figure = swept(data(["b", "a", "b"], rate=[1.0, 2.0, 3.0]))
    assert figure.x.names == ("a", "b")
    (curve,) = marks(figure)
    assert (curve.x.tolist(), curve.y.tolist()) == ([0.5, 1.5], [2.0, 2.0])
    assert text(figure, PAGE).splitlines()[-2].split() == ["a", "b"]


def test_a_map_is_darkest_where_it_is_highest():
    gain, delay = np.meshgrid([0.0, 1.0, 2.0], [1.0, 10.0, 100.0])
    rate = gain * delay
    rate[0, 0] = np.nan
    figure = swept(data(gain.ravel(), delay.ravel(), rate=rate.ravel()))
    (shades,) = marks(figure)
    assert isinstance(shades, Shades)
    assert shades.counts.tolist()[-1] == [FAINT, (FAINT + FULL) // 2, FULL]
    assert shades.counts[0, 0] == 0
    assert figure.panels[0].heading == "rate: 0 to 200"
    assert figure.panels[0].y.names == ("1", "10", "100")
    assert (figure.x.low, figure.x.high, figure.x.names) == (0.0, 3.0, ("0", "1", "2"))
    rows = [line[8:] for line in text(figure, PAGE).splitlines() if line[7:8] in {*"│┤"}]
    right = [row[-7:].strip("\u2800 ") for row in rows]
    assert right[1] == "⣿" * 7
    assert "⣿" not in right[-1]
    assert not rows[-1][:7].strip("\u2800 ")


def test_an_even_range_has_an_axis_of_numbers():
    gain = np.repeat(np.arange(20.0), 2)
    figure = swept(data(gain, np.tile([1.0, 2.0], 20), rate=gain))
    assert (figure.x.low, figure.x.high, figure.x.names) == (-0.5, 19.5, ())


def test_many_values_are_put_together():
    gain = np.linspace(0.0, 1.0, 500) ** 2
    delay = np.tile([1.0, 2.0], 250)
    figure = swept(data(gain, delay, rate=gain))
    (shades,) = marks(figure)
    assert shades.counts.shape == (2, MOST_PLACES)
    assert (np.diff(shades.counts, axis=1) >= 0).all()


@pytest.mark.parametrize("axes", [1, 2])
def test_one_run_can_be_drawn(axes):
    figure = swept(data(*([3.0],) * axes, rate=[7.0]))
    assert "3" in text(figure, Page(40, needed_height(figure), False))


def test_an_image_has_the_names_as_well():
    figure = swept(data(["fast", "slow"], [1.0, 2.0], rate=[1.0, 2.0]))
    drawn = image(figure, "svg", (None, None))
    assert b"fast" in drawn
    assert b"slow" in drawn

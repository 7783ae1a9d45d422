"""What is drawn of spikes and traces, before anything draws it."""

from dataclasses import replace

import numpy as np
import pytest

from engine import InvalidValueError, UnknownNameError
from engine.statistics import interval_cvs, intervals_ms, population_rate_hz
from snn_tui.plots.figure import Dots, Medium, Shades
from snn_tui.plots.intervals import intervals
from snn_tui.plots.phase import phase
from snn_tui.plots.raster import MOST_DOTS, raster
from snn_tui.plots.rates import rates
from snn_tui.plots.trace import trace
from tests.snn_tui.plots import made


def marks(figure):
    return [series.mark for panel in figure.panels for series in panel.series]


def test_a_raster_has_a_dot_for_every_spike():
    data = made.clock()
    figure = raster(data, made.SMALL)
    first, second = marks(figure)
    assert sorted(zip(first.x, first.y, strict=True)) == sorted(
        (time, neuron) for time, neuron in zip(*data.spikes, strict=True) if neuron < 3
    )
    assert second.y.tolist() == [3.0] * 4
    assert [name for _, name, _ in figure.panels[0].names] == ["excitatory", "cell"]
    assert figure.notes == ("16 spikes of 4 neurons",)


def test_spikes_that_crowd_are_counted_and_none_is_lost():
    data = made.many(20_000)
    (shades,) = marks(raster(data, made.SMALL))
    assert isinstance(shades, Shades)
    assert shades.counts.sum() == 20_000
    assert shades.counts.shape == (40, 80)
    row = data.spikes.neuron * 40 // 200
    assert shades.counts.sum(axis=1).tolist() == np.bincount(row, minlength=40).tolist()
    assert "density, full at" in raster(data, made.SMALL).notes[1]


def test_very_many_that_share_few_places_are_one_dot_each():
    """As of a network whose neurons all spike at once."""
    time = np.repeat(np.arange(0.0, 100.0, 20.0), MOST_DOTS // 4)
    data = made.spikes(time, np.arange(time.size) % 4)
    (dots,) = marks(raster(data, made.SMALL))
    assert isinstance(dots, Dots)
    assert dots.x.size == 5 * 4
    assert sorted(set(dots.y)) == [0.0, 1.0, 2.0, 3.0]
    assert "are one dot" in raster(data, made.SMALL).notes[1]


def test_no_spikes_are_a_picture_too():
    data = made.spikes([], [])
    assert marks(raster(data, made.SMALL))[0].x.size == 0
    assert not marks(rates(data, made.SMALL))[0].heights.any()
    assert intervals(data, made.SMALL).notes == ("no neuron spiked twice",)


def test_rates_are_those_of_the_statistics():
    data = made.clock()
    figure = rates(data, made.SMALL, 8.0)
    first, second = marks(figure)
    expected = population_rate_hz(data.of(data.groups[0]), 3, 8.0, 100.0)
    assert first.heights.tolist() == expected.tolist()
    assert first.edges.tolist() == (8.0 * np.arange(13)).tolist()
    assert second.heights[0] == 125.0
    assert figure.panels[0].heading == "excitatory: mean 40 Hz"
    assert "bins of 8 ms" in figure.notes[0]


@pytest.mark.parametrize(("dt_ms", "to_ms", "bin_ms"), [(0.1, 1000.0, 10.0), (10.0, 500.0, 10.0)])
def test_usual_bins_are_round_and_whole_steps(dt_ms, to_ms, bin_ms):
    bars = marks(rates(made.spikes([5.0], [0], to_ms=to_ms, dt_ms=dt_ms), made.SMALL))[0]
    assert bars.edges[1] == pytest.approx(bin_ms)


@pytest.mark.parametrize("bin_ms", [1000.0, 1e-6])
def test_bins_that_can_not_be_are_refused(bin_ms):
    with pytest.raises(InvalidValueError, match=r"must be from 0\.0001 to 100 ms here"):
        rates(made.clock(), made.SMALL, bin_ms)
    with pytest.raises(InvalidValueError, match="must be from"):
        intervals(made.clock(), made.SMALL, bin_ms)


def test_intervals_and_their_variation_are_those_of_the_statistics():
    data = made.many(3000)
    figure = intervals(data, made.SMALL)
    (bars,) = marks(figure)
    found = intervals_ms(data.spikes)
    beyond = int((found.interval_ms >= bars.edges[-1]).sum())
    assert bars.heights.sum() == found.interval_ms.size - beyond
    assert f"{beyond:,} of {found.interval_ms.size:,} are longer" in figure.notes[0]
    cvs = interval_cvs(found)
    assert f"CV {cvs.mean():.2f} ({cvs.size} neurons)" in figure.panels[0].heading


def test_a_neuron_of_any_number_takes_no_memory_for_those_below():
    data = made.spikes([1, 3, 6, 8], [2**31 - 3] * 4, (2**31 - 2,))
    heading = intervals(data, made.SMALL).panels[0].heading
    assert heading == "CV 0.20 (1 neuron), 3 intervals"
    assert raster(data, made.SMALL).notes[0].startswith("4 spikes")


def test_populations_are_together_where_they_can_be_told_apart():
    together = Medium(columns=80, rows=40, is_stacked=False)
    assert [series.name for series in rates(made.clock(), together).panels[0].series] == [
        "excitatory: mean 40 Hz",
        "cell: mean 40 Hz",
    ]
    five = made.spikes([1.0], [0], (1,) * 5, tuple("abcde"))
    assert len(rates(five, together).panels) == 5


def test_a_trace_leaves_out_what_is_constant_and_says_so():
    figure = trace(made.trace())
    assert [panel.y.label for panel in figure.panels] == ["v (mV)", "u"]
    assert figure.notes == ("I (µA/cm2) is 5 throughout",)
    chosen = trace(made.trace(), ("I_uA_per_cm2", "v"))
    assert [panel.y.label for panel in chosen.panels] == ["I (µA/cm2)", "v (mV)"]


def test_variables_that_there_are_not_are_told_with_those_that_there_are():
    with pytest.raises(UnknownNameError, match="did you mean 'v_mV'"):
        trace(made.trace(), ("V_mV",))
    with pytest.raises(InvalidValueError, match="has two variables, not 3"):
        phase(made.trace(), made.SMALL, ("v", "u", "I"))


def test_one_variable_is_no_phase_plane():
    only = made.trace()
    only = replace(only, columns=only.columns[:1], values=only.values[:, :1])
    with pytest.raises(InvalidValueError, match="there is only v_mV"):
        phase(only, made.SMALL)


def test_a_phase_plane_has_two_variables_across_and_up():
    figure = phase(made.trace(), made.SMALL, ("u", "v"))
    (curve,) = marks(figure)
    assert (figure.x.label, figure.panels[0].y.label) == ("u", "v (mV)")
    assert curve.x[0] == 1.0
    assert curve.y[0] == 0.0
    assert 20 < curve.x.size <= 100

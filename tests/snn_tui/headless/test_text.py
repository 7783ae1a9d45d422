"""Numbers in their shortest exact form, without exponents."""

import re
from decimal import Decimal

import numpy as np
from hypothesis import given, strategies as st

from engine.recording.spikes import spikes_at
from snn_tui.headless.text import spike_lines, trace_lines

finite = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(finite, finite, finite, finite), min_size=1, max_size=5))
def test_every_float_comes_back_and_has_no_exponent(rows):
    lines = trace_lines(0, 10, np.array(rows)).splitlines()
    for k, (line, row) in enumerate(zip(lines, rows, strict=True)):
        time_ms, *cells = line.split(", ")
        assert time_ms == str(10 * k)
        assert [float(cell) for cell in cells] == list(row)
        for cell, value in zip(cells, row, strict=True):
            assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", cell)
            assert Decimal(cell) == Decimal(repr(value))


def test_whole_numbers_have_no_point():
    assert trace_lines(7, 10, np.array([[1.0, -20.0, 1e22, 0.00001]])) == (
        "70, 1, -20, 10000000000000000000000, 0.00001\n"
    )


def test_spikes():
    spikes = spikes_at(np.array([66, 100]), np.array([8, 0]))
    assert spike_lines(spikes, 10) == "t=660: neuron 8 is spiking\nt=1000: neuron 0 is spiking\n"
    assert spike_lines(spikes_at(np.array([], int), np.array([], int)), 0.1) == ""


def test_late_times_of_a_small_step_are_exact():
    spikes = spikes_at(np.array([45_036_001]), np.array([8]), 0.1)
    assert spike_lines(spikes, 0.1) == "t=4503600.1: neuron 8 is spiking\n"
    assert (
        trace_lines(45_036_001, 0.1, np.array([[1.5], [2.0]])) == "4503600.1, 1.5\n4503600.2, 2\n"
    )
    assert trace_lines(0, 0.00125, np.array([[1.5], [2.0]])) == "0, 1.5\n0.00125, 2\n"

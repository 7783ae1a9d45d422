"""Spikes and traces that are piped into `--headless plot`, by whomever they were written."""

import os
import re
from itertools import accumulate

import click
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine.recording.spikes import spikes_at
from snn_tui.headless.plot.sources import piped
from snn_tui.headless.plot.sources.piped import piped_spikes, piped_trace
from snn_tui.headless.plot.sources.window import Window
from snn_tui.headless.text import spike_lines, trace_lines

CLASSIC = "t=0: neuron 3 is spiking\nt=0.5: neuron 0 is spiking\nt=12: neuron 3 is spiking\n"
CSV = "3,0\n0,0.5\n3,12\n"
EVERYTHING = Window()


def read(text, source=piped_spikes, window=EVERYTHING):
    """What a source makes of such a file."""
    content = text if isinstance(text, bytes) else text.encode()
    with open(os.memfd_create("lines"), "r+b") as file:
        file.write(content)
        file.seek(0)
        reading = source(file.fileno())
        return reading.spikes(window) if source is piped_spikes else reading.trace(window)


@pytest.mark.parametrize(
    "text",
    [
        CLASSIC,
        CLASSIC.rstrip("\n"),
        CLASSIC.replace("\n", "\r\n"),
        CSV,
        "neuron,time_ms\n" + CSV,
        "time_ms, neuron\n0,3\n0.5,0\n12.0, 3\n",
        "3, 0.0\n0,5e-1\n3,1.2e1",
    ],
)
def test_spikes_may_be_written_in_these_ways(text):
    data = read(text)
    assert data.spikes.time_ms.tolist() == [0.0, 0.5, 12.0]
    assert data.spikes.neuron.tolist() == [3, 0, 3]
    assert (data.size, data.dt_ms, data.from_ms, data.to_ms) == (4, 0.5, 0.0, 12.5)


def test_what_begins_late_is_shown_from_there_on():
    assert read("3,900\n3,1000\n").from_ms == 900.0
    assert read("3,300\n3,1000\n").from_ms == 0.0
    assert read("3,0\n").to_ms == 1.0


def test_a_window_is_all_that_is_kept():
    data = read(CLASSIC, window=Window(0.5, 12.0))
    assert data.spikes.time_ms.tolist() == [0.5]
    assert (data.from_ms, data.to_ms) == (0.5, 12.0)
    assert read(CLASSIC, window=Window(100.0)).spikes.time_ms.size == 0


def test_a_pipe_without_end_ends_with_the_window():
    reading, writing = os.pipe()
    os.write(writing, CLASSIC.encode())
    assert piped_spikes(reading).spikes(Window(to_ms=10.0)).spikes.time_ms.tolist() == [0.0, 0.5]
    os.close(reading)
    os.close(writing)


def test_more_than_are_kept_are_told(monkeypatch, capsys):
    monkeypatch.setattr(piped, "MOST_SPIKES", 2)
    data = read(CLASSIC)
    assert data.spikes.neuron.tolist() == [3, 0]
    assert data.notes == ("only the first 2 spikes, up to 0.5 ms",)
    assert "--from-ms and --to-ms choose others" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there is no input; pipe the lines of --headless spikes into it"),
        ("\n", "there is no input"),
        ("hello\n", "line 1 of the input: must be a spike such as t=660: neuron 8 is spiking"),
        ("0, -0.8, -3.2, 4.3, 5\n", "line 1 of the input: must be a spike such as"),
        (CLASSIC + "t=13: neuron 3 is spik", "line 4 of the input: must be a spike"),
        (CLASSIC + CSV, "line 4 of the input"),
        (CLASSIC + "\n" + CLASSIC, "line 4 of the input: must be .*, not ''"),
        (CSV + "1.5,13\n", "line 4 of the input: 1.5,13 is without the number of a neuron"),
        ("-1,13\n", "line 1 of the input: -1,13 is without the number"),
        ("2147483647,13\n", "without the number of a neuron"),
        ("1,-13\n", "line 1 of the input: 1,-13 is without a time"),
        ("neuron,time_ms\n1,1e300\n", "line 2 of the input: a number is beyond 1e+30"),
        ("neuron,time_ms\n1,1e999\n", "line 2 of the input: a number is beyond 1e+30"),
        ("neuron,time_ms\n1,1e16\n", "line 2 of the input: 1,1e+16 is without a time"),
        ("1,nan\n", "line 1 of the input: must be"),
        ("1,\uff12\n", "line 1 of the input: must be"),
        (b"\xff\x00\x1b[2J\n", "line 1 of the input: must be"),
        (b"7" * 200_000, "line 1 of the input: must be"),
        (CLASSIC.encode() + b"t" * 200_000, "line 4 of the input: must be"),
    ],
)
def test_what_are_no_spikes_is_told_with_its_line(text, told):
    with pytest.raises(click.UsageError) as caught:
        read(text)
    message = str(caught.value.message)
    assert re.search(told.replace("+", r"\+"), message), message
    assert len(message) < 250
    assert message.isprintable()


@given(
    st.lists(
        st.one_of(
            st.sampled_from([*CLASSIC.splitlines(), *CSV.splitlines(), "neuron,time_ms", ""]),
            st.text(max_size=20),
            st.binary(max_size=20),
        ),
        max_size=6,
    )
)
@settings(max_examples=40)
def test_any_lines_are_spikes_or_told(lines):
    text = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    told = ""
    try:
        count = read(text).spikes.time_ms.size
    except click.UsageError as error:
        count, told = 0, error.message
    assert count <= len(lines)
    assert not told or re.search("there is no input|line [1-9][0-9]* of the input: ", told)


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 10**9)), min_size=1, max_size=30),
    st.sampled_from([0.1, 0.05, 1.0, 10.0]),
)
@settings(max_examples=25)
def test_what_the_program_writes_is_read_as_it_was(spikes, dt_ms):
    step = np.array(list(accumulate(later for later, _ in spikes)))
    neuron = np.array([number for _, number in spikes])
    written = spikes_at(step, neuron, dt_ms)
    data = read(spike_lines(written, dt_ms))
    assert data.spikes.time_ms.tolist() == written.time_ms.tolist()
    assert data.spikes.neuron.tolist() == neuron.tolist()


def test_blocks_of_any_size_are_one_text(monkeypatch):
    monkeypatch.setattr("snn_tui.headless.plot.sources.piped_numbers.BLOCK_BYTES", 7)
    assert read(CLASSIC).spikes.time_ms.tolist() == [0.0, 0.5, 12.0]
    with pytest.raises(click.UsageError, match="line 3 of the input"):
        read(CLASSIC.replace("t=12", "t=a"))


def test_a_trace_is_read_as_it_was_written():
    values = np.array([[0.1, -3.0, 1e29], [1e-9, 4.25, 5.0]])
    data = read(trace_lines(4, 0.1, values), piped_trace)
    assert data.time_ms.tolist() == [0.4, 0.5]
    assert data.values.tolist() == values.tolist()
    assert [column.label for column in data.columns] == ["column2", "column3", "column4"]


def test_a_trace_may_begin_before_0():
    assert read("-2, 5\n-1, 6\n3, 7\n", piped_trace).time_ms.tolist() == [-2.0, -1.0, 3.0]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("t_ms, v_mV, u, I_uA_per_cm2\n0, -65, 1, 2\n", ["v (mV)", "u", "I (µA/cm2)"]),
        ("t_ms,v_mV\n0,-65\n", ["v (mV)"]),
        ("0, 1, 2, 3, 4\n", ["x", "y", "z", "I"]),
    ],
)
def test_names_and_units_are_of_the_header_or_the_classic_ones(text, labels):
    assert [column.label for column in read(text, piped_trace).columns] == labels


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there is no input; pipe the lines of --headless trace"),
        (CLASSIC, "line 1 of the input: must be a time and values such as 0, -0.8"),
        ("t_ms, v_mV\n", "no line of the input"),
        ("0, 1, 2\n1, 1\n", "line 2 of the input: must be a time and 2 values such as 0, 0, 0"),
        ("t_ms, v_mV\n0, 1, 2\n", "line 2 of the input: must be a time and 1 value such as 0, 0,"),
        ("0, 1\n1, 2\n1, 3\n", "line 3 of the input: the time 1 is not after the one before"),
        ("0, 1\n1, inf\n", "line 2 of the input: must be"),
        ("0, 1\n1, 1e999\n", r"line 2 of the input: a number is beyond 1e\+30"),
        ("0, 1\n1e16, 1\n", r"line 2 of the input: times go beyond 1e\+15 ms"),
    ],
)
def test_what_is_no_trace_is_told_with_its_line(text, told):
    with pytest.raises(click.UsageError, match=told):
        read(text, piped_trace)

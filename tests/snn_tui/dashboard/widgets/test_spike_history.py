import numpy as np
import pytest
from hypothesis import given, strategies as st

from snn_tui.dashboard.widgets.spike_history import (
    MOST_ENTRIES,
    SHARE_S,
    Note,
    Skipped,
    Spike,
    SpikeHistory,
)


def add(history: SpikeHistory, spikes: range | list[int], missed: int = 0, now: float = 0) -> None:
    """Spikes at these times, of the neurons of these numbers."""
    neurons = np.array(list(spikes), np.int64)
    history.add([str(time) for time in spikes], neurons, missed, now)


def test_few_spikes_are_all_shown() -> None:
    history = SpikeHistory(page=2)
    for spikes in ([10, 20], [30, 40], [50]):
        add(history, spikes)
    assert list(history.entries) == [Spike(str(time), time) for time in range(10, 51, 10)]
    assert history.share == 1.0


def test_of_too_many_the_newest_are_shown_at_once_and_the_others_counted() -> None:
    history = SpikeHistory(page=3)
    add(history, range(100))
    newest = [Spike(str(time), time) for time in (97, 98, 99)]
    assert list(history.entries) == [Skipped(97), *newest]
    add(history, range(100, 103), missed=10**6)
    assert list(history.entries)[-4:] == [
        Skipped(10**6),
        *(Spike(str(time), time) for time in (100, 101, 102)),
    ]


def test_the_share_is_that_of_the_last_second() -> None:
    history = SpikeHistory(page=3)
    add(history, range(12), now=0.0)
    assert history.share == pytest.approx(0.25)
    add(history, range(12, 15), missed=9, now=0.5)
    assert history.share == pytest.approx(0.25)
    add(history, [15], now=0.5 + SHARE_S)
    assert history.share == pytest.approx(4 / 13)
    add(history, [16], now=0.6 + SHARE_S)
    assert history.share == 1.0


def test_old_entries_go() -> None:
    history = SpikeHistory(page=1)
    for number in range(MOST_ENTRIES + 10):
        history.note(str(number))
    assert len(history.entries) == MOST_ENTRIES
    assert history.entries[0] == Note("10")
    assert history.added == MOST_ENTRIES + 10


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5)), max_size=40))
def test_every_spike_is_shown_in_order_or_counted(frames: list[tuple[int, int]]) -> None:
    history = SpikeHistory(page=4)
    total = first = 0
    for spikes, missed in frames:
        add(history, range(first, first + spikes), missed)
        first += spikes
        total += spikes + missed
        if spikes:
            assert history.entries[-1] == Spike(str(first - 1), first - 1)
    shown = [int(entry.time) for entry in history.entries if isinstance(entry, Spike)]
    counted = sum(entry.count for entry in history.entries if isinstance(entry, Skipped))
    assert shown == sorted(shown)
    assert len(shown) + counted == total


def test_of_a_neuron_what_is_known_since_the_last_gap() -> None:
    history = SpikeHistory(page=3)
    add(history, [1, 2])
    history.note("a pulse")
    assert list(history.of_neuron(2).entries) == [Spike("2", 2), Note("a pulse")]
    add(history, range(10, 20))
    assert list(history.of_neuron(2).entries) == []
    assert list(history.of_neuron(19).entries) == [Spike("19", 19)]

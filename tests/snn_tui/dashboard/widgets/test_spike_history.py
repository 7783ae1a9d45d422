import numpy as np
from hypothesis import given, strategies as st

from snn_tui.dashboard.widgets.spike_history import (
    MOST_ENTRIES,
    PAGE_S,
    Note,
    Skipped,
    Spike,
    SpikeHistory,
)


def add(history: SpikeHistory, spikes: range | list[int], now: float, missed: int = 0) -> None:
    """Spikes at these times, of the neurons of these numbers."""
    neurons = np.array(list(spikes), np.int64)
    history.add([str(time) for time in spikes], neurons, missed, now)


def test_few_spikes_are_shown_at_once() -> None:
    history = SpikeHistory(page=5)
    add(history, [10, 20], now=0.0)
    add(history, [30], now=0.1)
    assert list(history.entries) == [Spike("10", 10), Spike("20", 20), Spike("30", 30)]
    assert history.skipped == 0


def test_of_too_many_the_newest_page_is_shown_later_and_the_others_counted() -> None:
    history = SpikeHistory(page=3)
    add(history, range(100), now=0.0)
    add(history, range(100, 150), now=0.1)
    assert list(history.entries) == []
    history.turn_page(now=PAGE_S)
    assert list(history.entries) == [Skipped(147), *(Spike(str(t), t) for t in (147, 148, 149))]
    assert history.skipped == 147


def test_what_the_frame_had_no_room_for_is_counted_too() -> None:
    history = SpikeHistory(page=3)
    add(history, [7], now=0.0, missed=1000)
    history.turn_page(now=PAGE_S)
    assert list(history.entries) == [Skipped(1000), Spike("7", 7)]


def test_a_page_that_fills_up_slowly_waits_without_losing_any() -> None:
    history = SpikeHistory(page=3)
    for number in range(5):
        add(history, [number], now=number / 100)
    assert list(history.entries) == [Spike("0", 0), Spike("1", 1), Spike("2", 2)]
    history.turn_page(now=PAGE_S)
    assert list(history.entries) == [Spike(str(number), number) for number in range(5)]


def test_old_entries_go() -> None:
    history = SpikeHistory(page=1)
    for number in range(MOST_ENTRIES + 10):
        history.note(str(number))
    assert len(history.entries) == MOST_ENTRIES
    assert history.entries[0] == Note("10")
    assert history.added == MOST_ENTRIES + 10


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.floats(0, 0.4)), max_size=40))
def test_every_spike_is_shown_in_order_or_counted(
    frames: list[tuple[int, int, float]],
) -> None:
    history = SpikeHistory(page=4)
    total, now, first = 0, 0.0, 0
    for spikes, missed, pause in frames:
        now += pause
        add(history, range(first, first + spikes), now, missed)
        first += spikes
        total += spikes + missed
    history.turn_page(now + 2 * PAGE_S)
    shown = [int(entry.time) for entry in history.entries if isinstance(entry, Spike)]
    counted = sum(entry.count for entry in history.entries if isinstance(entry, Skipped))
    assert shown == sorted(shown)
    assert len(shown) + counted == total
    assert counted == history.skipped


def test_of_a_neuron_what_is_known_since_the_last_gap() -> None:
    history = SpikeHistory(page=3)
    add(history, [1, 2], now=0.0)
    history.note("a pulse")
    assert list(history.of_neuron(2).entries) == [Spike("2", 2), Note("a pulse")]
    add(history, range(10, 20), now=0.1)
    assert list(history.of_neuron(2).entries) == []
    assert list(history.of_neuron(19).entries) == [Spike("19", 19)]
    history.turn_page(now=PAGE_S)
    assert list(history.of_neuron(18).entries) == [Spike("18", 18)]
    assert list(history.of_neuron(2).entries) == []

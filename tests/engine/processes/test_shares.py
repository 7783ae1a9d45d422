"""Who has which neurons and synapses, and where these are among all."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engine import NetworkTooLargeError, from_gallery
from engine.processes.merged_synapses import places_of
from engine.runtime.layout import Layout
from engine.runtime.memory import Free
from engine.runtime.shares import OwnShare
from engine.runtime.tiles import TILE
from tests.engine.processes.fake import FakeProcesses

sizes = st.lists(st.integers(1, 6000), min_size=1, max_size=3).map(tuple)


@settings(max_examples=60, deadline=None)
@given(sizes, st.integers(1, 9), st.integers(1, 3))
def test_every_neuron_is_of_one_process_and_one_of_its_threads(
    sizes: tuple[int, ...], count: int, threads: int
) -> None:
    shares = [OwnShare(sizes, threads, FakeProcesses(rank, count)) for rank in range(count)]
    for block, size in enumerate(sizes):
        ends = [0]
        for share in shares:
            own, parts = share.of_block(block), share.parts[block]
            assert own.start == ends[-1]
            assert (parts[0], parts[-1]) == (own.start, own.stop)
            assert (np.diff(parts) >= 0).all()
            assert (parts[:-1] % TILE == 0).all()
            everyone = share.everyone[block]
            assert (everyone[0], everyone[-1]) == (0, size)
            rank = share.processes.rank
            assert everyone[rank : rank + threads + 1].tolist() == parts.tolist()
            ends.append(own.stop)
        assert ends[-1] == size


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 4)), min_size=1, max_size=60
    )  # of each synapse the process and the source
)
def test_synapses_of_all_processes_are_by_source_and_process(pairs: list[tuple[int, int]]) -> None:
    by_process = [np.sort([s for p, s in pairs if p == rank]).astype(np.int64) for rank in range(3)]
    counts = [np.bincount(own, minlength=5).astype(np.int64) for own in by_process]
    wanted = sorted((source, process) for process, source in pairs)
    found: list[tuple[int, int]] = [(-1, -1)] * len(pairs)
    for rank, own in enumerate(by_process):
        others = tuple(each for k, each in enumerate(counts) if k != rank)
        places, count = places_of(own, 5, FakeProcesses(rank, 3, others))
        assert count == len(pairs)
        for place, source in zip(places.tolist(), own.tolist(), strict=True):
            found[place] = (source, rank)
    assert found == wanted


def test_a_process_needs_memory_for_its_own_synapses_alone() -> None:
    network = from_gallery("brunel-2000-ai")
    alone = sum(Layout(network, 1).needed_bytes.values())
    shared = [sum(Layout(network, 1, FakeProcesses(k, 4)).needed_bytes.values()) for k in range(4)]
    assert max(shared) < 0.4 * alone


def test_processes_of_one_machine_share_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    network = from_gallery("brunel-2000-ai")
    needed = sum(Layout(network, 1, FakeProcesses(0, 4)).needed_bytes.values())
    monkeypatch.setattr("engine.runtime.memory.free_memory", lambda: Free(3 * needed, ""))
    with pytest.raises(NetworkTooLargeError, match="of memory"):
        Layout(network, 1, FakeProcesses(0, 4)).require_memory()
    monkeypatch.setattr("engine.runtime.memory.free_memory", lambda: Free(4 * needed, ""))
    Layout(network, 1, FakeProcesses(0, 4)).require_memory()

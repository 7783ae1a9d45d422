"""What a process tells others of its spikes, and what these make of it."""

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.kernels.arrays import (
    MESSAGE_HEAD,
    MESSAGE_WORDS,
    MORE_WORDS,
    N_FIRST,
    N_SIZE,
    NEURON_COLUMNS,
    Exchange,
    Neurons,
)
from engine.processes import spike_messages
from engine.processes.spike_messages import _receive, _write
from engine.runtime.exchange_arrays import exchange_of
from engine.runtime.outcome import NONE
from engine.runtime.shares import OwnShare
from engine.runtime.spike_exchange import gather
from tests.engine.processes.fake import MORE, FakeProcesses

SIZES = (3000, 200_000)


def neurons_of(sizes: tuple[int, ...]) -> Neurons:
    layout = np.zeros((len(sizes), NEURON_COLUMNS), np.int64)
    layout[:, N_SIZE] = sizes
    layout[:, N_FIRST] = np.cumsum([0, *sizes[:-1]])
    empty = np.empty(0)
    return Neurons(layout, empty, empty, empty, np.arange(sum(sizes)))


class Pair:
    """Two processes, the second of two threads, with these spikes of one step each."""

    def __init__(self, *spikes: list[int], parity: int = 0) -> None:
        self.neurons, self.parity = neurons_of(SIZES), parity
        shares = [OwnShare(SIZES, rank + 1, FakeProcesses(rank, 2)) for rank in range(2)]
        self.exchanges = [exchange_of(share) for share in shares]
        for rank, (exchange, own) in enumerate(zip(self.exchanges, spikes, strict=True)):
            for neuron in own:
                self._leave(exchange, rank, neuron)

    def _leave(self, exchange: Exchange, rank: int, neuron: int) -> None:
        block = int(neuron >= SIZES[0])
        within = neuron - SIZES[0] * block
        thread = int(np.searchsorted(exchange.bounds[block], within, side="right")) - 1
        parts = exchange.everyone.shape[1] - 1
        at = (self.parity * 2 + block) * parts + rank + thread
        begin = self.parity * sum(SIZES) + SIZES[0] * block + exchange.bounds[block, thread]
        exchange.spiked[begin + exchange.counts[at]] = neuron
        exchange.counts[at] += 1

    def told(
        self, monkeypatch: pytest.MonkeyPatch, ends: tuple[int, int] = (0, 0)
    ) -> list[NDArray]:
        """What each has gathered after messages were exchanged."""
        for exchange, end in zip(self.exchanges, ends, strict=True):
            _write(exchange, self.neurons, self.parity, end)
        found = []
        for rank, exchange in enumerate(self.exchanges):
            self._known = MESSAGE_WORDS
            other = self.exchanges[1 - rank].outgoing
            here = (1 - rank) * MESSAGE_WORDS
            exchange.incoming[here : here + MESSAGE_WORDS] = other[:MESSAGE_WORDS]
            monkeypatch.setattr(spike_messages, "call_mpi", self._more(exchange, other, 1 - rank))
            _receive(exchange, self.neurons, self.parity)
            spiked = np.empty(sum(SIZES), np.int64)
            found.append(spiked[: gather(exchange, self.neurons, self.parity, spiked)])
        return found

    def _more(self, exchange: Exchange, other: NDArray[np.uint16], rank: int) -> object:
        def call(function: int, count: int, requests: int, statuses: int) -> int:
            if requests == MORE and statuses == 0 and function == 0:
                piece = other[self._known : self._known + MORE_WORDS]
                exchange.more_incoming[rank * MORE_WORDS :][: piece.size] = piece
                self._calls += 1
                self._known += MORE_WORDS * (self._calls % 2 == 0)
            return 0

        self._calls = 0
        return call


FEW = [0, 511, 1023], [2047, 2999, 3000 + 150_000, 202_999]
MANY = [*range(0, 1024, 2)], [*range(1536, 3000), *range(3000 + 120_000, 3000 + 130_000)]
FAR = [0], [202_999]


@pytest.mark.parametrize("spikes", [([], []), FEW, MANY, FAR, ([], MANY[1]), (MANY[0], [])])
@pytest.mark.parametrize("parity", [0, 1])
def test_every_process_gathers_the_spikes_of_all(
    spikes: tuple[list[int], list[int]], parity: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for found in Pair(*spikes, parity=parity).told(monkeypatch):
        assert found.tolist() == [*spikes[0], *spikes[1]]


def test_all_learn_that_one_wants_to_end_the_call_and_who_was_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pair = Pair(*FEW)
    pair.exchanges[1].failed[0, 1] = 150_000
    pair.told(monkeypatch, ends=(0, 1))
    for exchange in pair.exchanges:
        assert exchange.processes[spike_messages.X_ENDS] == 1
        assert exchange.failed[0].max() == 150_000
        assert np.count_nonzero(exchange.failed[0] != NONE) == 1


def test_a_spike_takes_two_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = Pair(*MANY)
    pair.told(monkeypatch)
    lengths = [spike_messages._length(exchange.outgoing) for exchange in pair.exchanges]
    # One more word where a spike is far from the one before.
    assert lengths == [len(MANY[0]), len(MANY[1]) + 1]
    assert MESSAGE_HEAD + lengths[1] > MESSAGE_WORDS + MORE_WORDS

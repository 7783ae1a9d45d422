"""What a process tells others of its spikes, and what these make of it."""

from collections.abc import Sequence

import numpy as np
import pytest

from engine.kernels.arrays import (
    MESSAGE_HEAD,
    MESSAGE_WORDS,
    MORE_WORDS,
    N_FIRST,
    N_SIZE,
    NEURON_COLUMNS,
    X_ENDS,
    X_FOUND,
    X_LOST,
    X_LOST_AFTER,
    Exchange,
    History,
    Neurons,
)
from engine.processes import spike_messages
from engine.processes.spike_messages import _hear, _keep_all, _read_step, _send, _write
from engine.runtime.exchange_arrays import exchange_of
from engine.runtime.shares import OwnShare
from engine.runtime.spike_exchange import gather
from tests.engine.processes.fake import FIRST, WAIT, FakeProcesses

SIZES = (3000, 200_000)


def neurons_of(sizes: tuple[int, ...]) -> Neurons:
    layout = np.zeros((len(sizes), NEURON_COLUMNS), np.int64)
    layout[:, N_SIZE] = sizes
    layout[:, N_FIRST] = np.cumsum([0, *sizes[:-1]])
    empty = np.empty(0)
    return Neurons(layout, empty, empty, empty, empty, np.arange(sum(sizes)))


class Pair:
    """Two processes, the second of two threads, which tell each other every so many steps."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, interval: int = 1) -> None:
        self.neurons, self.interval = neurons_of(SIZES), interval
        shares = [OwnShare(SIZES, rank + 1, FakeProcesses(rank, 2)) for rank in range(2)]
        self.exchanges = [exchange_of(share, interval) for share in shares]
        monkeypatch.setattr(spike_messages, "call_mpi", self._call)
        self._sent = MESSAGE_WORDS

    def step(self, now: int, *spikes: Sequence[int], ends: tuple[int, ...] = (0, 0)) -> None:
        """Both find these spikes, and tell them if it is time."""
        self.since = now % self.interval + 1
        for rank, (exchange, own) in enumerate(zip(self.exchanges, spikes, strict=True)):
            exchange.counts.reshape(2, -1)[now & 1] = 0
            for neuron in own:
                self._leave(exchange, rank, now & 1, neuron)
            _write(exchange, self.neurons, now & 1, self.since)
            if self.since == self.interval:
                _send(exchange, ends[rank])

    def _leave(self, exchange: Exchange, rank: int, parity: int, neuron: int) -> None:
        block = int(neuron >= SIZES[0])
        within = neuron - SIZES[0] * block
        thread = int(np.searchsorted(exchange.bounds[block], within, side="right")) - 1
        parts = exchange.everyone.shape[1] - 1
        at = (parity * 2 + block) * parts + rank + thread
        begin = parity * sum(SIZES) + SIZES[0] * block + exchange.bounds[block, thread]
        exchange.spiked[begin + exchange.counts[at]] = neuron
        exchange.counts[at] += 1

    def hear(self) -> None:
        """Both hear what was told."""
        for rank, exchange in enumerate(self.exchanges):
            self._hearing, self._telling, self._other = exchange, self.exchanges[1 - rank], 1 - rank
            self._sent = MESSAGE_WORDS
            _hear(exchange)

    def _call(self, function: int, count: int, requests: int, statuses: int) -> int:
        """What MPI does, once something is waited for."""
        if function != WAIT:
            return 0
        words, other = self._telling.outgoing, self._other
        if requests == FIRST:
            here = self._hearing.incoming[other * MESSAGE_WORDS :]
            here[:MESSAGE_WORDS] = words[:MESSAGE_WORDS]
        else:
            piece = words[self._sent : self._sent + MORE_WORDS]
            self._hearing.more_incoming[other * MORE_WORDS :][: piece.size] = piece
            self._sent += MORE_WORDS
        return 0


FEW = [0, 511, 1023], [2047, 2999, 3000 + 150_000, 202_999]
MANY = [*range(0, 1024, 2)], [*range(1536, 3000), *range(3000 + 120_000, 3000 + 130_000)]
FAR = [0], [202_999]


@pytest.mark.parametrize("spikes", [([], []), FEW, MANY, FAR, ([], MANY[1]), (MANY[0], [])])
@pytest.mark.parametrize("now", [0, 1])
def test_every_process_gathers_the_spikes_of_all(
    spikes: tuple[list[int], list[int]], now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = Pair(monkeypatch)
    pair.step(now, *spikes)
    pair.hear()
    for exchange in pair.exchanges:
        _read_step(exchange, pair.neurons, now & 1, 0)
        spiked = np.empty(sum(SIZES), np.int64)
        count = gather(exchange, pair.neurons, now, spiked)
        assert spiked[:count].tolist() == [*spikes[0], *spikes[1]]


def test_spikes_of_several_steps_come_in_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    pair, steps = Pair(monkeypatch, interval=4), [FEW, ([], []), MANY, FAR]
    for now, spikes in enumerate(steps):
        pair.step(now, *spikes)
    pair.hear()
    for exchange in pair.exchanges:
        size = sum(SIZES)
        history = History(np.zeros(5, np.int64), np.zeros(5 * size, np.int32))
        _keep_all(exchange, pair.neurons, history, np.empty(size, np.int64), 3, 4)
        for now, spikes in enumerate(steps):
            wanted = [*spikes[0], *spikes[1]]
            found = exchange.spike_neurons[: exchange.processes[X_FOUND]]
            assert found[exchange.spike_steps[: found.size] == now].tolist() == wanted
            assert history.neurons[now * size :][: history.counts[now]].tolist() == wanted


def test_all_learn_that_one_wants_to_end_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = Pair(monkeypatch)
    pair.step(0, *FEW, ends=(0, 1))
    pair.hear()
    assert [exchange.processes[X_ENDS] for exchange in pair.exchanges] == [1, 1]


def test_all_learn_who_was_lost_first(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = Pair(monkeypatch, interval=3)
    pair.step(0, [], [])
    pair.exchanges[1].failed[1, :] = 150_000, 140_000
    pair.step(1, [], [])
    pair.exchanges[0].failed[0, 0] = 7
    pair.step(2, [], [])
    pair.hear()
    for exchange in pair.exchanges:
        assert exchange.processes[[X_LOST, X_LOST_AFTER]].tolist() == [140_000, 1]


def test_a_spike_takes_two_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = Pair(monkeypatch)
    pair.step(0, *MANY)
    lengths = [spike_messages._length(exchange.outgoing) for exchange in pair.exchanges]
    # The end of the step, and one more word where a spike is far from the one before.
    assert lengths == [MESSAGE_HEAD + len(MANY[0]) + 1, MESSAGE_HEAD + len(MANY[1]) + 2]
    assert lengths[1] > MESSAGE_WORDS + MORE_WORDS

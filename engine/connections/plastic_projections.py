"""Projections whose weights change, as arrays."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from engine.connections.bundle_layout import LOOK_UP
from engine.connections.joining import Parts
from engine.connections.plastic_members import Member, are_alike, joined
from engine.connections.plastic_rows import PlasticRows, plastic_rows, sources_of_page
from engine.connections.projection_blocks import ProjectionBlock
from engine.kernels.arrays import NOTHING, P_EACH, P_TARGET_HIGH
from engine.kernels.dopamine import DOPAMINE_COLUMNS, EPOCHS, first_dopamine
from engine.kernels.plastic_arrays import (
    ASKED,
    K_LARGEST,
    K_POST_ADDS,
    K_POST_FAST,
    K_POST_SLOW,
    K_PRE_ADDS,
    K_PRE_FAST,
    K_PRE_SLOW,
    K_RULE,
    K_SHARE,
    K_SHORT_TERM,
    K_STEP_MS,
    LEFTS,
    MEMBER_COLUMNS,
    PLASTIC_COLUMNS,
    PLASTIC_CONSTANTS,
    PLASTIC_WAITING_COLUMNS,
    S_ACTING,
    S_CONSTANTS,
    S_DELAYS,
    S_DOPAMINE,
    S_EFFECT_DELAY,
    S_ENTRY,
    S_IN_DEGREE,
    S_INCOMING,
    S_INCOMING_STARTS,
    S_INTERVAL,
    S_KEPT,
    S_LISTED,
    S_PAGE_CELLS,
    S_PAGE_TERMINALS,
    S_PAGES,
    S_POST,
    S_POST_DELAY,
    S_POST_FAST_LEFT,
    S_POST_GROWTH,
    S_POST_SLOW_LEFT,
    S_PRE_FAST_LEFT,
    S_PRE_GROWTH,
    S_PRE_SLOW_LEFT,
    S_PROJECTION,
    S_RELEASE,
    S_SHORTEST,
    S_SINCE,
    S_SPAN,
    S_STARTS,
    S_SYNAPSES,
    S_TERMINALS,
    S_TRACES,
    S_UPDATE,
    S_WEIGHTS,
    SIDE_BY_SIDE,
    TOGETHER,
    W_STEP,
    DoubleWeights,
    OwnPlastic,
    Plastic,
    SingleWeights,
)
from engine.kernels.plastic_part import plastic_part
from engine.kernels.plastic_update import update_part
from engine.numerics.exponential import exponential
from engine.plasticity.derivative_stdp import INTERVAL_MS
from engine.plasticity.kernel import NO_TRACES

AT_ONCE = 1e6
"""A rate of decay that leaves nothing after a step."""
LEFT_AFTER = {
    S_PRE_FAST_LEFT: K_PRE_FAST,
    S_PRE_SLOW_LEFT: K_PRE_SLOW,
    S_POST_FAST_LEFT: K_POST_FAST,
    S_POST_SLOW_LEFT: K_POST_SLOW,
}
"""Of each table of what is left of a trace, its rate of decay."""
GROWTHS = {S_PRE_FAST_LEFT: S_PRE_GROWTH, S_POST_FAST_LEFT: S_POST_GROWTH}
"""Of tables of what is left, those of the inverse."""
MOST_GROWN = 32.0
"""The exponent of how large at most what a spike adds to a trace becomes."""


@cache
def left_of_traces(rate: float, steps: int) -> NDArray[np.float64]:
    """What is left after each of so many steps, from 0 on; of a negative rate, the inverse."""
    return np.array([exponential(-rate * step) for step in range(steps)])


@dataclass(slots=True)
class PlasticArrays:
    """All of them, projection by projection."""

    dt_ms: float
    layout: list[NDArray[np.int64]] = field(default_factory=list)
    starts: Parts[np.uint32] = field(default_factory=lambda: Parts(np.uint32))
    targets: Parts[np.uint16] = field(default_factory=lambda: Parts(np.uint16))
    incoming_starts: Parts[np.uint32] = field(default_factory=lambda: Parts(np.uint32))
    incoming: Parts[np.uint32] = field(default_factory=lambda: Parts(np.uint32))
    incoming_terminals: Parts[np.uint16] = field(default_factory=lambda: Parts(np.uint16))
    single: Parts[np.float32] = field(default_factory=lambda: Parts(np.float32))
    double: Parts[np.float64] = field(default_factory=lambda: Parts(np.float64))
    constants: Parts[np.float64] = field(default_factory=lambda: Parts(np.float64))
    left: Parts[np.float64] = field(default_factory=lambda: Parts(np.float64))
    lefts: dict[tuple[float, int], int] = field(default_factory=dict)
    """Where what is left of traces begins, by their rate of decay and how many steps."""
    kept: Counter[str] = field(default_factory=Counter)
    """Of each precision, how many synapses keep a number."""
    acting: Counter[str] = field(default_factory=Counter)
    terminals: int = 0
    traces: int = 0
    scaled: int = 0
    """How many projections have these."""
    releases: int = 0
    posts: int = 0
    modulated: int = 0
    room: int = SIDE_BY_SIDE + TOGETHER
    members: list[tuple[int, ...]] = field(default_factory=list)
    waiting: list[Member] = field(default_factory=list)
    """Those that are kept as one so far."""
    most_targets: int = 0
    most_terminals: int = 0

    def take(self, member: Member) -> None:
        """Let a projection wait for those that follow and are kept with it."""
        self.waiting.append(member)

    def close(self, following: ProjectionBlock | None = None) -> None:
        """Make arrays of the projections that wait, unless the following one is kept with them."""
        if not self.waiting:
            return
        if following is not None and are_alike(self.waiting[-1].projection_block, following):
            return
        first = 0
        for member in self.waiting:
            targets = member.projection_block.target.population.size
            where = member.p, len(self.layout), first, targets, len(member.weights)
            self.members.append(where)
            first += targets
        self._add(joined(self.waiting))
        self.waiting.clear()

    def _add(self, member: Member) -> None:
        """Append a projection or what is kept as one: its synapses and their weights."""
        block, rows, partition = member.projection_block, member.rows, member.partition
        p, rule = member.p, block.projection.plasticity
        sources, targets = block.source.population.size, block.target.population.size
        kernel, precision = block.plastic_kernel, block.weight_precision
        delays = block.different_delays
        is_searched = block.is_searched
        cut = plastic_rows(
            rows, partition, sources, block.shortest, delays, kernel.changes, is_searched
        )
        row = np.full(PLASTIC_COLUMNS, NOTHING, np.int64)
        row[S_ENTRY], row[S_PROJECTION] = plastic_part(kernel, precision), p
        row[S_STARTS] = self.starts.add(cut.starts)
        row[S_SYNAPSES] = self.targets.add(cut.targets)
        self._add_index(cut, row, sources, delays)
        is_dendritic = rule is not None and rule.delay == "dendritic"
        row[S_DELAYS], row[S_SHORTEST] = delays, block.shortest
        row[S_POST_DELAY] = row[S_EFFECT_DELAY] = 0
        if is_dendritic:
            row[S_SHORTEST], row[S_POST_DELAY] = 0, block.shortest
            row[S_EFFECT_DELAY] = block.shortest
        row[S_POST] = self.posts
        self._make_room_for_traces(block, row)
        self.posts += targets
        row[S_KEPT], row[S_ACTING] = self.kept[precision], self.acting[precision]
        self.kept[precision] += cut.targets.size if kernel.keeps else 0
        self.acting[precision] += cut.targets.size if block.is_last_spike else 0
        row[S_IN_DEGREE] = max(1, cut.targets.size // targets)
        constants = self._add_constants(block, row)
        if kernel.gathers:
            row[S_INTERVAL] = round(constants[K_RULE + INTERVAL_MS] / self.dt_ms)
            row[S_UPDATE] = update_part(precision)
        of_cells = np.diff(cut.starts.astype(np.int64))
        by_source = of_cells.reshape(sources, partition.count, delays)
        most_reached = by_source.sum(axis=1).max(initial=0)
        most_incoming = np.diff(cut.incoming_starts.astype(np.int64)).max(initial=0)
        listed = SIDE_BY_SIDE + TOGETHER + max(int(most_reached), int(most_incoming))
        self.room = max(self.room, listed)
        self.most_targets = max(self.most_targets, targets)
        member.row[P_TARGET_HIGH] = block.target.end
        member.row[P_EACH] = LOOK_UP * partition.count + cut.targets.size // (sources * delays)
        kept = self.single if precision == "single" else self.double
        row[S_WEIGHTS] = kept.add(member.weights[cut.order])
        row[S_DOPAMINE] = self.modulated
        self.modulated += kernel.is_modulated
        self.layout.append(row)

    def _add_index(
        self, cut: PlasticRows, row: NDArray[np.int64], sources: int, delays: int
    ) -> None:
        """Of incoming synapses."""
        page, cells = sources_of_page(delays), cut.starts.size - 1
        row[S_INCOMING_STARTS] = self.incoming_starts.add(cut.incoming_starts)
        row[S_INCOMING] = self.incoming_terminals.add(cut.incoming_terminals)
        listed = self.incoming.add(cut.incoming)
        row[S_LISTED] = NOTHING if cut.incoming.size < cut.incoming_terminals.size else listed
        row[S_PAGES], row[S_PAGE_CELLS] = -(-sources // page), page * (cells // sources)
        row[S_PAGE_TERMINALS] = page * delays

    def _make_room_for_traces(
        self, projection_block: ProjectionBlock, row: NDArray[np.int64]
    ) -> None:
        """Of presynaptic spikes, and for short-term plasticity."""
        sources, kernel = projection_block.source.population.size, projection_block.plastic_kernel
        terminals = sources * projection_block.different_delays
        self.most_terminals = max(self.most_terminals, terminals)
        row[S_TRACES], row[S_SINCE] = self.traces, self.scaled
        row[S_TERMINALS], row[S_RELEASE] = self.terminals, self.releases
        releases = projection_block.projection.short_term is not None
        if kernel.is_scaled:
            self.traces, self.scaled = self.traces + terminals, self.scaled + 1
        if not kernel.is_plain or releases:
            self.terminals += terminals
        self.releases += terminals if releases else 0

    def _add_constants(
        self, projection_block: ProjectionBlock, row: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Its constants, and what is left of its traces, shared by traces of the same rate."""
        constants = self._constants(projection_block)
        row[S_CONSTANTS] = self.constants.add(constants)
        for column, constant in LEFT_AFTER.items():
            rate = float(constants[constant])
            row[column] = self._table(rate, LEFTS)
        rates = [float(constants[LEFT_AFTER[column]]) for column in GROWTHS]
        row[S_SPAN] = max(1, min(LEFTS - 1, *(int(MOST_GROWN / rate) for rate in rates)))
        for column, rate in zip(GROWTHS.values(), rates, strict=True):
            row[column] = self._table(-rate, int(row[S_SPAN]))
        return constants

    def _table(self, rate: float, steps: int) -> int:
        """Where the table of a rate of decay begins, of so many steps."""
        if (rate, steps) not in self.lefts:
            self.lefts[rate, steps] = self.left.add(left_of_traces(rate, steps))
        return self.lefts[rate, steps]

    def _constants(self, projection_block: ProjectionBlock) -> NDArray[np.float64]:
        rule = projection_block.projection.plasticity
        short_term = projection_block.projection.short_term
        constants = np.zeros(PLASTIC_CONSTANTS)
        constants[K_LARGEST] = constants[K_SHARE] = 1.0
        if rule is not None:
            constants[K_LARGEST], constants[K_SHARE] = rule.w_max, 1.0 / rule.w_max
            constants[K_RULE : K_RULE + len(rule.constants)] = rule.constants
        constants[K_STEP_MS] = self.dt_ms
        traces = NO_TRACES if rule is None else rule.traces
        constants[K_PRE_ADDS], constants[K_POST_ADDS] = traces.pre_adds, traces.post_adds
        constants[K_PRE_FAST:K_SHORT_TERM] = [
            self.dt_ms / tau_ms if tau_ms > 0.0 else AT_ONCE
            for tau_ms in (*traces.pre_ms, *traces.post_ms)
        ]
        if short_term is not None:
            constants[K_SHORT_TERM:K_RULE] = short_term.constants(self.dt_ms)
        return constants

    def built(self) -> tuple[Plastic, SingleWeights, DoubleWeights]:
        """The groups, before the first spike."""
        plastic = Plastic(
            layout=np.array(self.layout, np.int64).reshape(-1, PLASTIC_COLUMNS),
            starts=self.starts.joined(),
            targets=self.targets.joined(TOGETHER),
            incoming_starts=self.incoming_starts.joined(),
            incoming=self.incoming.joined(),
            incoming_terminals=self.incoming_terminals.joined(),
            left=self.left.joined(),
            constants=self.constants.joined(),
            post_step=np.full(self.posts, NOTHING, np.int64),
            post_fast=np.zeros(self.posts),
            post_slow=np.zeros(self.posts),
            post_mark=np.zeros(self.posts),
            learning=np.ones(1, np.int64),
            members=np.array(self.members, np.int64).reshape(-1, MEMBER_COLUMNS),
        )
        single = SingleWeights(
            weights=self.single.joined(TOGETHER),
            kept=np.zeros(self.kept["single"], np.float32),
            acting=np.zeros(self.acting["single"], np.float32),
        )
        double = DoubleWeights(
            weights=self.double.joined(TOGETHER),
            kept=np.zeros(self.kept["double"]),
            acting=np.zeros(self.acting["double"]),
        )
        return plastic, single, double

    def own(self) -> OwnPlastic:
        """What a thread keeps, before the first spike."""
        waiting = np.zeros(PLASTIC_WAITING_COLUMNS, np.int64)
        waiting[W_STEP] = NOTHING
        return OwnPlastic(
            waiting=waiting,
            arrival=np.full(self.terminals, NOTHING, np.int64),
            arrival_before=np.full(self.terminals, NOTHING, np.int64),
            fast=np.zeros(self.terminals),
            slow=np.zeros(self.terminals),
            traces=np.zeros(self.traces),
            coming=np.zeros(self.traces, np.uint32),
            comings=np.zeros(self.scaled, np.int64),
            since=np.zeros(self.scaled, np.int64),
            use=np.zeros(self.releases),
            recovered=np.ones(self.releases),
            active=np.zeros(self.releases),
            mark=np.zeros(self.terminals),
            mark_before=np.zeros(self.terminals),
            dopamine=np.array([first_dopamine()] * self.modulated).reshape(-1, DOPAMINE_COLUMNS),
            epochs=np.zeros((self.modulated, EPOCHS)),
            post_now=np.zeros(self.most_targets),
            pre_now=np.zeros(self.most_terminals),
            weight=np.zeros(self.room),
            other_fast=np.zeros(self.room),
            other_slow=np.zeros(self.room),
            is_next=np.zeros(self.room),
            arriving=np.zeros(self.most_terminals, np.int32),
            arriving_delay=np.zeros(self.most_terminals, np.int32),
            synapse=np.zeros(self.room, np.uint32),
            place=np.zeros(self.room, np.uint32),
            terminal=np.zeros(self.room, np.uint32),
            other=np.zeros(self.room, np.uint32),
            cell=np.zeros(self.most_terminals + ASKED, np.uint32),
        )

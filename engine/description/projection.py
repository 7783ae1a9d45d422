"""Projection: who of one population connects to whom of another, how strongly, how late."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from engine.connections.all_to_all import AllToAll
from engine.connections.catalogue import CONNECTIVITIES, Connectivity
from engine.connections.ends import Ends
from engine.connections.listed import Listed
from engine.description.fields import InUnitOf, OneOf, TableOf, require_fields, take_fields
from engine.description.quantities import DescriptionError, Path
from engine.description.size_change import SizeChange
from engine.description.units import weight_unit
from engine.distributions.catalogue import (
    FORMS,
    Distribution,
    Drawn,
    middle,
    require_delay,
    require_distribution,
    scaled,
)
from engine.limits import MAX_DELAY_MS
from engine.plasticity.catalogue import PLASTICITIES, Plasticity
from engine.plasticity.short_term import ShortTerm
from engine.synapses.catalogue import SYNAPSES, Synapse


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Synapses from populations to populations.

    source, target: names of populations, kept as tuples; a single one needs none.
    weight: in mV for voltage jumps, else in the current or conductance unit of the target's
    model; None where `connect` gives weights one by one. delay_ms: from a spike, which is at the
    end of a step, to the end of the step with which its effect begins; None is no delay: it acts
    from the start of the next step on. plasticity: how spikes change weights for good;
    short_term: how they do for a while. None for not at all.

    Raises DescriptionError for numbers that can't be.
    """

    source: Sequence[str]
    target: Sequence[str]
    connect: Annotated[Connectivity, OneOf(CONNECTIVITIES)] = AllToAll()  # noqa: RUF009 - frozen
    synapse: Annotated[Synapse, OneOf(SYNAPSES)]
    weight: Annotated[Distribution | None, InUnitOf("weight")] = None
    delay_ms: Distribution | None = None
    self_connections: bool = True
    plasticity: Annotated[Plasticity | None, TableOf(PLASTICITIES)] = None
    short_term: Annotated[ShortTerm | None, TableOf({ShortTerm.kind: ShortTerm})] = None

    def __post_init__(self) -> None:
        take_fields(self)

    def require(self, path: Path, ends: Ends) -> None:
        """Raise DescriptionError unless it can be between the populations that it names."""
        require_fields(path, self)
        weight_unit(path, self.synapse, ends.targets)
        self._require_weight((*path, "weight"))
        if self.delay_ms is not None:
            require_distribution((*path, "delay_ms"), self.delay_ms, 0.0, MAX_DELAY_MS)
        self.connect.require(path, ends)
        if self.delay_ms is not None:
            require_delay((*path, "delay_ms"), self.delay_ms, ends.dt_ms)
            self._require_storage((*path, "storage"))
        self._require_plasticity(path, ends.dt_ms)

    @property
    def mean_weight(self) -> float:
        """The mean weight of its synapses, at the start."""
        given = self._given_weights
        return float(given.mean()) if given.size > 0 else middle(self.weight or 0.0)

    @property
    def is_plastic(self) -> bool:
        """Whether its synapses change, for good or for a while."""
        return self.plasticity is not None or self.short_term is not None

    def _require_storage(self, path: Path) -> None:
        is_procedural = isinstance(self.connect, AllToAll) and self.connect.storage == "procedural"
        if is_procedural and isinstance(self.delay_ms, Drawn):
            raise DescriptionError(path, "cannot be procedural: delays are drawn")

    def _require_plasticity(self, path: Path, dt_ms: float) -> None:
        if not self.is_plastic:
            return
        if isinstance(self.connect, AllToAll) and self.connect.storage == "procedural":
            message = "cannot be procedural: synapses that change are kept one by one"
            raise DescriptionError((*path, "storage"), message)
        if self.synapse.acts_by_last_spike and getattr(self.plasticity, "delay", "") == "dendritic":
            message = f"cannot be dendritic with synapse {self.synapse.kind}"
            raise DescriptionError((*path, "plasticity", "delay"), message)
        if self.short_term is not None:
            require_fields((*path, "short_term"), self.short_term)
        if self.plasticity is not None:
            self.plasticity.require(
                (*path, "plasticity"),
                self.weight,
                self._given_weights,
                self.delay_ms,
                self.connect.gives_delays,
                dt_ms,
            )

    def resized(self, change: SizeChange) -> "Projection":
        """The same in a network of another size."""
        weight = None if self.weight is None else scaled(self.weight, change.weight_factor)
        connect = self.connect.resized(change, self.source, self.self_connections)
        plasticity = None if self.plasticity is None else self.plasticity.resized(change)
        return replace(self, connect=connect, weight=weight, plasticity=plasticity)

    @property
    def _given_weights(self) -> NDArray[np.float64]:
        """Weights that are given one by one, of whatever shape."""
        match self.connect:
            case Listed():
                return np.asarray(self.connect.weights)
            case AllToAll() if self.connect.matrix is not None:
                return np.asarray(self.connect.matrix)
            case _:
                return np.empty(0)

    def _require_weight(self, path: Path) -> None:
        if self.weight is not None:
            if isinstance(self.connect, AllToAll) and self.connect.gives_weights:
                raise DescriptionError(path, "must be left out: `weights` are given pair by pair")
            require_distribution(path, self.weight)
        elif not self.connect.gives_weights:
            raise DescriptionError(path, f"must be a number or one of {', '.join(FORMS)}")

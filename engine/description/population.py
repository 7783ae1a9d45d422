"""Population: neurons of one model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

import numpy as np

from engine.description.fields import Range, require_kind, take_fields
from engine.description.kept import kept_values
from engine.description.quantities import (
    DescriptionError,
    is_number,
    require_name,
    require_number,
    require_text,
    require_whole,
)
from engine.distributions.catalogue import Value, middle, require_distribution
from engine.errors import UnknownNameError
from engine.limits import LARGEST, MAX_NEURONS
from engine.models.catalogue import MODELS, model
from engine.models.model import Model
from engine.quoting import shown, shown_key
from engine.spike_trains.catalogue import SPIKE_TRAINS, SpikeTrains


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """So many neurons of a model.

    cell_type: where parameters start from; None takes the model's defaults. toward, power: each
    neuron lies between the two cell_types, at u^power of the way, u uniform in [0, 1) and the
    same for all of its parameters. parameters, start: what differs from that, by names with
    their units, as in files: `tau_m_ms`, `v_mV`; copied. spikes: when they spike, of spike sources,
    and of no others. expected_rate_Hz: of spikes of each, at the size that is described; None where
    nothing needs it.

    Raises DescriptionError for a name, value or size that can't be.
    """

    name: str
    size: Annotated[int, Range(1, MAX_NEURONS)]
    model: str
    cell_type: str | None = None
    toward: str | None = None
    power: float = 1.0
    parameters: Mapping[str, Value] = field(default_factory=dict)
    start: Mapping[str, Value] = field(default_factory=dict)
    spikes: SpikeTrains | None = None
    expected_rate_Hz: Annotated[float | None, Range(0.0)] = None  # noqa: N815 - a unit

    def __post_init__(self) -> None:
        take_fields(self)
        require_name(("populations", "name"), self.name)
        path = ("populations", self.name)
        require_whole((*path, "size"), self.size, 1, MAX_NEURONS)
        if not is_number(self.power) or not 0 < self.power <= LARGEST:
            raise self._error("power", f"must be above 0 and finite, not {shown(self.power)}")
        if self.expected_rate_Hz is not None:
            require_number((*path, "expected_rate_Hz"), self.expected_rate_Hz, 0.0)
        for key in ("model", "cell_type", "toward"):
            if getattr(self, key) is not None or key == "model":
                require_text((*path, key), getattr(self, key))
        for key in ("parameters", "start"):
            object.__setattr__(self, key, kept_values((*path, key), getattr(self, key)))
        if self.power != 1.0 and self.toward is None:
            raise self._error("power", "needs `toward`, a cell type that neurons vary to")
        if self.toward is not None and self.cell_type is None:
            raise self._error("toward", "needs a cell type to start from")
        described = self._known("model", lambda: model(self.model))
        for key in ("cell_type", "toward"):
            name = getattr(self, key)
            if name is not None:
                self._known(key, lambda name=name: described.cell_type(name))
        for name, value in self.parameters.items():
            parameter = self._known("parameters", lambda name=name: described.parameter(name))
            require_distribution(
                (*path, "parameters", name), value, parameter.low, parameter.high, self.size
            )
        for name, value in self.start.items():
            variable = self._known("start", lambda name=name: described.variable(name))
            require_distribution(
                (*path, "start", name), value, variable.low, variable.high, self.size
            )
        self._require_spikes(described)

    @property
    def described_model(self) -> Model:
        """The model of these neurons."""
        return model(self.model)

    def require_dt(self, dt_ms: float) -> None:
        """Raise DescriptionError if model or parameters need a smaller time step, or others.

        Where parameters vary, it is their middle that is looked at.
        """
        described = self.described_model
        if dt_ms > described.max_dt_ms:
            raise DescriptionError(
                ("dt_ms",),
                f"{dt_ms:g} is too large for model {described.name} of population "
                f"{shown_key(self.name)}: "
                f"at most {described.max_dt_ms:g}, usually {described.dt_ms:g}",
            )
        usual = {parameter.name: parameter.default for parameter in described.parameters}
        if self.cell_type is not None:
            usual |= described.cell_type(self.cell_type).parameters
        usual |= {name: middle(value) for name, value in self.parameters.items()}
        if self.spikes is not None:
            self.spikes.require_dt(("populations", self.name, "spikes"), dt_ms)
        complaint = described.check({k: np.array([v]) for k, v in usual.items()}, dt_ms)
        if complaint:
            raise self._error("parameters", complaint)

    def _require_spikes(self, described: Model) -> None:
        """Raise DescriptionError unless it is said of a source, and of no other, when it spikes."""
        if not described.is_source:
            if self.spikes is not None:
                sources = " or ".join(each.name for each in MODELS.values() if each.is_source)
                message = f"model {described.name} spikes by itself; only {sources} is told when"
                raise self._error("spikes", message)
            return
        if self.start:
            raise self._error("start", f"model {described.name} has nothing to start from")
        if self.spikes is None:
            legal = "GivenSpikes or PoissonRate, in a file times_ms, file or rate_Hz"
            raise self._error("spikes", f"is missing: model {described.name} needs {legal}")
        path = ("populations", self.name, "spikes")
        require_kind(path, self.spikes, SPIKE_TRAINS)
        self.spikes.require(path, self.size)

    def _known(self, key: str, look_up):  # type: ignore[no-untyped-def]
        try:
            return look_up()
        except UnknownNameError as error:
            raise self._error(key, str(error)) from error

    def _error(self, key: str, message: str) -> DescriptionError:
        return DescriptionError(("populations", self.name, key), message)

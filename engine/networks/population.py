"""Population: neurons of one model."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.errors import UnknownNameError
from engine.models.catalogue import model
from engine.models.model import Model
from engine.networks.quantities import (
    DescriptionError,
    Distribution,
    is_whole,
    middle,
    require_distribution,
    shown,
)

MAX_NEURONS = 2**31 - 1


def names_of(given: Sequence[str]) -> tuple[str, ...]:
    """Names of populations; a single one may come by itself."""
    return (given,) if isinstance(given, str) else tuple(given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """So many neurons of a model.

    morphology: where parameters start from; None takes the model's defaults. toward, power: each
    neuron lies between the two morphologies, at u^power of the way, u uniform in [0, 1) and the
    same for all of its parameters. parameters, start: what differs from that, by name.

    Raises DescriptionError for a name, value or size that can't be.
    """

    name: str
    size: int
    model: str
    morphology: str | None = None
    toward: str | None = None
    power: float = 1.0
    parameters: Mapping[str, Distribution] = field(default_factory=dict)
    start: Mapping[str, Distribution] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not is_whole(self.size) or not 1 <= self.size <= MAX_NEURONS:
            message = f"must be a whole number from 1 to {MAX_NEURONS}, not {shown(self.size)}"
            raise self._error("size", message)
        if not 0 < self.power < math.inf:
            raise self._error("power", f"must be above 0 and finite, not {self.power}")
        if self.power != 1.0 and self.toward is None:
            raise self._error("power", "needs `toward`, a morphology that neurons vary to")
        if self.toward is not None and self.morphology is None:
            raise self._error("toward", "needs a morphology to start from")
        described = self._known("model", lambda: model(self.model))
        for key in ("morphology", "toward"):
            name = getattr(self, key)
            if name is not None:
                self._known(key, lambda name=name: described.morphology(name))
        for name, value in self.parameters.items():
            parameter = self._known("parameters", lambda name=name: described.parameter(name))
            path = ("populations", self.name, "parameters", name)
            require_distribution(path, value, parameter.low, parameter.high)
        for name, value in self.start.items():
            variable = self._known("start", lambda name=name: described.variable(name))
            path = ("populations", self.name, "start", name)
            require_distribution(path, value, variable.low, variable.high)

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
                f"{dt_ms:g} is too large for model {described.name} of population {self.name}: "
                f"at most {described.max_dt_ms:g}, usually {described.dt_ms:g}",
            )
        usual = {parameter.name: parameter.default for parameter in described.parameters}
        if self.morphology is not None:
            usual |= described.morphology(self.morphology).parameters
        usual |= {name: middle(value) for name, value in self.parameters.items()}
        complaint = described.check({k: np.array([v]) for k, v in usual.items()}, dt_ms)
        if complaint:
            raise self._error("parameters", complaint)

    def _known(self, key: str, look_up):  # type: ignore[no-untyped-def]
        try:
            return look_up()
        except UnknownNameError as error:
            raise self._error(key, str(error)) from error

    def _error(self, key: str, message: str) -> DescriptionError:
        return DescriptionError(("populations", self.name, key), message)

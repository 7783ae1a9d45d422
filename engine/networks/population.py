"""Population: neurons of one model."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.errors import UnknownNameError
from engine.models.catalogue import model
from engine.models.model import Model
from engine.networks.quantities import (
    DescriptionError,
    Distribution,
    is_whole,
    require_distribution,
)

MAX_NEURONS = 2**31 - 1


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
            message = f"must be a whole number from 1 to {MAX_NEURONS}, not {self.size}"
            raise self._error("size", message)
        if not self.power > 0:
            raise self._error("power", f"must be above 0, not {self.power}")
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
        variables = [variable.name for variable in described.variables]
        for name, value in self.start.items():
            if name not in variables:
                error = UnknownNameError(f"variable of model {self.model}", name, variables)
                raise self._error("start", str(error))
            require_distribution(("populations", self.name, "start", name), value)

    @property
    def described_model(self) -> Model:
        """The model of these neurons."""
        return model(self.model)

    def _known(self, key: str, look_up):  # type: ignore[no-untyped-def]
        try:
            return look_up()
        except UnknownNameError as error:
            raise self._error(key, str(error)) from error

    def _error(self, key: str, message: str) -> DescriptionError:
        return DescriptionError(("populations", self.name, key), message)

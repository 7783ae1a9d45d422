"""All models, by name."""

from engine.errors import UnknownNameError
from engine.models import (
    adaptive_exponential,
    hindmarsh_rose,
    hodgkin_huxley,
    izhikevich,
    leaky_integrate_and_fire,
    spike_source,
    traub_miles,
)
from engine.models.model import Model

MODELS: dict[str, Model] = {
    module.MODEL.name: module.MODEL
    for module in (
        hindmarsh_rose,
        izhikevich,
        leaky_integrate_and_fire,
        adaptive_exponential,
        hodgkin_huxley,
        traub_miles,
        spike_source,
    )
}


def model(name: str) -> Model:
    """The model of this name. Raises UnknownNameError."""
    if name not in MODELS:
        raise UnknownNameError("model", name, MODELS)
    return MODELS[name]

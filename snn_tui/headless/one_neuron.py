"""One neuron, alone or within a network: the options that say which, and the run they ask for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from engine.description.network import Network
from engine.description.population import Population
from engine.errors import EngineError
from engine.gallery import from_gallery
from engine.inputs.constant_current import ConstantCurrent
from engine.live.run_configuration import DEFAULT_NETWORK, RunConfiguration
from engine.models.catalogue import model
from engine.quoting import shown
from snn_tui.headless.writing import built
from snn_tui.options import configured, described, drawn_seed, network_option, with_options
from snn_tui.parameters import FiniteNumber, NumberList, WholeNumber

if TYPE_CHECKING:
    from engine.simulation import Simulation


def neuron_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Which neuron, of what, and how it starts."""
    return with_options(
        function,
        click.option(
            "--model",
            metavar="NAME",
            help="A neuron of this model (--headless models lists them), instead of the classic "
            "network's.",
        ),
        click.option(
            "--cell-type", metavar="NAME", help="One of the model's, by default its first."
        ),
        click.option(
            "--dt", "dt_ms", type=FiniteNumber(0.001, 1000), metavar="MS", help="Time step."
        ),
        network_option,
        click.option(
            "--neuron",
            type=WholeNumber(0),
            metavar="N",
            help="Which neuron of --network, by default 0.",
        ),
        click.option(
            "--initial",
            type=NumberList(),
            metavar="X,Y,Z",
            help="Exact start state, instead of one drawn from the seed.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OneNeuron:
    """What the options say; click.UsageError where they do not go together."""

    model: str | None
    cell_type: str | None
    dt_ms: float | None
    network_name: str | None
    neuron: int | None
    initial: tuple[float, ...] | None
    seed: int | None
    current: float | None

    def __post_init__(self) -> None:
        if self.model is not None and self.network_name is not None:
            raise click.UsageError("--model and --network exclude each other.")
        if self.model is None and self.cell_type is not None:
            raise click.UsageError("--cell-type needs --model.")
        if self.model is None and self.dt_ms is not None:
            raise click.UsageError("--dt needs --model; the file of a network has its own dt_ms.")
        if self.network_name is None and self.neuron is not None:
            raise click.UsageError("--neuron needs --network.")
        if self.network_name is not None and self.initial is not None:
            raise click.UsageError("--initial is for a single neuron, not for --network.")

    @property
    def is_seed_fresh(self) -> bool:
        """Whether the seed is drawn, and matters."""
        return self.seed is None and self.model is None and self.initial is None

    def configuration(self) -> RunConfiguration:
        """The network to run; what can't be is the user's error."""
        if self.network_name is not None:
            network = described(self.network_name)
        elif self.model is not None:
            network = _of_model(self.model, self.cell_type, self.dt_ms)
        else:
            network = _alone(from_gallery(DEFAULT_NETWORK))
        if self.initial is not None:
            network = _started(network, self.initial)
        seed = drawn_seed() if self.seed is None else self.seed
        return configured(network, seed=seed, current=self.current)  # type: ignore[no-any-return]

    def traced(self, configuration: RunConfiguration) -> "tuple[Simulation, int]":
        """The simulation, and which of its neurons is traced."""
        simulation = built(configuration)
        neuron = self.neuron or 0
        if neuron >= simulation.size:
            raise click.UsageError(
                f"'--neuron': {neuron} is not a neuron of 0 to {simulation.size - 1}."
            )
        return simulation, neuron


def _alone(network: Network) -> Network:
    """A network of a single population as one neuron, which nothing acts on but its inputs."""
    return replace(network.resized(1), projections=())


def _of_model(name: str, cell_type: str | None, dt_ms: float | None) -> Network:
    """A single neuron of a model, with the cell type's own current."""
    try:
        kind = model(name)
        if kind.is_source:
            message = f"model {name} spikes as a network says: use --network FILE --neuron N."
            raise click.UsageError(message)
        shown = kind.cell_type(cell_type) if cell_type else kind.cell_types[0]
        return Network(
            name=kind.name,
            dt_ms=kind.dt_ms if dt_ms is None else dt_ms,
            populations=[Population(name="neuron", size=1, model=kind.name, cell_type=shown.name)],
            inputs=[ConstantCurrent(target="neuron", current=shown.current)],
        )
    except EngineError as error:
        raise click.UsageError(str(error)) from error


def _started(network: Network, initial: tuple[float, ...]) -> Network:
    """The same single neuron, started so."""
    population = network.populations[0]
    variables = population.described_model.variables
    _require_count(",".join(v.name for v in variables), len(variables), initial)
    try:
        start = {v.key: value for v, value in zip(variables, initial, strict=True)}
        return replace(network, populations=[replace(population, start=start)])
    except EngineError as error:
        raise click.UsageError(f"'--initial': {error}") from error


def _require_count(names: str, count: int, initial: tuple[float, ...]) -> None:
    if len(initial) != count:
        example = {3: "-0.8,-3.2,4.3"}.get(count, ",".join(["0"] * count))
        numbers = {1: "one finite number", 2: "two finite numbers", 3: "three finite numbers"}
        legal = numbers.get(count, f"{count} finite numbers")
        given = shown(",".join(f"{value:g}" for value in initial))
        raise click.UsageError(f"'--initial': {given} is not {legal} {names} such as {example}.")

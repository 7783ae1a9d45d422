"""SimulatedNetwork: what a simulation knows of its network whatever the state that it is in."""

from engine.description.network import Network, integrators
from engine.description.population import Population
from engine.models.model import Variable
from engine.runtime.layout import Layout
from engine.runtime.population_ranges import PopulationRange, values_of
from engine.validation import whole_number


class SimulatedNetwork:
    """A network that was laid out, and its neurons, counted through it.

    Raises InvalidValueError for a neuron that there is not.
    """

    _network: Network
    _layout: Layout
    _threads: int

    @property
    def network(self) -> Network:
        """The description that this simulation was built from."""
        return self._network

    @property
    def size(self) -> int:
        """Neurons of all populations."""
        return self._network.size

    @property
    def dt_ms(self) -> float:
        """The time step."""
        return self._network.dt_ms

    @property
    def title(self) -> str:
        """What it is, in a few words."""
        return self._network.title or self._network.name

    @property
    def integrator(self) -> str:
        """The schemes' names."""
        return integrators(self._network)

    @property
    def storage(self) -> str:
        """How most weights are kept: `procedural` if they are made again at every spike."""
        return self._layout.storage

    @property
    def needed_bytes(self) -> int:
        """Memory in use, about, the description's own arrays not counted."""
        return sum(self._layout.needed_bytes.values())

    @property
    def shortest_delay_steps(self) -> int:
        """Steps that every spike is under way at least; 0 where one acts in the next step."""
        return min(
            (projection_block.shortest for projection_block in self._layout.projection_blocks),
            default=0,
        )

    @property
    def longest_delay_steps(self) -> int:
        """Steps that a spike is under way at most."""
        return max(
            (projection_block.longest for projection_block in self._layout.projection_blocks),
            default=0,
        )

    def current_unit(self, neuron: int) -> str:
        """The unit of a neuron's current."""
        return self.population_of(neuron).described_model.current_unit

    @property
    def threads(self) -> int:
        """Threads in use; a small network uses fewer than it may."""
        return self._threads

    @property
    def is_plastic(self) -> bool:
        """Whether there are synapses that change."""
        return self._network.is_plastic

    def variables(self, neuron: int) -> tuple[Variable, ...]:
        """The variables of a neuron's model, as its trace has them."""
        return self.population_of(neuron).described_model.variables

    def population_name(self, neuron: int) -> str:
        """The name of a neuron's population, empty if there is but one."""
        name = self.population_of(neuron).name
        return name if len(self._layout.population_ranges) > 1 else ""

    def population_of(self, neuron: int) -> Population:
        """The population that a neuron, counted through the network, belongs to.

        Raises InvalidValueError for a neuron that there is not.
        """
        return self._range_of(neuron).population

    def _range_of(self, neuron: int) -> PopulationRange:
        neuron = self._require_neuron(neuron)
        ranges = self._layout.population_ranges.values()
        return next(each for each in reversed(ranges) if each.first <= neuron)

    def parameters(self, neuron: int) -> dict[str, float]:
        """The parameters of one neuron, by their names."""
        found = self._range_of(neuron)
        values = values_of(found.population, self._network.seed)
        return {name: float(value[neuron - found.first]) for name, value in values.items()}

    def _require_neuron(self, neuron: int) -> int:
        return whole_number("neuron", neuron, 0, self.size - 1)

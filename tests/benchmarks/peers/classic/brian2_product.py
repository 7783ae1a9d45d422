"""As `brian2_standalone`, with the matrix-vector product as the user's own C++ function.

Brian2's synapses look up both neurons of every weight; weights between all neurons need not.
"""

from brian2 import Function, defaultclock, ms

from tests.benchmarks.peers.brian2_running import run_standalone, use_standalone
from tests.benchmarks.peers.classic.brian2_model import KERNEL, neurons
from tests.benchmarks.peers.classic.equations import Inputs, read_inputs
from tests.benchmarks.peers.protocol import task

INPUT = """
I : 1
g : 1
"""
PRODUCT = """
double weighted_sum(int i)
{
    const double* row = _namespace_weights + (size_t) i * SIZE;
    const double* g = brian::_array_neurons_g;
    double sum = 0;
    for (int j = 0; j < SIZE; j++)
        sum += row[j] * g[j];
    return sum;
}
"""


def weighted_sum(inputs: Inputs) -> Function:
    """The sum over presynaptic neurons of weight times g, for neuron i."""
    function = Function(lambda i: i, arg_units=[1], return_unit=1)
    code = PRODUCT.replace("SIZE", str(len(inputs.weights)))
    function.implementations.add_implementation(
        "cpp", code, namespace={"_weights": inputs.weights.ravel()}
    )
    return function


def main() -> None:
    asked = task()
    use_standalone(asked)
    defaultclock.dt = 10 * ms
    inputs = read_inputs(asked.inputs)
    group = neurons(inputs, INPUT, weighted_sum=weighted_sum(inputs))
    group.run_regularly(f"g = {KERNEL}", when="before_groups", order=0)
    group.run_regularly("I = 5 + weighted_sum(i)", when="before_groups", order=1)
    run_standalone(asked, group, "x")


if __name__ == "__main__":
    main()

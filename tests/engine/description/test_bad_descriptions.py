"""What can't be is refused in one line that names the table, the key, and what would be legal."""

import math
import re

import numpy as np
import pytest

from engine.connections.all_to_all import AllToAll
from engine.connections.fixed_in_degree import FixedInDegree
from engine.connections.fixed_total_number import FixedTotalNumber
from engine.connections.listed import Listed
from engine.connections.one_to_one import OneToOne
from engine.connections.pairwise_bernoulli import PairwiseBernoulli
from engine.description.network import Network
from engine.description.population import Population
from engine.description.projection import Projection
from engine.description.quantities import DescriptionError
from engine.description.resizing import Resizing
from engine.distributions.normal import Normal
from engine.distributions.uniform import Uniform
from engine.errors import (
    DivergenceError,
    InvalidValueError,
    NetworkTooLargeError,
    UnknownNameError,
)
from engine.inputs.constant_current import ConstantCurrent
from engine.inputs.current_pulses import CurrentPulses
from engine.inputs.noise_current import NoiseCurrent
from engine.inputs.poisson_spikes import PoissonSpikes
from engine.runtime.memory import Free
from engine.simulation import Simulation
from engine.synapses.alpha_current import AlphaCurrent
from engine.synapses.classic_kernel import ClassicKernel
from engine.synapses.current_step import CurrentStep
from engine.synapses.exponential_conductance import ExponentialConductance
from engine.synapses.exponential_current import ExponentialCurrent
from engine.synapses.voltage_jump import VoltageJump

LEAKY = "leaky-integrate-and-fire"


def cells(**changes):
    return Population(**{"name": "a", "size": 4, "model": LEAKY} | changes)


def projection(**changes):
    plain = {"source": ("a",), "target": ("b",), "synapse": VoltageJump(), "weight": 1.0}
    return Projection(**plain | changes)


def network(**changes):
    plain = {
        "name": "n",
        "dt_ms": 0.5,
        "populations": (cells(), cells(name="b", size=3), cells(name="h", model="izhikevich")),
    }
    return Network(**plain | changes)


def refused(path, words, build):
    """Assert that building raises, with the path and the words in one line."""
    with pytest.raises(DescriptionError) as caught:
        build()
    message = str(caught.value)
    assert message.startswith(path + ":")
    assert re.search(words, message), message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"size": 0}, "size", "a whole number from 1 to 2147483647, not 0"),
        ({"size": -3}, "size", "not -3"),
        ({"size": 2**31}, "size", "from 1 to"),
        ({"size": True}, "size", "not True"),
        ({"size": 2.5}, "size", "whole number.*not 2.5"),
        ({"model": "izhikevic"}, "model", "did you mean 'izhikevich'"),
        ({"model": "nothing of the kind"}, "model", "Known: adaptive-exponential, "),
        ({"cell_type": "corticl"}, "cell_type", "did you mean 'cortical'"),
        ({"cell_type": "cortical", "toward": "brunl"}, "toward", "did you mean 'brunel'"),
        ({"toward": "cortical"}, "toward", "needs a cell type to start from"),
        ({"power": 0.0}, "power", "above 0 and finite, not 0"),
        ({"power": math.nan}, "power", "above 0 and finite, not nan"),
        ({"power": math.inf}, "power", "above 0 and finite, not inf"),
        ({"power": 2.0, "cell_type": "cortical"}, "power", "needs `toward`"),
        ({"parameters": {"tau_ms": 1.0}}, "parameters", "did you mean 'tau_m_ms'"),
        ({"parameters": {"tau_m_ms": 0.0}}, "parameters.tau_m_ms", "from 0.1 to 10000, not 0"),
        ({"parameters": {"tau_m_ms": math.nan}}, "parameters.tau_m_ms", "not nan"),
        ({"parameters": {"rest_mV": math.inf}}, "parameters.rest_mV", "not inf"),
        ({"parameters": {"rest_mV": Uniform(1.0, 0.0)}}, "parameters.rest_mV", "low <= high"),
        ({"parameters": {"rest_mV": Uniform(0, 900)}}, "parameters.rest_mV", "not 900"),
        (
            {"parameters": {"rest_mV": Normal(0.0, -1.0)}},
            "parameters.rest_mV",
            "at least 0, not -1",
        ),
        ({"parameters": {"rest_mV": Normal(999.0, 1.0)}}, "parameters.rest_mV", "not 999"),
        ({"start": {"v": 1.0}}, "start", "unknown variable of model leaky.* did you mean 'v_mV'"),
        ({"start": {"u": 1.0}}, "start", "unknown variable of model leaky.* Known: v"),
        ({"start": {"v_mV": math.inf}}, "start.v_mV", "finite and from .*, not inf"),
        ({"start": {"v_mV": 1e7}}, "start.v_mV", "from -1e.06 to 1e.06, not 1e.07"),
        ({"start": {"v_mV": "-60"}}, "start.v_mV", "a number from .*, not '-60'"),
        ({"model": "hodgkin-huxley", "start": {"m": 1.5}}, "start.m", "from 0 to 1, not 1.5"),
        ({"model": "traub-miles", "start": {"h": -0.5}}, "start.h", "from 0 to 1, not -0.5"),
        ({"size": 10**5000}, "size", "not so large a number"),
    ],
)
def test_populations(changes, key, words):
    refused(f"populations.a.{key}", words, lambda: cells(**changes))


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ({"dt_ms": 0.0}, "dt_ms", "from 0.001 to 1000, not 0"),
        ({"dt_ms": math.nan}, "dt_ms", "not nan"),
        ({"dt_ms": "1"}, "dt_ms", "a number from 0.001 to 1000, not '1'"),
        ({"dt_ms": 2.0}, "dt_ms", "too large for model izhikevich of population h: at most 1, us"),
        ({"name": 3}, "name", "must be text, not 3$"),
        ({"title": 3}, "title", "must be text, not 3$"),
        ({"seed": -1}, "seed", "from 0 to 18446744073709551615, not -1"),
        ({"seed": True}, "seed", "not True"),
        ({"seed": 1.5}, "seed", "whole number.*not 1.5"),
        ({"populations": ()}, "populations", "at least one"),
        ({"populations": (cells(), cells())}, "populations.a", "two of this name"),
        (
            {"populations": (cells(size=2**30), cells(name="b", size=2**30))},
            "populations",
            "at most 2147483647 neurons",
        ),
    ],
)
def test_networks(changes, path, words):
    refused(path, words, lambda: network(**changes))


@pytest.mark.parametrize("model", ["hodgkin-huxley", "traub-miles", "adaptive-exponential"])
def test_a_step_too_large_for_a_model(model):
    refused(
        "dt_ms",
        f"1 is too large for model {model} of population a: at most 0",
        lambda: network(dt_ms=1.0, populations=(cells(model=model),)),
    )


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"source": ()}, "source", "names no population"),
        ({"source": ("aa",)}, "source", "unknown population 'aa'; did you mean 'a'"),
        ({"target": ("b", "c")}, "target", "unknown population 'c'"),
        ({"target": ("b", "b")}, "target", "names population 'b' more than once"),
        ({"source": "aa"}, "source", "unknown population 'aa'; did you mean 'a'"),
        ({"weight": True}, "weight", "must be a number, not True"),
        ({"weight": "1"}, "weight", "must be a number, not '1'"),
        ({"weight": math.nan}, "weight", "finite, not nan"),
        ({"weight": Normal(math.inf, 1.0)}, "weight", "finite, not inf"),
        ({"weight": Normal(1.0, math.nan)}, "weight", "at least 0, not nan"),
        ({"weight": Uniform(2.0, 1.0)}, "weight", "low <= high, not 2.0 to 1.0"),
        ({"weight": Normal(1.0, 1.0, low=2.0, high=1.0)}, "weight", "too little of a normal"),
        ({"weight": Normal(1.0, 1.0, high=-5.0)}, "weight", "between -inf and -5: move the bounds"),
        ({"weight": Normal(1.0, 0.0, low=1.5)}, "weight", "too little of a normal"),
        ({"weight": Normal(1.0, 1.0, low="0")}, "weight.low", "must be a number, not '0'"),
        ({"weight": Normal(1.0, 1.0, high=math.nan)}, "weight.high", "finite, not nan"),
        ({"delay_ms": Normal(2.0, 1.0, low=0.4)}, "delay_ms.low", "at least dt_ms = 0.5 ms, not"),
        ({"delay_ms": Normal(2.0, 1.0, high=1e5)}, "delay_ms.high", "from 0 to 10000, not 100000"),
        ({"synapse": ExponentialCurrent(tau_ms=0.0)}, "tau_ms", "from 0.001 to 1e.15, not 0"),
        ({"synapse": AlphaCurrent(tau_ms=-1.0)}, "tau_ms", "from 0.001 to 1e.15, not -1"),
        (
            {"synapse": ExponentialCurrent(tau_ms=math.inf)},
            "tau_ms",
            "from 0.001 to 1e.15, not inf",
        ),
        (
            {"synapse": ExponentialConductance(tau_ms=1.0, reversal_mV=math.nan)},
            "reversal_mV",
            "finite, not nan",
        ),
        ({"delay_ms": 0.0}, "delay_ms", "at least dt_ms = 0.5 ms, not 0"),
        ({"synapse": ExponentialCurrent(tau_ms=1e-320)}, "tau_ms", "from 0.001 to"),
        ({"delay_ms": Normal(0.0, 1.0)}, "delay_ms", "a mean of at least dt_ms = 0.5 ms, not 0"),
        ({"delay_ms": Normal(10.0, 1e4)}, "delay_ms", "at most 65535 steps .* 60010 ms"),
        ({"delay_ms": 0.7}, "delay_ms", "0.7 ms is no multiple of dt_ms = 0.5 ms"),
        ({"delay_ms": -1.0}, "delay_ms", "from 0 to 10000, not -1"),
        ({"delay_ms": 1e5}, "delay_ms", "from 0 to 10000"),
        ({"delay_ms": Uniform(1.0, 1.7)}, "delay_ms", "1.7 ms is no multiple"),
        ({"delay_ms": Uniform(0.0, 1.0)}, "delay_ms", "at least dt_ms"),
        ({"delay_ms": Uniform(3.0, 1.0)}, "delay_ms", "low <= high"),
        ({"connect": PairwiseBernoulli(1.01)}, "probability", "from 0 to 1, not 1.01"),
        ({"connect": PairwiseBernoulli("0.1")}, "probability", "from 0 to 1, not '0.1'"),
        (
            {"connect": PairwiseBernoulli},
            "connect",
            "one of AllToAll, PairwiseBernoulli, .*, not <class",
        ),
        ({"connect": "one-to-one"}, "connect", "one of AllToAll, .*, not 'one-to-one'"),
        ({"synapse": VoltageJump}, "synapse", "one of VoltageJump, CurrentStep, .*, not <class"),
        ({"synapse": "voltage-jump"}, "synapse", "one of VoltageJump, .*, not 'voltage-jump'"),
        ({"connect": PairwiseBernoulli(math.nan)}, "probability", "from 0 to 1, not nan"),
        ({"connect": PairwiseBernoulli(0.5, 2**31)}, "columns", "whole number from 1"),
        ({"connect": PairwiseBernoulli(0.5, 0)}, "columns", "whole number from 1 to .*, not 0"),
        ({"connect": FixedInDegree(5)}, "in_degree", "at most 4, the neurons of a .* not 5"),
        ({"connect": FixedInDegree(-1)}, "in_degree", "whole number from 0 to .*, not -1"),
        ({"connect": FixedInDegree(1.5)}, "in_degree", "whole number from 0 to .*, not 1.5"),
        (
            {"connect": FixedInDegree(4), "target": ("a",), "self_connections": False},
            "in_degree",
            "at most 3",
        ),
        ({"connect": FixedTotalNumber(-1)}, "number", "whole number from 0 to .*, not -1"),
        ({"connect": FixedTotalNumber(2**49)}, "number", "whole number from 0 to 281474976710656"),
        ({"connect": FixedTotalNumber()}, "number", "is missing: give number or prob"),
        ({"connect": FixedTotalNumber(3, 0.1)}, "probability", "left out: number says how many"),
        ({"connect": FixedTotalNumber(probability=1.0)}, "probability", "must be below 1: no n"),
        ({"connect": FixedTotalNumber(probability=-0.1)}, "probability", "from 0 to 1, not -0.1"),
        ({"connect": OneToOne()}, "connect", "a has 4 neurons and b 3"),
        (
            {"connect": Listed(((0, 3),))},
            "pairs",
            r"\[0, 3\] is not within a \(0 to 3\) and b \(0 t",
        ),
        ({"connect": Listed(((-1, 0),))}, "pairs", r"\[-1, 0\] is not within"),
        ({"connect": Listed(((0, 0),), weights=(1.0, 2.0))}, "weights", "each of the 1 pairs"),
        ({"connect": Listed(((0, 0),), weights=(math.inf,))}, "weights", "finite"),
        (
            {"connect": Listed(((0, 0),), weights=(1e39,))},
            "weights",
            "within 1e.30 of 0, not 1e.39",
        ),
        ({"connect": Listed(((0, 0),), delays_ms=(1e308,))}, "delays_ms", "from 0 to 10000"),
        ({"connect": Listed(((0, 0),), delays_ms=(0.3,))}, "delays_ms", "no multiple"),
        ({"connect": Listed(((0, 0),), delays_ms=(0.0,))}, "delays_ms", "at least dt_ms"),
        ({"connect": Listed(((0, 0),), delays_ms=(math.nan,))}, "delays_ms", "finite"),
    ],
)
def test_projections(changes, key, words):
    good = projection(connect=AllToAll())
    refused(
        f"projections[1].{key}",
        words,
        lambda: network(projections=(good, projection(**changes))),
    )


def test_a_model_without_conductances(monkeypatch):
    """No model lacks them today; one may."""
    from dataclasses import replace

    from engine.models import catalogue

    bare = replace(catalogue.MODELS[LEAKY], conductance_unit=None)
    monkeypatch.setitem(catalogue.MODELS, LEAKY, bare)
    synapse = ExponentialConductance(tau_ms=1.0, reversal_mV=0.0)
    refused(
        "projections[0].synapse",
        "takes no synapse of kind exponential-conductance",
        lambda: network(projections=(projection(synapse=synapse),)),
    )


def poisson(**changes):
    plain = {"target": ("a",), "rate_Hz": 10.0, "synapse": CurrentStep(), "weight": 1.0}
    return PoissonSpikes(**plain | changes)


def pulses(**changes):
    plain = {"target": ("a",), "amplitude": 1.0, "times_ms": (1.0,), "duration_ms": 2.0}
    return CurrentPulses(**plain | changes)


@pytest.mark.parametrize(
    ("given", "key", "words"),
    [
        (ConstantCurrent(target=("x",), current=1.0), "target", "unknown population 'x'"),
        (ConstantCurrent(target=(), current=1.0), "target", "names no population"),
        (ConstantCurrent(target=("a",), current=math.nan), "current", "finite, not nan"),
        (NoiseCurrent(target=("a",), standard_deviation=-1.0), "standard_deviation", "at least 0"),
        (NoiseCurrent(target=("a",), standard_deviation=math.inf), "standard_deviation", "finite"),
        (NoiseCurrent(target=("a",), standard_deviation=1.0, mean=math.nan), "mean", "finite"),
        (poisson(rate_Hz=-1.0), "rate_Hz", "at least 0, not -1"),
        (poisson(rate_Hz=math.nan), "rate_Hz", "at least 0, not nan"),
        (
            poisson(rate_Hz=3e5, sources=10),
            "rate_Hz",
            "gives 1500 spikes in each step of 0.5 ms; at most 1000 are possible: use a lower",
        ),
        (poisson(sources=0), "sources", "whole number from 1"),
        (poisson(sources=1.5), "sources", "whole number from 1"),
        (poisson(weight=math.inf), "weight", "finite"),
        (poisson(synapse=ClassicKernel()), "synapse", "needs a neuron as source"),
        (poisson(synapse=AlphaCurrent(tau_ms=0.0)), "tau_ms", "from 0.001 to"),
        (pulses(amplitude=math.nan), "amplitude", "finite"),
        (pulses(duration_ms=0.0), "duration_ms", "above 0"),
        (pulses(duration_ms=math.nan), "duration_ms", "finite and at least 0, not nan"),
        (pulses(duration_ms=math.inf), "duration_ms", "finite"),
        (pulses(duration_ms=0.7), "duration_ms", "no multiple"),
        (pulses(times_ms=(1.0, -1.0)), "times_ms", "at least 0"),
        (pulses(times_ms=(1.2,)), "times_ms", "no multiple"),
        (pulses(times_ms=(1e29,)), "times_ms", "1e.29 ms is more than 1099511627776 steps"),
        (pulses(times_ms=(1e308,)), "times_ms", "within 1e.30 of 0, not 1e.308"),
        (pulses(neurons=(3, 2)), "neurons", "within the 4 neurons of a"),
        (pulses(neurons=(-1, 2)), "neurons", "within the 4 neurons of a"),
        (pulses(neurons=(0, 0)), "neurons", "within the 4 neurons of a"),
    ],
)
def test_inputs(given, key, words):
    refused(f"inputs[0].{key}", words, lambda: network(inputs=(given,)))


@pytest.mark.parametrize(
    ("population", "dt_ms", "words"),
    [
        (cells(parameters={"reset_mV": -50.0}), 0.5, "reset_mV must be below threshold_mV"),
        (
            cells(model="adaptive-exponential", parameters={"reset_mV": 30.0}),
            0.5,
            "reset_mV must be below peak_mV",
        ),
        (
            cells(model="adaptive-exponential", parameters={"capacitance_pF": 10.0}),
            0.5,
            "dt_ms must not exceed capacitance_pF / leak_nS",
        ),
        (
            cells(model="hindmarsh-rose", parameters={"t_s_ms": 50.0}),
            10.0,
            "dt_ms must not exceed a tenth of t_s_ms",
        ),
    ],
)
def test_parameters_that_do_not_go_together(population, dt_ms, words):
    refused(
        "populations.a.parameters",
        words,
        lambda: Network(name="n", dt_ms=dt_ms, populations=(population,)),
    )


def test_parameters_of_which_some_that_are_drawn_do_not_go_together():
    described = network(populations=(cells(size=99, parameters={"reset_mV": Normal(-60, 10)}),))
    refused(
        "populations.a.parameters",
        "reset_mV must be below threshold_mV",
        lambda: Simulation(described),
    )


@pytest.mark.parametrize(
    ("listed", "key"),
    [
        ({"pairs": ((0, 0.5),)}, "pairs"),
        ({"pairs": ((0, 1, 2),)}, "pairs"),
        ({"pairs": 3}, "pairs"),
        ({"pairs": ((0, 0),), "weights": ("a",)}, "weights"),
        ({"pairs": ((0, 0),), "delays_ms": 1.0}, "delays_ms"),
    ],
)
def test_lists_of_no_numbers(listed, key):
    refused(key, "must be", lambda: Listed(**listed))


def test_names_and_lists_may_come_as_they_are_at_hand():
    """A single name without a tuple, pairs as an array; kept as a file would give them."""
    pairs = np.array([[0, 1], [2, 2]])
    loose = projection(source="a", target=["b"], connect=Listed(pairs, weights=[1, 2]))
    strict = projection(connect=Listed(((0, 1), (2, 2)), weights=(1.0, 2.0)))
    assert network(projections=(loose,)) == network(projections=(strict,))
    assert ConstantCurrent(target="a", current=1.0).target == ("a",)


def test_a_network_that_would_not_fit_says_how_much_it_needs(monkeypatch):
    monkeypatch.setattr("engine.runtime.memory.free_memory", lambda: Free(3 * 2**30, ""))
    large = network(
        name="vast",
        populations=(cells(size=10**6), cells(name="b", size=10**5)),
        projections=(projection(weight=Uniform(0, 1), connect=FixedInDegree(10**6)),),
    )
    with pytest.raises(NetworkTooLargeError) as caught:
        Simulation(large)
    message = str(caught.value)
    assert re.search(r"network vast of 1100000 neurons needs \d+(\.\d+)? GB of memory", message)
    assert "are free; choose a smaller size" in message
    needed = float(re.search(r"needs ([\d.]+) GB", message)[1])
    assert needed == pytest.approx(400, rel=0.1)


def test_resizing():
    fixed = network()
    refused("resizing.weights", "kept, inverse, .*, not 'inv'", lambda: Resizing(weights="inv"))
    refused("resizing", "network n has a fixed size of 11 neurons", lambda: fixed.resized(20))
    assert fixed.resized(11) is fixed
    refused(
        "populations",
        "2 neurons are too few for 3",
        lambda: network(resizing=Resizing()).resized(2),
    )


@pytest.mark.parametrize("threads", [0, -1, 1.5, True])
def test_threads_that_are_none(threads):
    with pytest.raises(InvalidValueError, match="threads must be"):
        Simulation(network(), threads=threads)


@pytest.mark.parametrize("steps", [-1, 1.5, "7", True])
def test_steps_that_are_none(steps):
    with pytest.raises(InvalidValueError, match="steps must be"):
        Simulation(network()).advance(steps)


@pytest.mark.parametrize("neuron", [-1, 11, 0.5])
def test_a_neuron_that_there_is_not(neuron):
    simulation = Simulation(network())
    for ask in (
        lambda n: simulation.advance_traced(1, n),
        simulation.population_of,
        simulation.variables,
        simulation.last_spike_step_of,
    ):
        with pytest.raises(InvalidValueError, match="neuron must be"):
            ask(neuron)


def test_a_population_or_projection_that_there_is_not():
    simulation = Simulation(network(projections=(projection(),)))
    with pytest.raises(UnknownNameError, match="unknown population 'aa'; did you mean 'a'"):
        simulation.state_of("aa")
    for number in (-1, 1):
        with pytest.raises(
            InvalidValueError, match=f"projection must be from 0 to 0, not {number}"
        ):
            simulation.connections(number)


def test_a_lost_neuron_is_named_with_a_remedy():
    simulation = Simulation(network(populations=(cells(model="izhikevich"),)))
    simulation.advance(10)
    simulation.current = [0.0, 0.0, -1e9, 0.0]
    with pytest.raises(
        DivergenceError, match=r"neuron 2 \(population a, model izhik.* at t=5 ms: us"
    ):
        simulation.advance(10)

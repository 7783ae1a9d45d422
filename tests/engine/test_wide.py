"""Vectors of 512 bits: in parts for networks that are large enough, and in nothing else."""

import sys

import numpy as np
import pytest

from engine import Simulation, from_gallery
from engine.numerics import parts
from engine.numerics.jit import INTERPRETED

if INTERPRETED:
    pytest.skip("nothing is compiled", allow_module_level=True)

from numba import njit

from engine.numerics.kernel_cache import numba_cache
from engine.numerics.parts import FEWEST_FOR_WIDE, parts_for
from engine.numerics.wide import gains_by, is_worthwhile
from engine.synapses.catalogue import synapse_part

on_such_a_cpu = pytest.mark.skipif(not is_worthwhile(), reason="another CPU")
NETWORKS = (
    "brunel-2000-ai",
    "classic-learning",
    "izhikevich-2003",
    "izhikevich-2006",
    "potjans-diesmann-2014",
    "song-2000",
    "tsodyks-2000",
    "vogels-2011",
    "vogels-abbott-coba",
    "vogels-abbott-cuba",
    "vogels-abbott-hh",
)
KIND = "exponential-conductance"
ICE_LAKE = "+avx512f,+avx512vl,-avx512fp16,+avx512vbmi2"


@pytest.fixture(autouse=True)
def _both_forms(monkeypatch):
    monkeypatch.setattr(parts, "FEWEST_FOR_WIDE", FEWEST_FOR_WIDE)


def doubled(values):
    """A loop of somebody else in this process."""
    for i in range(values.size):
        values[i] *= 2.0


def zmm_of_somebody_else():
    """How often a register of 512 bits is named in what numba makes of such a loop."""
    compiled = njit("(float64[::1],)")(doubled)
    return sum(text.count("zmm") for text in compiled.inspect_asm().values())


@pytest.fixture
def zmm_of_part(monkeypatch):
    """The same in a part that is made for a network of so many neurons, never from disk."""
    monkeypatch.setattr(numba_cache, "_folder", lambda: None)
    monkeypatch.setattr(parts, "_addresses", {})
    monkeypatch.setattr(parts, "_kept", [])

    def count(neurons):
        with parts_for(neurons):
            synapse_part(KIND)
        (result,) = parts._kept[-1].overloads.values()
        return result.library.get_asm_str().count("zmm")

    return count


@on_such_a_cpu
def test_only_parts_for_many_neurons_have_wide_vectors(zmm_of_part):
    before = zmm_of_somebody_else()
    few, many = zmm_of_part(FEWEST_FOR_WIDE - 1), zmm_of_part(FEWEST_FOR_WIDE)
    assert few == before
    assert many > before
    assert zmm_of_somebody_else() == before


@on_such_a_cpu
def test_both_are_kept_under_names_of_their_own(zmm_of_part):
    for neurons in (FEWEST_FOR_WIDE, FEWEST_FOR_WIDE - 1, FEWEST_FOR_WIDE):
        zmm_of_part(neurons)
    assert list(parts._addresses) == [f"engine.synapses.{KIND}.wide", f"engine.synapses.{KIND}"]
    assert len(set(parts._addresses.values())) == len(parts._kept) == 2


@on_such_a_cpu
@pytest.mark.parametrize("name", NETWORKS)
def test_the_bits_are_the_same(name, monkeypatch):
    def run():
        network = from_gallery(name)
        if network.resizing is not None:
            network = network.resized(FEWEST_FOR_WIDE + 7)
        simulation = Simulation(network, threads=1)
        spikes = simulation.advance(2000)
        return {"step": spikes.step, "neuron": spikes.neuron, **simulation.checkpoint().arrays}

    wide = run()
    monkeypatch.setattr(parts, "FEWEST_FOR_WIDE", 10_000)
    narrow = run()
    assert wide["step"].size > 0
    assert wide.keys() == narrow.keys()
    for array, values in wide.items():
        np.testing.assert_array_equal(values, narrow[array], array)


@pytest.mark.parametrize(
    ("features", "gains"),
    [
        ("", False),
        ("+avx2,-avx512f", False),
        ("+avx512f,+avx512vl,-avx512vbmi2", False),
        ("-avx512f,+avx512vbmi2", False),
        (ICE_LAKE, True),
        ("+avx512fp16,+avx512f", True),
        (f"{ICE_LAKE},+sse4a", False),
    ],
)
def test_cpus_that_would_not_gain_are_left_alone(features, gains):
    assert gains_by(features) is gains


def test_a_numba_without_those_inner_parts_compiles_as_always(monkeypatch):
    monkeypatch.setitem(sys.modules, "engine.numerics.wide", None)
    assert parts._gains_by_wide.__wrapped__() is False

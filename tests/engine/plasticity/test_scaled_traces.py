"""Traces that are kept in one scale: over any times, and from checkpoints that are not trusted."""

from dataclasses import replace

import numpy as np
import pytest

from engine.connections.listed import Listed
from engine.errors import CheckpointError
from engine.plasticity.pair_stdp import PairStdp
from engine.simulation import Simulation
from engine.synapses.classic_kernel import ClassicKernel
from engine.synapses.current_step import CurrentStep
from tests.engine.plasticity.driven import driven, to_post
from tests.engine.plasticity.test_plasticity_oracle import assert_naive

pytestmark = pytest.mark.xdist_group("plasticity")
"""With the other files that need the parts of all rules, so that each is compiled once."""

PRE_STEPS, POST_STEPS = [3, 4, 9, 700, 2460, 2464], [6, 8, 12, 13, 660, 2459, 2466]
RULE = PairStdp(w_max=1.0, a_plus=0.1, a_minus=0.12, mu_plus=1.0, mu_minus=1.0, precision="double")


def network(rule, delays_ms=(1.0, 3.0, 17.0), synapse=None):
    connect = Listed([(0, 0)] * len(delays_ms), delays_ms=delays_ms)
    more = {"connect": connect, "weight": 0.5, "plasticity": rule}
    return driven([PRE_STEPS], [POST_STEPS], to_post(synapse or CurrentStep(), **more))


@pytest.mark.parametrize("pairing", ["all-to-all", "nearest"])
@pytest.mark.parametrize("tau_ms", [0.004, 0.3, 1.0, 20.0, 900.0, 1e9])
def test_any_time_constant_over_long_times(tau_ms, pairing):
    """A spike leaves nothing by the next step, or what hardly decays; all in between is rescaled
    after some steps, in the midst of these trains."""
    for rule in (
        replace(RULE, pairing=pairing, tau_plus_ms=tau_ms),
        replace(RULE, pairing=pairing, tau_minus_ms=tau_ms),
    ):
        assert assert_naive(network(rule), (5, 600, 1900)) == 3


def spoiled(simulation, **arrays):
    kept = simulation.checkpoint()
    return replace(kept, arrays={**kept.arrays, **arrays})


@pytest.mark.parametrize("synapse", [CurrentStep(), ClassicKernel()])
def test_checkpoints_whose_traces_cannot_be_looked_up(synapse):
    simulation = Simulation(network(RULE, synapse=synapse))
    simulation.advance(8)
    arrays, is_listed = simulation.checkpoint().arrays, isinstance(synapse, CurrentStep)
    assert arrays["since"].tolist() == [0]
    assert arrays["comings"].tolist() == [2 * is_listed]
    for name, number, told in (
        ("since", 9, "since .* from -631 to 8"),
        ("since", -632, "since .* from -631 to 8"),
        ("comings", -1, f"comings .* from 0 to {17 * is_listed}"),
        ("comings", 18, f"comings .* from 0 to {17 * is_listed}"),
    ):
        odd = np.full_like(arrays[name], number)
        with pytest.raises(CheckpointError, match=told):
            Simulation.restore(spoiled(simulation, **{name: odd}))
    if is_listed:
        with pytest.raises(CheckpointError, match=r"coming .* from 0 to 16"):
            Simulation.restore(spoiled(simulation, coming=np.full_like(arrays["coming"], 17)))

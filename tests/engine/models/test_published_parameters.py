"""The numbers of the papers, written down again as their tables have them."""

import pytest

from engine import Normal, Uniform, from_gallery
from tests.benchmarks.peers.brunel_2000 import constants as brunel
from tests.benchmarks.peers.izhikevich_2003 import constants as izhikevich
from tests.benchmarks.peers.vogels_abbott import constants as vogels
from tests.engine.models.alone import parameters_of

NAUD_2008 = {
    # C pF, g_L nS, E_L mV, a nS, tau_w ms, b pA, V_r mV, I pA; V_T = -50 mV, Delta_T = 2 mV
    "tonic": (200, 10, -70, 2, 30, 0, -58, 500),
    "adapting": (200, 12, -70, 2, 300, 60, -58, 500),
    "initial-burst": (130, 18, -58, 4, 150, 120, -50, 400),
    "regular-bursting": (200, 10, -58, 2, 120, 100, -46, 210),
    "delayed-accelerating": (200, 12, -70, -10, 300, 0, -58, 300),
    "delayed-bursting": (100, 10, -65, -10, 90, 30, -47, 110),
    "transient": (100, 10, -65, 10, 90, 100, -47, 180),
    "irregular": (100, 12, -60, -11, 130, 30, -48, 160),
}
NAUD_KEYS = ("capacitance_pF", "leak_nS", "rest_mV", "a_nS", "tau_w_ms", "b_pA", "reset_mV")
IZHIKEVICH_2003 = {
    "RS": (0.02, 0.2, -65, 8),
    "IB": (0.02, 0.2, -55, 4),
    "CH": (0.02, 0.2, -50, 2),
    "FS": (0.1, 0.2, -65, 2),
    "LTS": (0.02, 0.25, -65, 2),
    "TC": (0.02, 0.25, -65, 0.05),
    "RZ": (0.1, 0.26, -65, 2),
}
HINDMARSH_ROSE = {
    # b, r, I; a = c = 1, d = 5, s = 4, x_r = -8/5
    "classic": (3.0, 0.001, 5.0),
    "tonic": (3.5, 0.01, 5.0),
    "regular-bursting": (2.5, 0.01, 3.0),
    "chaotic-bursting": (3.0, 0.005, 3.25),
    "quiescent": (3.0, 0.005, 1.0),
}


def current_of(model, cell_type):
    from engine.models.catalogue import MODELS

    return MODELS[model].cell_type(cell_type).current


@pytest.mark.parametrize("pattern", NAUD_2008)
def test_firing_patterns_of_naud_and_others(pattern):
    *numbers, current = NAUD_2008[pattern]
    p = parameters_of("adaptive-exponential", pattern)
    assert [p[key] for key in NAUD_KEYS] == numbers
    assert (p["threshold_mV"], p["slope_factor_mV"]) == (-50.0, 2.0)
    assert current_of("adaptive-exponential", pattern) == current


def test_the_cell_of_brette_and_gerstner():
    p = parameters_of("adaptive-exponential", "cortical")
    assert [p[key] for key in NAUD_KEYS] == [281.0, 30.0, -70.6, 4.0, 144.0, 80.5, -70.6]
    assert [p[key] for key in ("threshold_mV", "slope_factor_mV", "peak_mV")] == [-50.4, 2.0, 20.0]


@pytest.mark.parametrize("kind", IZHIKEVICH_2003)
def test_kinds_of_izhikevich(kind):
    p = parameters_of("izhikevich", kind)
    assert (p["a"], p["b"], p["c_mV"], p["d"]) == IZHIKEVICH_2003[kind]


@pytest.mark.parametrize("kind", HINDMARSH_ROSE)
def test_kinds_of_hindmarsh_and_rose(kind):
    p = parameters_of("hindmarsh-rose", kind)
    assert (p["b"], p["r"], current_of("hindmarsh-rose", kind)) == HINDMARSH_ROSE[kind]
    assert (p["a"], p["c"], p["d"], p["beta"], p["s"], p["x_r"]) == (1, 1, 5, 1, 4, -1.6)


@pytest.mark.parametrize("regime", brunel.REGIMES)
def test_brunels_network(regime):
    network, numbers = from_gallery(f"brunel-2000-{regime.lower()}"), brunel.REGIMES[regime]
    to_e, to_i = network.projections
    assert [p.size for p in network.populations] == [brunel.EXCITATORY, brunel.INHIBITORY]
    assert [p.connect.in_degree for p in (to_e, to_i)] == [brunel.INPUTS_E, brunel.INPUTS_I]
    assert to_e.weight == brunel.WEIGHT_mV
    assert to_i.weight == pytest.approx(-numbers.g * brunel.WEIGHT_mV)
    assert to_e.delay_ms == to_i.delay_ms == brunel.DELAY_MS
    (given,) = network.inputs
    assert (given.sources, given.weight) == (brunel.INPUTS_E, brunel.WEIGHT_mV)
    assert given.rate_Hz == pytest.approx(numbers.external_Hz)
    p = parameters_of("leaky-integrate-and-fire", "brunel")
    assert (p["tau_m_ms"], p["refractory_ms"]) == (brunel.TAU_MS, brunel.REFRACTORY_MS)
    assert (p["threshold_mV"], p["reset_mV"]) == (brunel.THRESHOLD_mV, brunel.RESET_mV)


@pytest.mark.parametrize(
    ("name", "weights", "reversals"),
    [
        ("cuba", [vogels.CUBA_E_mV, vogels.CUBA_I_mV], None),
        (
            "coba",
            [vogels.WEIGHT_E_nS / 1000, vogels.WEIGHT_I_nS / 1000],
            [vogels.REVERSAL_E_mV, vogels.REVERSAL_I_mV],
        ),
        (
            "hh",
            [vogels.WEIGHT_E_nS, vogels.WEIGHT_I_nS],
            [vogels.REVERSAL_E_mV, vogels.REVERSAL_I_mV],
        ),
    ],
)
def test_vogels_and_abbotts_networks(name, weights, reversals):
    network = from_gallery(f"vogels-abbott-{name}")
    assert [p.size for p in network.populations] == [vogels.EXCITATORY, vogels.INHIBITORY]
    assert {p.connect.probability for p in network.projections} == {vogels.PROBABILITY}
    # A weight in nA is one in mV for a resistance of 1 MOhm.
    assert [p.weight for p in network.projections] == pytest.approx(weights)
    taus = [p.synapse.tau_ms for p in network.projections]
    assert taus == [vogels.TAU_E_MS, vogels.TAU_I_MS]
    if reversals is not None:
        assert [p.synapse.reversal_mV for p in network.projections] == reversals
    if name == "hh":
        assert {p.start["v_mV"] for p in network.populations} == {Normal(*vogels.HH_START_mV)}


def test_izhikevichs_network():
    network = from_gallery("izhikevich-2003")
    largest = (izhikevich.LARGEST_E, izhikevich.LARGEST_I)
    expected = [Uniform(*sorted((0.0, weight))) for weight in largest]
    assert [p.weight for p in network.projections] == expected
    noise = [given.standard_deviation for given in network.inputs]
    assert noise == [izhikevich.NOISE_E, izhikevich.NOISE_I]
    assert [p.size for p in network.populations] == [800, 200]

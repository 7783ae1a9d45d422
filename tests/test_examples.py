"""The examples run, in short, and print what they are about."""

import math
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine import load_network

pytestmark = pytest.mark.compiled

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
PATIENCE_S = 120
LONGEST = 80


def lines_of(folder, name, *arguments):
    """What an example prints, run in this folder."""
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / name), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def numbers(line):
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", line)]


def test_each_is_short_and_run_here():
    run_here = set(re.findall(r'"(\w+\.py)"', Path(__file__).read_text(encoding="utf-8")))
    assert {path.name for path in EXAMPLES.glob("*.py")} == run_here
    for path in EXAMPLES.glob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < LONGEST


def test_an_f_i_curve_begins_at_rheobase_and_rises(tmp_path):
    _, _, *curve = lines_of(tmp_path, "f_i_curve.py", "leaky-integrate-and-fire", "1", "1")
    currents, rates = zip(*(numbers(line) for line in curve), strict=True)
    assert (currents[0], currents[-1]) == (0.0, 1.0)
    # The threshold is 20 mV above rest, which takes 0.2 nA through 100 MOhm.
    assert [rate > 0 for rate in rates] == [current > 0.2 for current in currents]
    assert list(rates) == sorted(rates)


def test_the_classic_network_is_regular_alone_and_irregular_together(tmp_path):
    _, *sizes = lines_of(tmp_path, "classic_network.py", "6")[:5]
    told = [numbers(line) for line in sizes]
    assert [size for size, *_ in told] == [1, 10, 100, 1000]
    (_, rate_alone, cv_alone, _), (_, rate, cv, alike) = told[0], told[-1]
    assert rate_alone > 2.0 > rate > 0.5
    assert cv_alone < 0.2
    assert cv > 0.5
    assert alike < 0.2


def test_a_stimulus_drives_those_it_goes_to(tmp_path):
    _, before, during = (numbers(line) for line in lines_of(tmp_path, "own_network.py"))
    assert all(1.0 < rate < 10.0 for rate in before)
    assert during[0] > 20.0
    assert max(during[1:]) < 10.0
    network = load_network(tmp_path / "own-network.toml")
    assert (network.name, network.size) == ("own-network", 1000)


def test_four_regimes_are_told_apart(tmp_path):
    lines = lines_of(tmp_path, "four_regimes.py", "0.4")
    told = [numbers(line) for line in lines if " Hz, " in line]
    regular, fast, slow, asynchronous = told
    assert regular[0] > 300.0
    assert regular[1] < 0.05
    assert 3.0 < slow[0] < 8.0
    assert 30.0 < asynchronous[0] < 45.0 < fast[0] < 75.0
    assert asynchronous[2] < fast[2] < regular[2]
    rasters = [line for line in lines if set(line) & {chr(code) for code in range(0x2800, 0x2900)}]
    assert len(rasters) == 4 * 12
    assert {len(line) for line in rasters} == {80}


def test_inhibition_falls_into_step_as_delays_grow(tmp_path):
    _, *lines = lines_of(tmp_path, "synchrony_and_delay.py", "0.6")
    delays, _, alike, rhythms = zip(*(numbers(line) for line in lines), strict=True)
    assert list(delays) == sorted(delays)
    assert list(alike) == sorted(alike)
    assert alike[-1] > 3 * alike[0]
    assert rhythms[-1] < rhythms[0]


def test_the_window_of_pairs_is_two_exponentials(tmp_path):
    _, *lines = lines_of(tmp_path, "stdp_window.py", "80")
    told = [numbers(line) for line in lines]
    assert len(told) == 21
    for apart_ms, change in told:
        expected = math.exp(-apart_ms / 20.0) if apart_ms > 0 else -1.2 * math.exp(apart_ms / 34.0)
        assert change == pytest.approx(expected if apart_ms else 0.0, abs=6e-5)


def test_triplets_explain_what_rates_do_and_hippocampal_pairs_are_their_closed_form(tmp_path):
    _, *lines = lines_of(tmp_path, "triplet_frequency.py")
    told = np.array([numbers(line) for line in lines]).reshape(2, 5, 5)
    lags, rates, cortex, measured, hippocampus = np.moveaxis(told, 2, 0)
    assert lags[:, 0].tolist() == [10, -10]
    assert rates[0].tolist() == [0.1, 10, 20, 40, 50]
    np.testing.assert_allclose(cortex, measured, atol=0.4)
    assert (np.diff(cortex[0]) > 0).all()
    assert (cortex[1] > 0).tolist() == (measured[1] > 0).tolist() == [False] * 3 + [True] * 2
    # Ten seconds apart pairs don't know of each other.
    alone = 60 * 5.3e-3 * math.exp(-10 / 16.8), -60 * 3.5e-3 * math.exp(-10 / 33.7)
    assert hippocampus[:, 0] == pytest.approx(alone, abs=6e-4)


def test_trains_end_where_the_equations_say(tmp_path):
    _, *lines = lines_of(tmp_path, "short_term_trains.py")
    told = np.array([numbers(line) for line in lines]).reshape(2, 6, 8)
    np.testing.assert_allclose(told[:, :, -2], told[:, :, -1], atol=2e-4)
    (rate, first, *_, last, steady), facilitating = np.moveaxis(told, 2, 1)
    assert first.tolist() == [0.5] * 6
    assert (np.diff(last) < 0).all()
    # What a depressing synapse gives a second at high rates is what recovers in it.
    assert rate[-1] * steady[-1] == pytest.approx(1000 / 800, rel=0.02)
    assert (facilitating[5] > 1.5 * facilitating[1]).all()
    assert facilitating[-1].argmax() == 3


def test_competing_synapses_part(tmp_path):
    first, last, _, *bins = lines_of(tmp_path, "competing_synapses.py", "80")
    (_, rate, cv), (_, rate_after, cv_after) = numbers(first), numbers(last)
    assert rate_after < rate / 2
    assert cv_after > 1.5 * cv
    low, _, before, after = np.array([numbers(line) for line in bins]).T
    np.testing.assert_allclose(low, np.arange(10) / 10)
    assert before.sum() == after.sum() == 1000
    assert before.max() < 1.5 * before.min()
    assert after[0] > 2.5 * after[4:8].mean()
    assert after[9] > 1.2 * after[4:8].mean()


def test_inhibition_balances_excitation(tmp_path):
    _, *lines = lines_of(tmp_path, "balancing_inhibition.py", "4", "3000")
    told = np.array([numbers(line) for line in lines])
    time_s, excitatory, _, cv, alike, mean, spread = told.T
    np.testing.assert_allclose(time_s, np.arange(1, 9) / 2)
    assert (mean[0], spread[0]) == (0.0, 0.0)
    assert excitatory[0] > 100
    assert 30 > excitatory[1] > 10 > excitatory[-1] > 3
    assert (np.diff(mean) > 0).all()
    assert cv[0] < 0.2
    assert cv[-1] > 0.7
    assert alike[-1] < alike[0] / 3


def test_the_delta_rhythm_fades_while_synapses_learn(tmp_path):
    _, *lines = lines_of(tmp_path, "delta_to_gamma.py", "30", "0")
    time_s, _, peak, delta, _, weak, strong = np.array([numbers(line) for line in lines]).T
    assert time_s.tolist() == [10, 20, 30]
    assert 2 <= peak[0] <= 4
    assert delta[0] > 30 > 3 * delta[1:].max()
    assert (np.diff(strong) > 0).all()
    assert weak[-1] < strong[-1]


def test_the_rewarded_synapse_becomes_one_of_the_strongest(tmp_path):
    _, *lines = lines_of(tmp_path, "rewarded_synapse.py", "60", "8")
    time_s, rewards, weight, others, above = np.array([numbers(line) for line in lines]).T
    assert time_s.tolist() == [30, 60]
    assert rewards.min() >= 1
    assert (others < 1.2).all()
    assert weight[0] < 1.2
    assert weight[-1] > 3 * others[-1]
    assert above[-1] < 5

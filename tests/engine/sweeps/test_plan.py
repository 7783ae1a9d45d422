"""Plans: which runs there are, of which values, by which keys."""

from dataclasses import replace

import numpy as np
import pytest

from engine.errors import EngineError, EngineLoadError, InvalidValueError, UnknownNameError
from engine.sweeps import design
from engine.sweeps.one_run import values_of
from engine.sweeps.plan import plan
from engine.toml.reading import network_of
from tests.engine.sweeps.networks import SMALL

VARY = {"inputs.0.rate_Hz": "10:30:10", "populations.e.size": [10, 20]}


def planned(vary=VARY, network=SMALL, **options):
    return plan(network, vary, **{"duration_ms": 100.0, **options})


def test_a_grid_has_every_combination_with_every_seed():
    found = planned(seeds=2)
    runs = list(found.runs())
    assert found.count == len(runs) == 12
    assert [run.point for run in runs[::2]] == [
        (rate, size) for rate in (10.0, 20.0, 30.0) for size in (10, 20)
    ]
    assert [run.seed for run in runs] == [3, 4] * 6
    assert len({run.key for run in runs}) == 12


def test_a_run_is_the_network_with_its_values():
    found = planned(seeds=[8])
    network = network_of(values_of(found.setting, list(found.runs())[3]), None)
    expected = replace(
        SMALL,
        seed=8,
        populations=[replace(SMALL.populations[0], size=20), SMALL.populations[1]],
        inputs=[replace(SMALL.inputs[0], rate_Hz=20.0), SMALL.inputs[1]],
    )
    assert network == expected


@pytest.mark.parametrize("method", ["sobol", "halton"])
def test_samples_are_spread_evenly_and_go_on(method):
    vary = {"inputs.0.rate_Hz": "0:1", "populations.e.size": "1:100:log"}
    few, many = (planned(vary, sampled=n, method=method).points for n in (16, 32))
    assert many[:16] == few
    rates = np.array([rate for rate, _ in many])
    assert np.histogram(rates, 4, (0, 1))[0].tolist() == pytest.approx([8] * 4, abs=1)
    assert {type(size) for _, size in many} == {int}
    assert 12 <= sum(size < 10 for _, size in many) <= 20


def test_a_latin_hypercube_has_one_in_each_row():
    points = planned({"inputs.0.rate_Hz": "0:1"}, sampled=10, method="latin-hypercube").points
    assert sorted(int(rate * 10) for (rate,) in points) == list(range(10))


def test_whole_numbers_are_rounded_once_each():
    found = planned({"populations.e.size": "1:10:log10"})
    assert [size for (size,) in found.points] == [1, 2, 3, 4, 5, 6, 8, 10]


def test_numbers_are_of_the_kind_that_stands_there():
    found = planned({"inputs.0.rate_Hz": "10,20", "populations.e.cell_type": "brunel"})
    assert found.kinds == (float, str)
    assert found.points == ((10.0, "brunel"), (20.0, "brunel"))


def test_keys_follow_from_all_that_numbers_depend_on():
    def key(**options):
        return next(planned(**options).runs()).key

    usual = key()
    others = [
        key(seeds=[4]),
        key(duration_ms=200.0),
        key(from_ms=50.0),
        key(vary=VARY | {"inputs.0.rate_Hz": [11.0]}),
        key(network=replace(SMALL, inputs=SMALL.inputs[:1])),
    ]
    assert len({usual, *others}) == 1 + len(others)
    # The same run of another sweep.
    assert key(vary={**VARY, "inputs.0.rate_Hz": [10.0]}, seeds=[3, 9]) == usual
    assert key(vary=dict(reversed(VARY.items()))) == usual


def test_sweeps_differ_by_what_their_runs_share():
    usual = planned().key
    others = [
        planned(duration_ms=200.0).key,
        planned(from_ms=50.0).key,
        planned(network=replace(SMALL, dt_ms=0.25)).key,
        planned({"populations.e.size": [10, 20]}).key,
    ]
    assert len({usual, *others}) == 1 + len(others)
    # More seeds and more values are of the same, whatever the network has in their place.
    busier = replace(SMALL, seed=8, inputs=[replace(SMALL.inputs[0], rate_Hz=9.0), SMALL.inputs[1]])
    assert planned(VARY | {"inputs.0.rate_Hz": [7.0]}, network=busier, seeds=4).key == usual


def test_another_version_has_other_keys(monkeypatch):
    before = next(planned().runs()).key
    monkeypatch.setattr("engine.sweeps.plan.version", lambda _: "99")
    assert next(planned().runs()).key != before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"vary": {"inputs.0.rat_Hz": "1"}}, "did you mean 'rate_Hz'?"),
        ({"vary": {"inputs.0.rate_Hz": "1:2"}}, "inputs.0.rate_Hz has a span of values"),
        ({"vary": {"inputs.0.rate_Hz": "x"}}, "inputs.0.rate_Hz: must be a number"),
        ({"vary": {"inputs.0.rate_Hz": "2:1"}}, "inputs.0.rate_Hz: must go up"),
        ({"vary": {"populations.e.size": "1,2.5"}}, "must be a whole number"),
        ({"vary": {}, "sampled": 5}, "needs parameters"),
        ({"sampled": 5, "method": "sobel"}, "did you mean 'sobol'?"),
        ({"sampled": 0}, "sample must be from 1"),
        ({"seeds": 0}, "seeds must be from 1"),
        ({"seeds": []}, "seeds must be"),
        ({"seeds": ["a"]}, "a seed must be a whole number"),
        ({"seeds": 10**6}, "runs must be from 1 to 1000000, not 6000000"),
        ({"duration_ms": 0.7}, "whole steps of 0.5 ms"),
        ({"duration_ms": 100.0, "from_ms": 100.0}, "from_ms must be from 0 to below"),
        ({"duration_ms": -1.0}, "from_ms must be"),
        ({"network": "small"}, "network must be a Network"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_runs(options, words):
    with pytest.raises(EngineError) as caught:
        planned(**options)
    assert isinstance(caught.value, InvalidValueError | UnknownNameError)
    assert words in str(caught.value)


def test_samples_without_scipy_name_the_extra(monkeypatch):
    monkeypatch.setattr(design, "find_spec", lambda _: None)
    with pytest.raises(EngineLoadError, match=r"pip install 'snn-tui\[sweep\]'"):
        planned(sampled=4)

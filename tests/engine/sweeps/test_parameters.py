"""Names of parameters: those of the description, told before anything runs."""

import pytest

from engine.errors import InvalidValueError
from engine.sweeps.parameters import parameter
from engine.toml.reading import network_of
from engine.toml.writing import network_values
from tests.engine.sweeps.networks import SMALL

VALUES = network_values(SMALL)


def refusal(name: str, value: object = 1.0) -> str:
    with pytest.raises(InvalidValueError) as caught:
        parameter(name, VALUES).require(VALUES, value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("inputs.0.rate_Hz", 7.0),
        ("projections.0.probability", 0.5),
        ("projections.0.weight_mV", -2.0),
        ("populations.e.size", 7),
        ("populations.'e'.parameters.tau_m_ms", 5.0),
        ("populations.i.cell_type", "brunel"),
        ("dt_ms", 0.1),
    ],
)
def test_a_value_is_put_where_it_belongs(name, value):
    own = parameter(name, VALUES)
    own.require(VALUES, value)
    changed = own.put(VALUES, value)
    assert own.among(changed) == value
    assert network_values(network_of(changed, None)) == changed
    assert network_values(SMALL) == VALUES


def test_what_is_beside_is_shared():
    changed = parameter("inputs.0.rate_Hz", VALUES).put(VALUES, 7.0)
    assert changed["populations"] is VALUES["populations"]
    assert changed["inputs"][1] is VALUES["inputs"][1]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("inputs.0.rat_Hz", "inputs.0.rat_Hz: unknown key; did you mean 'rate_Hz'?"),
        ("input.0.rate_Hz", "the network has no input; did you mean 'inputs'?"),
        ("inputs.2.rate_Hz", "inputs are counted from 0 to 1, not 2"),
        ("inputs.e.rate_Hz", "inputs are counted from 0 to 1, not e"),
        ("populations.ee.size", "populations has no ee; did you mean 'e'?"),
        ("populations.ee", "populations has no ee; did you mean 'e'?"),
        ("populations.e.parameters.tau_ms", "unknown key; did you mean 'tau_m_ms'?"),
        ("populations.e.parameter.tau_ms", "has no parameter; did you mean 'parameters'"),
        ("populations.e.size.more", "populations.e.size is 20, with nothing in it"),
        ("seed", "seed is no parameter of a sweep"),
        ("rate Hz", "'rate Hz' is no name of a parameter"),
        ("a..b", "is no name of a parameter"),
        ("", "is no name of a parameter"),
        ("a" * 200, "unknown key"),
    ],
)
def test_what_there_is_not_is_refused_with_the_nearest_name(name, words):
    told = refusal(name)
    assert words in told
    assert "\n" not in told
    assert len(told) < 700


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("projections.0.probability", 1.5, "must be from 0 to 1, not 1.5"),
        ("populations.e.size", 1.5, "must be a whole number, not 1.5"),
        ("populations.e.cell_type", "brunell", "did you mean 'brunel'?"),
        ("projections.0.weight_mV", "much", "must be a number"),
        ("inputs.0.rate_Hz", 1e300, "must be"),
    ],
)
def test_a_value_that_cannot_be_is_refused(name, value, words):
    told = refusal(name, value)
    assert told.startswith(f"{name}: ")
    assert words in told


def test_what_is_wrong_only_with_others_is_left_to_the_run():
    own = parameter("populations.e.parameters.threshold_mV", VALUES)
    # Below the reset, which a run may change as well.
    own.require(VALUES, -150.0)

import math

import pytest
from hypothesis import given, strategies as st

from engine.limits import MAX_SEED
from snn_tui.dashboard.quantities import (
    AMPLITUDE,
    COUPLING,
    CURRENT,
    DURATION,
    SEED,
    SIZE,
    SPEED,
    UNLIMITED,
    BadValueError,
    Quantity,
    column_width,
)

NUMBERS = [SIZE, CURRENT, SEED, SPEED, AMPLITUDE, DURATION, column_width(10)]
BAD = {
    SIZE: ["", "0", "-1", "1000001", "1.5", "many", "nan", "1e3"],
    CURRENT: ["", "100.01", "-101", "nan", "inf", "-inf", "five", "1,,x"],
    SEED: ["", "-1", str(MAX_SEED + 1), "0x10", "1.0"],
    SPEED: ["", "0", "-1", "1001", "fast", "nan", "inf"],
    AMPLITUDE: ["", "200", "nan"],
    DURATION: ["", "0", "5", "15", "10010", "100.5"],
    column_width(10): ["", "0", "25", "10010", "x"],
}


@pytest.mark.parametrize(
    ("quantity", "text"), [(q, text) for q, texts in BAD.items() for text in texts]
)
def test_bad_text_is_refused_with_what_would_be_legal(quantity: Quantity, text: str) -> None:
    with pytest.raises(BadValueError) as refusal:
        quantity.parse(text)
    message = str(refusal.value)
    assert message.startswith(f"{quantity.title} must be")
    assert f"{quantity.low} to {quantity.high}" in message
    assert f", not {text or 'nothing'}" in message


def test_what_people_type_is_understood() -> None:
    assert SIZE.parse(" 1000 ") == 1000
    assert SPEED.parse("0.01") == 0.01
    assert CURRENT.parse("1e-2") == 0.01
    assert CURRENT.parse("-.5") == -0.5
    assert SPEED.parse("MAX") == UNLIMITED
    assert COUPLING.parse(" Raw ") == "raw"
    assert SEED.parse(str(MAX_SEED)) == MAX_SEED


def test_a_word_that_is_no_choice_is_refused() -> None:
    with pytest.raises(BadValueError, match="scaled or raw, not none"):
        COUPLING.parse("none")


@given(st.data(), st.sampled_from(NUMBERS))
def test_a_value_survives_being_written_and_read(data: st.DataObject, quantity: Quantity) -> None:
    if quantity.whole:
        grain = quantity.multiple_of
        value = grain * data.draw(
            st.integers(int(quantity.low) // grain, int(quantity.high) // grain)
        )
        value = max(value, int(quantity.low))
    else:
        value = round(data.draw(st.floats(quantity.low, quantity.high)), 4)
        value = max(value, quantity.low)
    assert quantity.parse(quantity.text(value)) == value


@given(st.data(), st.sampled_from(NUMBERS), st.sampled_from([-1, 1]))
def test_a_nudge_goes_the_way_it_should_and_stays_legal(
    data: st.DataObject, quantity: Quantity, direction: int
) -> None:
    numbers = st.integers if quantity.whole else st.floats
    value = data.draw(numbers(quantity.low, quantity.high))
    nudged = quantity.nudged(value, direction)
    assert (nudged - value) * direction >= 0
    if nudged == value:
        assert value in (quantity.low, quantity.high)
    assert quantity.low <= nudged <= quantity.high or nudged == UNLIMITED


def test_nudges_go_along_round_numbers() -> None:
    sizes = [1]
    while sizes[-1] != SIZE.nudged(sizes[-1], 1):
        sizes.append(SIZE.nudged(sizes[-1], 1))
    assert sizes[:8] == [1, 2, 5, 10, 20, 50, 100, 200]
    assert sizes[-1] == 1_000_000
    assert SIZE.nudged(1300, 1) == 2000
    assert SIZE.nudged(1300, -1) == 1000
    assert CURRENT.nudged(5.0, 1) == 5.1
    assert CURRENT.nudged(0.1, -1) == 0.0


def test_seeds_beyond_the_precision_of_floats_are_exact() -> None:
    assert SEED.nudged(MAX_SEED - 1, 1) == MAX_SEED
    assert SEED.nudged(MAX_SEED, 1) == MAX_SEED
    assert SEED.text(MAX_SEED) == "18446744073709551615"


def test_beyond_the_highest_speed_there_is_no_limit() -> None:
    assert SPEED.nudged(1000.0, 1) == UNLIMITED
    assert SPEED.nudged(UNLIMITED, 1) == UNLIMITED
    assert SPEED.nudged(UNLIMITED, -1) == 1000
    assert SPEED.text(UNLIMITED) == "max"
    assert not math.isinf(SPEED.nudged(500.0, 1))


def test_choices_go_round() -> None:
    choice = COUPLING
    first, second = choice.options
    assert choice.nudged(first, 1) == second
    assert choice.nudged(second, 1) == first
    assert choice.nudged(first, -1) == second
    assert choice.legal == f"{first}/{second}"

"""Time is exact: steps times the time step as a decimal number, whatever the step."""

from decimal import Context, Decimal

import numpy as np
import pytest
from hypothesis import example, given, strategies as st

from engine.limits import MAX_STEPS
from engine.numerics.time_stamps import time_ms, time_text, time_texts, times_ms
from engine.recording.spikes import spikes_at

time_steps = st.one_of(
    st.floats(0.001, 1000.0),
    st.sampled_from([0.001, 0.0123, 0.1, 1 / 3, 0.5, 1.0, 10.0, 10, 1000.0, 0.0010000000000000002]),
    st.decimals("0.001", "1000", places=4).map(float),
)
steps = st.one_of(st.integers(0, MAX_STEPS), st.integers(0, 1000))


EXACT = Context(prec=60)


def plain(number: Decimal) -> str:
    """As it is written, without exponents and zeros at the end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@given(st.lists(steps, max_size=5), time_steps)
@example([45_036_001, 45_036_002], 0.1)
@example([MAX_STEPS], 0.012345678901234567)
@example([0, 1, MAX_STEPS], 1e-3)
@example([3], 1e3)
@example([], 0.0010000000000000002)
@example([7], 0.0010000000000000002)
def test_times_are_the_decimal_product(numbers, dt_ms):
    array = np.array(numbers, np.int64)
    exact = [EXACT.multiply(number, Decimal(repr(float(dt_ms)))) for number in numbers]
    assert time_texts(array, dt_ms) == [plain(product) for product in exact]
    assert times_ms(array, dt_ms).tolist() == [float(product) for product in exact]
    assert [time_ms(number, dt_ms) for number in numbers] == [float(product) for product in exact]


def test_tenths_of_a_millisecond_have_one_decimal_for_ever():
    late = np.arange(45_036_000, 45_036_100)
    assert time_texts(late, 0.1)[:3] == ["4503600", "4503600.1", "4503600.2"]
    assert max(map(len, map(repr, times_ms(late, 0.1).tolist()))) == len("4503600.1")
    assert time_text(MAX_STEPS, 0.1) == "109951162777.6"


@pytest.mark.parametrize(("dt_ms", "kind"), [(10, "i"), (10.0, "i"), (0.5, "f")])
def test_times_are_whole_where_the_time_step_is(dt_ms, kind):
    spikes = spikes_at(np.array([3]), np.array([0]), dt_ms)
    assert spikes.time_ms.dtype.kind == kind

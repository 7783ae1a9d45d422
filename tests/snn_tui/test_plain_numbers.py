"""One rule of how numbers are written, on the command line and in the dashboard."""

from decimal import Decimal

import click
import pytest

from snn_tui.dashboard.quantities import CURRENT, SEED, BadValueError
from snn_tui.parameters import Duration, FiniteNumber, NumberList, WholeNumber
from snn_tui.plain_numbers import advice, decimal_number, whole_number

NO_NUMBERS = [
    "",
    "6,5",
    "1,000",
    "1_000",
    "1'000",
    "٦",
    "\uff16.5",
    "²",
    "\u22125",
    "5 5",
    "0x10",
    "five",
]
NO_NUMBERS += ["nan", "inf", "-Infinity", "1e", "1e+", ".", "-", "1e99999", "--5", "5\n6", "1.5.2"]
NUMBERS = ["5", "-0.25", ".5", "5.", "+7", "1e-3", "2E1", " 6.5 ", "007"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_plain_number_is_refused_everywhere(text: str) -> None:
    assert decimal_number(text) is None
    assert whole_number(text) is None
    for quantity in (CURRENT, SEED):
        with pytest.raises(BadValueError):
            quantity.parse(text)
    for kind in (FiniteNumber(), WholeNumber(0), Duration()):
        with pytest.raises(click.BadParameter):
            kind.convert(text, None, None)
    with pytest.raises(click.BadParameter):
        NumberList().convert(text.replace(",", "_"), None, None)


@pytest.mark.parametrize("text", NUMBERS)
def test_a_plain_number_is_the_same_everywhere(text: str) -> None:
    value = float(text)
    assert decimal_number(text) == Decimal(text.strip())
    assert CURRENT.parse(text) == value
    assert FiniteNumber().convert(text, None, None) == value
    assert NumberList().convert(f"{text},{text}", None, None) == (value, value)


@pytest.mark.parametrize("text", ["1.0", "1e3", "5.", ".5"])
def test_whole_numbers_are_digits_alone(text: str) -> None:
    assert whole_number(text) is None
    with pytest.raises(BadValueError):
        SEED.parse(text)
    with pytest.raises(click.BadParameter):
        WholeNumber(0).convert(text, None, None)


def test_numbers_of_any_length_are_looked_at_in_no_time() -> None:
    for text in ("9" * 100_000, "0." + "9" * 100_000, "1e" + "9" * 100_000, " " * 100_000):
        assert decimal_number(text) is None
        assert whole_number(text) is None


@pytest.mark.parametrize(
    ("text", "word"), [("6,5", "a point"), ("1_000", "without marks"), ("٦", "0 to 9"), ("x,y", "")]
)
def test_what_looks_like_a_number_is_told_how_to_be_one(text: str, word: str) -> None:
    assert word in advice(text)
    assert bool(word) == bool(advice(text))


def test_nobody_is_told_to_write_a_point_where_only_whole_numbers_are_legal() -> None:
    with pytest.raises(click.BadParameter) as refusal:
        WholeNumber(1, 9).convert("6,5", None, None)
    assert refusal.value.message == (
        "'6,5' is not a whole number from 1 to 9; write 1000 without marks."
    )
    with pytest.raises(BadValueError, match=r"whole .* not 6,5; write 1000 without marks$"):
        SEED.parse("6,5")

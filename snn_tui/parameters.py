"""Types of command-line values: each says what is wrong and what would be legal."""

import math
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

import click

MAX_SECONDS = 10**9
STEP_S = Decimal("0.01")


class WholeNumber(click.ParamType[int]):
    """A whole number from `low` to `high` (None: no bound)."""

    name = "whole number"

    def __init__(self, low: int, high: int | None = None) -> None:
        self.low = low
        self.high = high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        legal = f"a whole number from {self.low}"
        legal += " up" if self.high is None else f" to {self.high}"
        text = str(value).strip()
        digits = text.removeprefix("-").removeprefix("+")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 30):
            self.fail(f"{value!r} is not {legal}.", param, ctx)
        number = int(text)
        if number < self.low or (self.high is not None and number > self.high):
            self.fail(f"{text} is not {legal}.", param, ctx)
        return number


class FiniteNumber(click.ParamType[float]):
    """A finite decimal number, from `low` to `high` where they are given."""

    name = "number"

    def __init__(self, low: float = -math.inf, high: float = math.inf) -> None:
        self.low = low
        self.high = high

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        legal = "a finite number such as 5 or -0.25"
        if math.isfinite(self.low) or math.isfinite(self.high):
            legal = f"a number from {self.low:g} to {self.high:g}"
        number = _number(str(value))
        if number is None or not self.low <= number <= self.high:
            self.fail(f"{value!r} is not {legal}.", param, ctx)
        return number


class NearChoice(click.Choice[str]):
    """One of some words; a near miss is told which."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        message = super().get_invalid_choice_message(value, ctx)
        near = get_close_matches(str(value), self.choices, n=1)
        return f"{message} Did you mean {near[0]!r}?" if near else message


class Duration(click.ParamType[int]):
    """Simulated seconds, converted to a number of steps of 10 ms."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        legal = f"a number of seconds from {STEP_S} to {MAX_SECONDS}, in steps of {STEP_S}"
        try:
            seconds = Decimal(str(value))
        except InvalidOperation:
            self.fail(f"{value!r} is not {legal}.", param, ctx)
        if not seconds.is_finite() or not STEP_S <= seconds <= MAX_SECONDS or seconds % STEP_S:
            self.fail(f"{value} is not {legal}.", param, ctx)
        return int(seconds / STEP_S)


class InitialState(click.ParamType[tuple[float, float, float]]):
    """Three finite numbers: x, y, z."""

    name = "x,y,z"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float, float]:
        numbers = [_number(part) for part in str(value).split(",")]
        if len(numbers) != 3 or None in numbers:
            legal = "three finite numbers x,y,z such as -0.8,-3.2,4.3"
            self.fail(f"{value!r} is not {legal}.", param, ctx)
        x, y, z = (number or 0.0 for number in numbers)
        return x, y, z


def _number(text: str) -> float | None:
    """The finite number that the text stands for, or None."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None

"""Types of command-line values: each says what is wrong and what would be legal."""

import math
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from engine.quoting import echoed, nearest, shown, shown_path
from snn_tui.limits import MAX_SECONDS
from snn_tui.plain_numbers import advice, decimal_number, whole_number

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
        number = whole_number(str(value))
        if number is None:
            hint = advice(str(value), whole=True)
            self.fail(f"{shown(value)} is not {legal}{hint}.", param, ctx)
        if number < self.low or (self.high is not None and number > self.high):
            self.fail(f"{number} is not {legal}.", param, ctx)
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
            self.fail(f"{shown(value)} is not {legal}{advice(str(value))}.", param, ctx)
        return number


class NearChoice(click.Choice[str]):
    """One of some words; a near miss is told which."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        message = super().get_invalid_choice_message(value, ctx)
        message = message.replace(repr(value), shown(value))
        near = nearest(str(value), self.choices)
        return f"{message} Did you mean {near!r}?" if near else message


def legal_duration(step_s: Decimal) -> str:
    """What durations there are, in words."""
    return f"a number of seconds from {step_s:f} to {MAX_SECONDS}, in steps of {step_s:f}"


class Duration(click.ParamType[Decimal]):
    """Simulated seconds, more than none."""

    name = "seconds"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        legal = legal_duration(STEP_S)
        seconds = decimal_number(str(value))
        if seconds is None:
            self.fail(f"{shown(value)} is not {legal}{advice(str(value))}.", param, ctx)
        if not 0 < seconds <= MAX_SECONDS:
            self.fail(f"{echoed(str(value))} is not {legal}.", param, ctx)
        return seconds


class NumberList(click.ParamType[tuple[float, ...]]):
    """Finite numbers, separated by commas."""

    name = "x,y,z"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, ...]:
        numbers = [_number(part) for part in str(value).split(",")]
        if None in numbers:
            legal = "three finite numbers x,y,z such as -0.8,-3.2,4.3, or one for each variable"
            self.fail(f"{shown(value)} is not {legal}.", param, ctx)
        return tuple(number or 0.0 for number in numbers)


class OutputFile(click.ParamType[Path]):
    """A file to write, judged as it is written: a path would forget a slash at the end."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        text = str(value)
        if not text:
            self.fail("an empty name is not a file's.", param, ctx)
        if os.path.basename(text) in {"", os.curdir, os.pardir}:
            self.fail(f"{shown_path(text)} is a folder's name; name a file in it.", param, ctx)
        return Path(text)


def _number(text: str) -> float | None:
    """The finite number that the text stands for, or None."""
    exact = decimal_number(text)
    number = math.inf if exact is None else float(exact)
    return number if math.isfinite(number) else None

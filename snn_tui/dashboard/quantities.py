"""What a user may set: names, units, legal ranges, and how text becomes a value."""

import math
from dataclasses import dataclass, replace

from engine.limits import MAX_SEED
from engine.live.frame import AS_DESCRIBED
from engine.quoting import echoed
from snn_tui.limits import MAX_LIVE_CURRENT, MAX_LIVE_NEURONS
from snn_tui.plain_numbers import advice, decimal_number, whole_number

Value = int | float | str

UNLIMITED = math.inf
"""As fast as possible, among speeds."""


class BadValueError(ValueError):
    """Text that is no legal value; the message says what would be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number within a range."""

    title: str
    low: float
    high: float
    unit: str = ""
    whole: bool = True
    step: float | None = None
    """What a key press adds; None goes along 1, 2, 5, 10, 20..."""
    multiple_of: int = 1
    or_max: bool = False
    """Whether `max`, no limit at all, is legal too."""
    legal: str
    """The range, short enough to stand beside the value."""

    def parse(self, text: str) -> Value:
        """The value that `text` says. Raises BadValueError."""
        plain = text.strip()
        if self.or_max and plain.lower() == "max":
            return UNLIMITED
        number = whole_number(plain) if self.whole else decimal_number(plain)
        if number is None:
            hint = advice(plain, whole=self.whole)
            raise BadValueError(f"{self._must}, not {echoed(plain) or 'nothing'}{hint}")
        value = number if isinstance(number, int) else float(number)
        if not self.low <= value <= self.high or (self.whole and value % self.multiple_of):
            raise BadValueError(f"{self._must}, not {echoed(plain)}")
        return value

    def nudged(self, value: Value, direction: int) -> Value:
        """The next value up (1) or down (-1), or the same one at the end of the range."""
        number = value if isinstance(value, int | float) else float(value)
        if number == UNLIMITED:
            return self.high if direction < 0 else UNLIMITED
        if self.or_max and direction > 0 and number >= self.high:
            return UNLIMITED
        if self.step is None:
            near = _next_round(number, direction)
        else:
            near = round(number + direction * self.step, 9)
        inside = min(max(near, self.low), self.high)
        return round(inside) if self.whole else inside

    def allows(self, number: float) -> bool:
        """Whether it may be this number."""
        return self.low <= number <= self.high and number % self.multiple_of == 0

    def text(self, value: Value) -> str:
        """The value as the user would type it."""
        if value == UNLIMITED:
            return "max"
        return f"{value:.10g}" if isinstance(value, float) else str(value)

    @property
    def _must(self) -> str:
        kind = "a whole number " if self.whole else ""
        unit = f" {self.unit}" if self.unit else ""
        grain = f" in steps of {self.multiple_of}" if self.multiple_of > 1 else ""
        alternative = ", or max" if self.or_max else ""
        span = f"{kind}from {self.low} to {self.high}"
        return f"{self.title} must be {span}{unit}{grain}{alternative}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of a few words."""

    title: str
    options: tuple[str, ...]

    @property
    def legal(self) -> str:
        """The words, to stand beside the value; none where there is nothing to choose."""
        return "/".join(self.options) if len(self.options) > 1 else ""

    def parse(self, text: str) -> Value:
        """The word that `text` is. Raises BadValueError."""
        word = text.strip().lower()
        if word not in self.options:
            legal = " or ".join(self.options)
            raise BadValueError(f"{self.title} must be {legal}, not {echoed(text)}")
        return word

    def nudged(self, value: Value, direction: int) -> Value:
        """The next word, round and round."""
        return self.options[(self.options.index(str(value)) + direction) % len(self.options)]

    def text(self, value: Value) -> str:
        """The word."""
        return str(value)


def _next_round(number: float, direction: int) -> float:
    """The nearest of ..., 0.5, 1, 2, 5, 10, ... above (1) or below (-1)."""
    decade = math.floor(math.log10(number))
    ladder = [
        step * 10.0**power for power in (decade - 1, decade, decade + 1) for step in (1, 2, 5)
    ]
    slack = 1e-9 * number
    if direction > 0:
        return min(step for step in ladder if step > number + slack)
    return max(step for step in ladder if step < number - slack)


SIZE = Quantity(title="Size", low=1, high=MAX_LIVE_NEURONS, unit="neurons", legal="1…1000000")
FIXED_SIZE = replace(SIZE, legal="fixed")
"""Of a network whose description does not say how it grows."""
CURRENT = Quantity(
    title="Current",
    low=-MAX_LIVE_CURRENT,
    high=MAX_LIVE_CURRENT,
    whole=False,
    step=0.1,
    legal="-100…100",
)
SEED = Quantity(title="Seed", low=0, high=MAX_SEED, step=1, legal="0…2^64-1")
COUPLING = Choice(title="Coupling", options=("scaled", "raw"))
FIXED_COUPLING = Choice(title="Coupling", options=(AS_DESCRIBED,))
"""Of a network whose weights do not follow its size."""
SPEED = Quantity(
    title="Speed",
    low=0.01,
    high=1000,
    unit="times real time",
    whole=False,
    or_max=True,
    legal="0.01…1000 x",
)
AMPLITUDE = replace(CURRENT, title="Pulse", step=1)
DURATION = Quantity(
    title="Lasting", low=10, high=10_000, unit="ms", multiple_of=10, legal="10…10000 ms"
)
MOST_STEPS_PER_COLUMN = 1000
REACH = {"": 100.0, "nA": 100.0, "pA": 10_000.0, "uA_per_cm2": 1000.0}
"""The largest current by its unit."""
NUDGE = {"": 0.1, "nA": 0.01, "pA": 10.0, "uA_per_cm2": 0.5}
"""What a key press adds to it."""


def spelled(unit: str) -> str:
    """A unit as it is written, not as the name of a key ends."""
    plain = unit.replace("_per_", "/")
    return f"µ{plain[1:]}" if plain.startswith("u") else plain


def current(unit: str) -> Quantity:
    """The applied current, in a network's unit."""
    return _in_unit(CURRENT, unit, NUDGE.get(unit, 0.1))


def amplitude(unit: str) -> Quantity:
    """A pulse's current, in a network's unit."""
    return _in_unit(AMPLITUDE, unit, 10 * NUDGE.get(unit, 0.1))


def _in_unit(quantity: Quantity, unit: str, step: float) -> Quantity:
    reach, name = REACH.get(unit, 100.0), spelled(unit)
    legal = f"±{reach:g} {name}" if unit else quantity.legal
    return replace(quantity, low=-reach, high=reach, step=step, unit=name, legal=legal)


def duration(dt_ms: float) -> Quantity:
    """How long a pulse lasts, in whole steps of at least a millisecond."""
    step = max(1, round(dt_ms))
    return replace(DURATION, low=step, multiple_of=step, legal=f"{step}…10000 ms")


def column_width(dt_ms: float) -> Quantity:
    """The simulated time of a column, whole steps of it."""
    step = max(1, round(dt_ms))
    return replace(
        Quantity(title="Column", low=step, high=step * MOST_STEPS_PER_COLUMN, unit="ms", legal=""),
        multiple_of=step,
        legal=f"{step}…{step * MOST_STEPS_PER_COLUMN} ms",
    )

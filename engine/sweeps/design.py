"""Which points of the space of parameters are run: all of a grid, or a sample."""

import itertools
import math
import warnings
from collections.abc import Mapping, Sequence
from importlib.util import find_spec

from engine.errors import EngineLoadError, InvalidValueError, UnknownNameError
from engine.sweeps.choices import Choices, Listed, Value
from engine.sweeps.parameters import told
from engine.validation import whole_number

MOST_RUNS = 1_000_000
METHODS = {"sobol": "Sobol", "halton": "Halton", "latin-hypercube": "LatinHypercube"}
"""Names here, and of the classes of SciPy."""
Point = tuple[Value, ...]


def grid(axes: Mapping[str, Choices]) -> list[Point]:
    """Every combination, the last parameter varying fastest. Raises InvalidValueError."""
    lists = []
    for name, each in axes.items():
        if not isinstance(each, Listed):
            raise InvalidValueError(
                f"{told(name)} has a span of values: give a step or a number of them, or a sample"
            )
        lists.append(each.values)
    count = math.prod(map(len, lists))
    if count > MOST_RUNS:
        raise InvalidValueError(f"at most {MOST_RUNS} runs, not {count}")
    return list(itertools.product(*lists))


def sample(axes: Sequence[Choices], count: int, method: str) -> list[Point]:
    """So many points, spread evenly; with another count of Sobol's or Halton's, they go on.

    Raises InvalidValueError, UnknownNameError, EngineLoadError.
    """
    whole_number("sample", count, 1, MOST_RUNS)
    if method not in METHODS:
        raise UnknownNameError("method", method, METHODS)
    if not axes:
        raise InvalidValueError("a sample needs parameters that are varied")
    if find_spec("scipy") is None:
        raise EngineLoadError(
            "samples are drawn by scipy, which is not installed: pip install 'snn-tui[sweep]'"
        )
    from scipy.stats import qmc  # noqa: PLC0415 - an extra, and only for samples

    with warnings.catch_warnings():
        # Sobol's are balanced best where there are a power of two of them, which is well known.
        warnings.simplefilter("ignore")
        shares = getattr(qmc, METHODS[method])(len(axes), rng=0).random(count)
    return [tuple(map(_at, axes, row)) for row in shares.tolist()]


def _at(axis: Choices, share: float) -> Value:
    return axis.at(min(share, math.nextafter(1.0, 0.0)))

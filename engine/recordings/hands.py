"""Hands as a recording has them: what a person did to a running network, to be done again."""

from typing import cast, get_args

import numpy as np
from numpy.typing import NDArray

from engine.live.by_hand import ALL, Deed, Hand

DEEDS: tuple[Deed, ...] = get_args(Deed)
ROW = np.dtype(
    [("step", "<i8"), ("deed", "S8"), ("value", "<f8"), ("steps", "<i8"), ("neuron", "<i8")]
)


def rows_of(hands: list[Hand]) -> NDArray[np.void]:
    """Hands as a file has them."""
    return np.array([(h.step, h.deed.encode(), *h[2:]) for h in hands], ROW)


def hands_of(rows: NDArray[np.void], size: int, last_step: int) -> list[Hand]:
    """Hands of a file that is not trusted. Raises ValueError for what nobody can have done."""
    steps, neurons = rows["step"], rows["neuron"]
    names = [name.decode("ascii", "replace") for name in rows["deed"].tolist()]
    sound = (
        bool(np.all(np.diff(steps) >= 0))
        and bool(np.all((steps >= 0) & (steps <= last_step)))
        and bool(np.all((neurons >= ALL) & (neurons < size)))
        and bool(np.isfinite(rows["value"]).all())
        and bool(np.all((rows["steps"] >= 0) & (rows["steps"] < 2**40)))
        and set(names) <= set(DEEDS)
    )
    if not sound:
        raise ValueError("its hands are none that anybody can have had")
    numbers = zip(*(rows[key].tolist() for key in ("value", "steps", "neuron")), strict=True)
    return [
        Hand(step, cast(Deed, name), *rest)
        for step, name, rest in zip(steps.tolist(), names, numbers, strict=True)
    ]

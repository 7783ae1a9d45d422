"""The arithmetic of a rule: one loop over the synapses that a spike changes, in SIMD.

Laws of one rule that differ in nothing else have a loop each in the same part, which is compiled
once for all of them.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.plastic_arrays import K_LARGEST, K_RULE, K_SHARE
from engine.numerics.jit import subroutine
from engine.plasticity.kernel import Change, Constants, PlasticKernel


@subroutine
def _rule_of(constants: NDArray[np.float64]) -> Constants:
    """The rule's own constants, in registers."""
    return (
        constants[K_RULE],
        constants[K_RULE + 1],
        constants[K_RULE + 2],
        constants[K_RULE + 3],
    )


def law_on_pre(kernel: PlasticKernel) -> Callable[..., None]:
    """What a presynaptic spike makes of weights."""
    return _chosen(kernel, [_loop(law.on_pre) for law in kernel.laws])


def law_on_post(kernel: PlasticKernel) -> Callable[..., None]:
    """What a postsynaptic spike makes of weights."""
    return _chosen(kernel, [_loop(law.on_post) for law in kernel.laws])


def _loop(change: Change) -> Callable[..., None]:
    @subroutine
    def change_all(
        weights: NDArray[Any],
        fast: NDArray[np.float64],
        slow: NDArray[np.float64],
        own_slow: float,
        is_next: NDArray[np.float64],
        constants: NDArray[np.float64],
    ) -> None:
        """fast, slow: traces of the other side; what a rule has no use for is not looked at."""
        to_share, largest, rule = constants[K_SHARE], constants[K_LARGEST], _rule_of(constants)
        for e in range(fast.size):
            weight = np.float64(weights[e])
            # Rounded to single precision a weight may exceed the largest one.
            share = min(weight * to_share, 1.0)
            after = change(share, fast[e], slow[e], own_slow, is_next[e], rule)
            weights[e] = weight if after == share else after * largest

    return change_all


def _chosen(kernel: PlasticKernel, loops: list[Callable[..., None]]) -> Callable[..., None]:
    """The loop of the law that the rule's constants tell."""
    *first, change_all = loops
    for number in reversed(range(len(first))):
        change_all = _either(kernel.law_of, number, first[number], change_all)
    return change_all


def _either(
    law_of: Callable[[Constants], int],
    number: int,
    change: Callable[..., None],
    change_otherwise: Callable[..., None],
) -> Callable[..., None]:
    """One loop where the law is that of a number, the other one where it is not."""

    @subroutine
    def change_all(
        weights: NDArray[Any],
        fast: NDArray[np.float64],
        slow: NDArray[np.float64],
        own_slow: float,
        is_next: NDArray[np.float64],
        constants: NDArray[np.float64],
    ) -> None:
        if law_of(_rule_of(constants)) == number:
            change(weights, fast, slow, own_slow, is_next, constants)
        else:
            change_otherwise(weights, fast, slow, own_slow, is_next, constants)

    return change_all

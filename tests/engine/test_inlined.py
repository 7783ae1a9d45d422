"""Parts of kernels, compiled the short way and, where numba does not know it, the long one."""

import sys

import numpy as np
import pytest

from engine.numerics.jit import INTERPRETED, kernel, subroutine


def made():
    """A kernel with a part that has a part."""

    @subroutine
    def squared(x):
        return x * x

    @subroutine
    def add_squares(values, total):
        for i in range(values.size):
            total[0] += squared(values[i])

    @kernel
    def sum_of_squares(values, total):
        add_squares(values, total)

    return sum_of_squares


def result_of(function):
    total = np.zeros(1)
    function(np.arange(4.0), total)
    return total[0]


@pytest.mark.skipif(INTERPRETED, reason="nothing is compiled")
def test_parts_have_no_machine_code_of_their_own():
    from engine.numerics.inlined import _Library

    kept = []
    finalize = _Library._finalize_final_module
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            _Library,
            "_finalize_final_module",
            lambda self: (kept.append(self.name), finalize(self)),
        )
        assert result_of(made()) == 14.0
    assert [name.split(".")[-1] for name in kept] == ["squared", "add_squares"]


@pytest.mark.skipif(INTERPRETED, reason="nothing is compiled")
def test_a_numba_without_those_inner_parts_compiles_in_full(monkeypatch):
    monkeypatch.setitem(sys.modules, "engine.numerics.inlined", None)
    assert result_of(made()) == 14.0

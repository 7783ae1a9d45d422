"""How parts are compiled for vectors of 512 bits, on CPUs where these cost nothing.

The first CPUs that had them lowered their clock for them, so LLVM takes 256 bits on all of Intel's;
on AMD's it takes 512 anyway. Only what is compiled by `Wide` is told otherwise, by an attribute of
its functions. It leans on numba's inner parts: a numba that has them no more compiles as always.
"""

# mypy: disallow-untyped-calls=False
from typing import Any

from llvmlite.ir.values import FunctionAttributes
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.core.registry import cpu_target

WIDE = '"prefer-vector-width"="512"'


def is_worthwhile() -> bool:
    """Whether numba compiles for a CPU here that gains by being told."""
    features = cpu_target.target_context.codegen().magic_tuple()[-1]
    return issubclass(FunctionAttributes, set) and gains_by(features)


def gains_by(features: str) -> bool:
    """Whether a CPU of these features, as LLVM lists them, is Intel's Ice Lake or a later one."""
    known = set(features.split(","))
    is_recent = not known.isdisjoint({"+avx512vbmi2", "+avx512fp16"})
    # Only AMD has SSE4a.
    return "+avx512f" in known and is_recent and "+sse4a" not in known


class _Library(JITCodeLibrary):
    """Marks functions before anything is put into them or optimised."""

    def add_ir_module(self, ir_module: Any) -> None:
        for function in ir_module.functions:
            if not function.is_declaration:
                # Its own `add` refuses attributes that have a value.
                set.add(function.attributes, WIDE)
        super().add_ir_module(ir_module)


class Wide(Compiler):
    """Numba's usual passes, which lower into such a library."""

    def define_pipelines(self) -> list[Any]:
        """The usual ones."""
        codegen, name = self.state.targetctx.codegen(), self.state.func_id.func_qualname
        self.state.library = _Library(codegen, name)
        # Without it the library could not be kept on disk.
        self.state.library.enable_object_caching()
        return list(super().define_pipelines())

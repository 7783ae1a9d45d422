"""How numba compiles what is only ever put into kernels: without machine code of its own.

Numba would optimise, compile and wrap each such function by itself, and then all of it once more
within each kernel that calls it; leaving the first out halves the time of a first run. It leans on
numba's inner parts: a numba that has them no more compiles everything in full.
"""

# mypy: disallow-untyped-calls=False
from typing import Any

from numba import _dynfunc  # type: ignore[attr-defined]
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering


class _Library(JITCodeLibrary):
    """Keeps its code as it was lowered: the kernel it is linked into is optimised as a whole."""

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class _Lowering(NativeLowering):
    """Lowers into such a library."""

    _name = "inlined_lowering"

    def run_pass(self, state: Any) -> bool:
        state.library = _Library(state.targetctx.codegen(), state.func_id.func_qualname)
        state.flags.no_compile = True
        super().run_pass(state)
        library, described, environment = state.library, state.cr.fndesc, state.cr.env
        library.finalize()
        # Numba's tables want something to call; nobody ever calls it.
        name = described.qualname.split(".")[-1]
        module = described.lookup_module()
        entry = _dynfunc.make_function(module, name, "", 0, environment, (library,))
        state.targetctx.insert_user_function(entry, described, [library])
        state.reload_init.extend(library._reload_init)
        state["cr"] = state.cr._replace(cfunc=entry)
        return True


class Inlined(CompilerBase):
    """Numba's usual passes, with another lowering at their end."""

    def define_pipelines(self) -> list[Any]:
        """The one pipeline there is."""
        pipeline = DefaultPassBuilder.define_nopython_pipeline(self.state)
        pipeline.passes = [
            (_Lowering if step is NativeLowering else step, what) for step, what in pipeline.passes
        ]
        pipeline._finalized = False
        pipeline.finalize()
        return [pipeline]

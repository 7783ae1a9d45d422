"""The program in several processes that `mpiexec` started: the first runs it, the others help.

What they share are networks in motion; the command line, files and streams are the first one's.
Whatever ends one of them ends all.
"""

import os
import platform
import signal
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

import engine
from engine.numerics.kernel_cache.folder import folder_name
from engine.processes.launch import Launch
from engine.processes.processes import ALONE, Processes
from engine.quoting import shown
from snn_tui.streams import tell

PROGRAM = "snn-tui"
MISSING = f"{PROGRAM}: several processes need more: pip install 'snn-tui[mpi]'"
FAILED, BAD_INPUT = 1, 2

_present: list[Processes] = [ALONE]


def present_processes() -> Processes:
    """Those that share each network of this program; one alone unless `mpiexec` started several."""
    return _present[0]


def run_in_several(launch: Launch, program: Callable[[], None]) -> NoReturn:
    """Run the program, which ends by SystemExit, or help the process that does; ends this one."""
    try:
        from mpi4py import MPI  # noqa: PLC0415 - an extra, which takes a while to load

        from engine.processes.mpi import MpiProcesses  # noqa: PLC0415
        from engine.processes.orders import LeadingProcess, follow  # noqa: PLC0415
    except (ImportError, RuntimeError):
        # Without its library, mpi4py raises the second.
        _end(BAD_INPUT, MISSING if launch.rank == 0 else "")
    try:
        if launch.rank > 0:
            # The first one hears it as well, ends at a whole line, and lets the others go.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            processes = MpiProcesses()
            if not why_not_alike(processes.gathered(_known())):
                follow(processes)
            MPI.Finalize()
            _end(0)
        leading = LeadingProcess()
        refusal, code = why_not_alike(leading.gathered(_known())), BAD_INPUT
        tell(refusal)
        if not refusal:
            _present[0] = leading
            code = _exit_code(program)
            if leading.is_ordering:
                MPI.COMM_WORLD.Abort(code or FAILED)
            leading.let_go()
        MPI.Finalize()
        _end(code)
    except BaseException as error:
        tell(f"{PROGRAM}: process {launch.rank} of {launch.processes}: {_told(error)}")
        MPI.COMM_WORLD.Abort(FAILED)
        os._exit(FAILED)


def _exit_code(program: Callable[[], None]) -> int:
    try:
        program()
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else 0
    return 0


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _end(code: int, message: str = "") -> NoReturn:
    """End at once, as `snn_tui.streams.leave`."""
    tell(message)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


Known = tuple[str, str, tuple[str, ...]]
"""What a process was started with: version, a digest of sources, arguments."""


def _known() -> Known:
    sources = folder_name(Path(engine.__file__).parent, (platform.python_version(),))
    return version(PROGRAM), sources.partition("-")[2], tuple(sys.argv[1:])


def why_not_alike(known: Sequence[Known]) -> str:
    """Why these processes can't share a network; empty if all were started with the same."""
    first = known[0]
    for rank, other in enumerate(known):
        words = ""
        if other[0] != first[0]:
            words = f"has version {shown(other[0])} and process 0 {shown(first[0])}"
        elif other[1] != first[1]:
            words = "has other sources than process 0"
        elif other != first:
            given, others = shown(" ".join(first[2])), shown(" ".join(other[2]))
            words = f"was started with {others} and process 0 with {given}"
        if words:
            return f"{PROGRAM}: process {rank} {words}; let all run the same"
    return ""

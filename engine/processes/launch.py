"""Whether this process is one of several that were started together."""

import os
from collections.abc import Mapping
from typing import NamedTuple

RANK_AND_COUNT = (
    ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
    ("PMI_RANK", "PMI_SIZE"),
    ("PMIX_RANK", "SLURM_NTASKS"),
)
"""What Open MPI, MPICH and its relatives, and Slurm by PMIx tell the processes that they start."""


class Launch(NamedTuple):
    """Which process this is, and of how many."""

    rank: int
    processes: int


def launched(environ: Mapping[str, str] = os.environ) -> Launch | None:
    """What `mpiexec` says, without asking MPI; None for a process that is on its own."""
    for rank, count in RANK_AND_COUNT:
        said = environ.get(rank, ""), environ.get(count, "")
        if all(word.isdecimal() for word in said):
            found = Launch(*map(int, said))
            return found if found.processes > 1 else None
    return None

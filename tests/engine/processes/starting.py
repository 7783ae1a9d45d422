"""Starting programs in several processes."""

import os
import subprocess
import sys
from pathlib import Path

Done = subprocess.CompletedProcess[str]
ENVIRONMENT = {
    # Only what connects processes of one machine is looked for, which takes a second less.
    "OMPI_MCA_pml": "ob1",
    "OMPI_MCA_btl": "self,sm",
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
}


def in_processes(count: int, *words: str, seconds: float = 120.0) -> Done:
    """What a module, named first, did with these arguments in so many processes."""
    return subprocess.run(
        [
            str(Path(sys.executable).parent / "mpiexec"),
            "--oversubscribe",
            "-n",
            str(count),
            *(sys.executable, "-m"),
            *words,
        ],
        env=os.environ | ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )

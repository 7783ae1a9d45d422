"""Telling that mpiexec started this process, and others."""

import pytest

from engine.processes.launch import Launch, launched


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, None),
        ({"OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "1"}, None),
        ({"OMPI_COMM_WORLD_RANK": "3", "OMPI_COMM_WORLD_SIZE": "4"}, Launch(3, 4)),
        ({"PMI_RANK": "1", "PMI_SIZE": "2"}, Launch(1, 2)),
        ({"PMIX_RANK": "2", "SLURM_NTASKS": "3"}, Launch(2, 3)),
        (
            {
                "OMPI_COMM_WORLD_RANK": "0",
                "OMPI_COMM_WORLD_SIZE": "1",
                "PMIX_RANK": "0",
                "SLURM_NTASKS": "3",
            },
            None,
        ),
        ({"SLURM_PROCID": "0", "SLURM_NTASKS": "3"}, None),
        ({"PMI_SIZE": "2"}, None),
        ({"PMI_RANK": "one", "PMI_SIZE": "2"}, None),
    ],
)
def test_who_started_this_process(environ: dict[str, str], expected: Launch | None) -> None:
    assert launched(environ) == expected

"""engine.sweep: a network run many times, a row of numbers for each."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.description.network import Network
from engine.quoting import shown_path
from engine.sweeps.cluster import require_libraries
from engine.sweeps.columns import schema
from engine.sweeps.plan import Plan, plan
from engine.sweeps.results_file import ResultsError, ResultsFile
from engine.sweeps.sweep import Sweep
from engine.validation import file_name

if TYPE_CHECKING:
    import pyarrow as pa


def sweep(
    network: Network,
    vary: Mapping[str, Any],
    *,
    duration_ms: float,
    seeds: int | Sequence[int] = 1,
    sample: int | None = None,
    method: str = "sobol",
    from_ms: float = 0.0,
    workers: int | None = None,
    scheduler: str | None = None,
    output: str | Path | None = None,
    force: bool = False,
    resume: bool = False,
    recordings: str | Path | None = None,
) -> "pa.Table":
    """Run the network with each combination of these values and seeds; a row for each run.

    vary: values by names of parameters as files have them, such as inputs.0.rate_Hz: a list, or a
    text such as "10:40:5". seeds: how many, or which. sample: so many points in place of all
    combinations, by `method`. from_ms: measured from there on. workers: processes of this machine,
    by default as many as cores and memory allow. scheduler: the address of Dask's, to have the runs
    elsewhere. output: a Parquet or CSV file, with `force` replaced, with `resume` gone on with.
    recordings: a folder for the spikes of each run.

    Raises InvalidValueError, UnknownNameError for what can't be, before anything is run;
    EngineLoadError without the extra [sweep], NetworkTooLargeError, SchedulerError, ResultsError.
    """
    require_libraries()
    planned = plan(
        network,
        vary,
        duration_ms=duration_ms,
        seeds=seeds,
        sampled=sample,
        method=method,
        from_ms=from_ms,
        recordings=None if recordings is None else file_name("recordings", recordings),
    )
    make_folder(planned)
    path = None if output is None else Path(file_name("output", output))
    file = None
    if path is not None:
        file = ResultsFile(path, schema(planned), planned.key, force=force, resume=resume)
    doing = Sweep(planned, file)
    try:
        if doing.left:
            with doing.client(workers, scheduler) as client:
                for _ in doing.rows(client):
                    pass
        return doing.finish()
    except BaseException:
        doing.abandon()
        raise


def make_folder(planned: Plan) -> None:
    """Make the folder for the spikes of runs, if they are asked for. Raises ResultsError."""
    name = planned.setting.recordings
    if name is None:
        return
    try:
        Path(name).mkdir(exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ResultsError(f"cannot make the folder {shown_path(name)}: {reason}") from error

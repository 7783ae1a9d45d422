"""Sweeps by one worker within this process: rows, order, what is left to do, errors."""

import socket
from contextlib import contextmanager
from types import SimpleNamespace

import pyarrow as pa
import pytest

import engine
from engine.errors import EngineLoadError, NetworkTooLargeError
from engine.runtime import memory as free
from engine.sweeps import cluster, memory, sweep as sweeps, sweeping, warming
from engine.sweeps.one_run import carried_out, recording_of
from engine.sweeps.plan import plan
from engine.sweeps.results_file import ResultsFile
from tests.engine.sweeps.here import client_here
from tests.engine.sweeps.networks import SMALL

VARY = {"inputs.0.rate_Hz": "100:200:50", "populations.e.size": [10, 20]}


@pytest.fixture(scope="module")
def client():
    with client_here() as client:
        yield client


@pytest.fixture(autouse=True)
def _here(client, monkeypatch):
    """Let sweeps run in this process."""

    @contextmanager
    def lent(*_):
        yield client

    monkeypatch.setattr(sweeps, "local_client", lent)
    monkeypatch.setattr(sweeping, "LOOK_S", 0.01)


def swept(vary=VARY, **options):
    return engine.sweep(SMALL, vary, duration_ms=50.0, **options)


def without_times(table: pa.Table) -> pa.Table:
    return table.drop_columns(["wall_s"])


def test_there_is_a_row_for_each_run_in_order():
    table = swept(seeds=2)
    found = plan(SMALL, VARY, duration_ms=50.0, seeds=2)
    runs = list(found.runs())
    assert table["key"].to_pylist() == [run.key for run in runs]
    assert table["populations.e.size"].to_pylist() == [10, 10, 20, 20] * 3
    assert table["seed"].to_pylist() == [3, 4] * 6
    assert table["error"].null_count == 12
    assert set(table["lost_workers"].to_pylist()) == {0}
    assert min(table["wall_s"].to_pylist()) > 0.0
    for at in (0, 7):
        alone = carried_out(found.setting, runs[at]).measures
        assert {name: table[name][at].as_py() for name in alone} == alone
    assert len(set(table["rate_Hz.e"].to_pylist())) > 6


def test_a_run_that_fails_is_a_row(monkeypatch):
    vary = {
        "populations.e.parameters.threshold_mV": [-40.0, -80.0],
        "populations.e.parameters.reset_mV": [-60.0],
    }
    table = swept(vary)
    assert table["error"][0].as_py() is None
    assert "populations.e.parameters" in table["error"][1].as_py()
    assert table["rate_Hz.e"].to_pylist()[1] is None


def test_what_is_there_is_not_run_again(tmp_path, monkeypatch):
    path = tmp_path / "r.parquet"
    first = swept(output=path)
    more = {**VARY, "inputs.0.rate_Hz": "100:250:50"}
    done = []
    monkeypatch.setattr(
        sweeps, "swept", lambda client, setting, runs, stopped: _noted(done, runs, client, setting)
    )
    second = swept(more, output=path, resume=True)
    assert len(done) == 2
    assert second.num_rows == 8
    assert second.slice(0, 6).equals(first)
    assert swept(more, output=path, resume=True).equals(second)
    assert len(done) == 2
    # Rows of runs that are asked for no more stay, behind the others.
    fewer = swept({**VARY, "inputs.0.rate_Hz": [250.0]}, output=path, resume=True)
    assert (
        fewer["inputs.0.rate_Hz"].to_pylist()
        == [250.0] * 2 + [100.0] * 2 + [150.0] * 2 + [200.0] * 2
    )


def _noted(done, runs, client, setting):
    from engine.sweeps.sweeping import swept as really

    runs = list(runs)
    done += runs
    return really(client, setting, iter(runs), lambda: False)


def test_runs_that_failed_or_lack_their_spikes_are_run_again(tmp_path):
    path, folder = tmp_path / "r.csv", tmp_path / "spikes"
    table = swept(output=path, recordings=folder)
    keys = table["key"].to_pylist()
    assert sorted(each.stem for each in folder.iterdir()) == sorted(keys)
    recording_of(str(folder), keys[2]).unlink()
    found = plan(SMALL, VARY, duration_ms=50.0, recordings=str(folder))
    file = ResultsFile(path, table.schema, found.key, resume=True)
    errors = [None] * 5 + ["it failed"]
    at = table.schema.get_field_index("error")
    file.add(table.set_column(at, "error", pa.array(errors, pa.string())))
    sweep = sweeps.Sweep(found, file)
    assert [run.key for run in sweep._left] == [keys[2], keys[5]]
    file.abandon()


def test_it_stops_when_it_is_told(client, tmp_path):
    found = plan(SMALL, VARY, duration_ms=50.0, seeds=50)
    file = ResultsFile(tmp_path / "r.csv", sweeps.schema(found), found.key)
    sweep = sweeps.Sweep(found, file)
    taken = []
    for rows in sweep.rows(client, lambda: bool(taken)):
        taken.append(rows.num_rows)
    assert len(taken) == 1
    assert sweep.abandon().startswith(f"{taken[0]} run")
    again = sweeps.Sweep(found, ResultsFile(tmp_path / "r.csv", sweeps.schema(found), found.key))
    assert again.left == found.count - taken[0] > 0
    again.abandon()


def test_workers_without_the_program_are_told(client, monkeypatch):
    def failing(*_):
        raise ModuleNotFoundError("No module named 'engine'")

    monkeypatch.setattr("engine.sweeps.sweeping.warmed", failing)
    with pytest.raises(engine.EngineError, match="the workers can't run it: No module named"):
        swept()


def test_a_scheduler_that_goes_away_is_told():
    found = plan(SMALL, VARY, duration_ms=50.0)
    gone = SimpleNamespace(status="closed")
    with pytest.raises(cluster.SchedulerError, match="the scheduler of Dask went away"):
        list(sweeping.swept(gone, found.setting, found.runs(), lambda: False))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"workers": 0}, "workers must be from 1"),
        ({"scheduler": 5}, "scheduler must be a str"),
        ({"output": 5}, "output must be the name of a file"),
        ({"recordings": 5}, "recordings must be the name of a file"),
    ],
)
def test_what_programs_pass_is_checked(options, words):
    with pytest.raises(engine.InvalidValueError, match=words):
        swept(**options)


def test_where_no_process_can_be_begun_it_is_told(monkeypatch):
    def none(**_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("distributed.LocalCluster", none)
    with (
        pytest.raises(cluster.SchedulerError, match="no workers can be begun here: can't start"),
        cluster.local_client(1, 10**9),
    ):
        pass


def test_without_the_extra_it_is_named(monkeypatch):
    monkeypatch.setattr(cluster, "find_spec", lambda name: None if name == "pyarrow" else name)
    with pytest.raises(EngineLoadError, match=r"pyarrow.*pip install 'snn-tui\[sweep\]'"):
        swept()


def test_without_a_scheduler_there_is_a_line(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE_S", 0.2)
    with pytest.raises(cluster.SchedulerError, match="no scheduler of Dask answers at 'tcp://"):
        swept(scheduler="tcp://127.0.0.1:1")
    with pytest.raises(cluster.SchedulerError, match="unknown address scheme"):
        swept(scheduler="nowhere://127.0.0.1:1")


def test_what_listens_and_says_nothing_is_no_scheduler(monkeypatch):
    monkeypatch.setattr(cluster, "LIMIT_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(cluster.SchedulerError, match=r"answers at .* within 0\.3 s$"):
            swept(scheduler=address)


def test_a_scheduler_is_awaited_no_longer_than_it_is_wanted(monkeypatch):
    monkeypatch.setattr(cluster, "LIMIT_S", 1e9)
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(cluster.SchedulerError),
        cluster.remote_client(f"tcp://127.0.0.1:{silent.getsockname()[1]}", lambda: True),
    ):
        pass


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError("timed\nout"), "within 5 s: timed"),
        (ValueError("missing port"), "at 'tcp://h:1': missing port"),
        (MemoryError(), "at 'tcp://h:1': what answers there is none"),
    ],
)
def test_why_there_is_no_scheduler_is_a_line(monkeypatch, error, words):
    def failing(*_, **__):
        raise error

    monkeypatch.setattr("distributed.Client", failing)
    with pytest.raises(cluster.SchedulerError, match=words) as caught:
        swept(scheduler="tcp://h:1")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("gigabytes", "wanted", "workers"), [(100, None, 4), (100, 3, 3), (2.5, None, 2), (100, 9, 6)]
)
def test_there_are_as_many_workers_as_cores_runs_and_memory_allow(
    monkeypatch, gigabytes, wanted, workers
):
    monkeypatch.setattr(memory, "usable_cores", lambda: 4)
    monkeypatch.setattr(memory, "free_memory", lambda: free.Free(int(gigabytes * 1e9), ""))
    assert memory.workers_with_room(10**9, wanted, 6) == workers


def test_without_room_for_one_nothing_is_begun(monkeypatch):
    monkeypatch.setattr(memory, "free_memory", lambda: free.Free(10**9, " within a limit"))
    with pytest.raises(NetworkTooLargeError, match="2 workers of 2 GB each need more memory than"):
        memory.workers_with_room(2 * 10**9, 2, 6)
    with pytest.raises(NetworkTooLargeError, match="1 worker of 2 GB"):
        memory.workers_with_room(2 * 10**9, None, 6)


def test_a_worker_has_what_its_largest_run_needs():
    small = plan(SMALL, {"populations.e.size": [10]}, duration_ms=50.0)
    large = plan(SMALL, {"populations.e.size": [10, 100_000]}, duration_ms=50.0)
    least = memory.bytes_of_a_worker(small)
    needed = engine.Simulation(SMALL).needed_bytes
    assert memory.PROGRAM_BYTES < least < memory.PROGRAM_BYTES + 10 * needed
    assert memory.bytes_of_a_worker(large) > least + 100e6
    # It may be any of many.
    vary = {"inputs.0.rate_Hz": "1:100:1", "populations.e.size": [10, 100_000]}
    many = plan(SMALL, vary, duration_ms=50.0)
    assert memory.bytes_of_a_worker(many) == memory.bytes_of_a_worker(large)


def test_models_that_vary_are_compiled_before_their_runs(monkeypatch):
    known = []
    monkeypatch.setattr("engine.live.warming.is_warm", lambda _: False)
    monkeypatch.setattr("engine.live.warming.warm_up", lambda each: known.append(each.network))
    vary = {"populations.e.cell_type": "brunel,cortical", "inputs.0.rate_Hz": [100.0, 200.0]}
    assert warming.warmed(plan(SMALL, vary, duration_ms=50.0, seeds=3).setting)
    assert [each.populations[0].cell_type for each in known[1:]] == ["brunel", "cortical"]

"""Files of results: whole at every moment, one sweep's at a time, gone on with."""

import errno
import os

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from engine.sweeps import results_file
from engine.sweeps.columns import schema
from engine.sweeps.formats import csv_text
from engine.sweeps.plan import plan
from engine.sweeps.results_file import ResultsError, ResultsFile
from tests.engine.sweeps.networks import SMALL

VARY = {"inputs.0.rate_Hz": [0.1, 1 / 3, 1e-7], "populations.e.cell_type": ["brunel"]}
PLAN = plan(SMALL, VARY, duration_ms=10.0, seeds=[2**64 - 1])
SCHEMA = schema(PLAN)


def rows(*keys: str, rate: float = 1 / 3, error: str | None = None) -> pa.Table:
    """Rows of these keys, with a text that needs quotes."""
    values = {
        "inputs.0.rate_Hz": rate,
        "populations.e.cell_type": 'a "b", c',
        "seed": 2**64 - 1,
        "rate_Hz.e": 1e22,
        "error": error,
        "sweep": PLAN.key,
    }
    return pa.Table.from_pylist([{**values, "key": key} for key in keys], SCHEMA)


def read(path) -> pa.Table:
    return parquet.read_table(path) if "parquet" in path.name else csv.read_csv(path)


@pytest.fixture(params=["parquet", "csv"])
def path(request, tmp_path):
    return tmp_path / f"results.{request.param}"


class Clock:
    """Time goes as it is told."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_rows_are_there_in_order_and_read_back_the_same(path):
    file = ResultsFile(path, SCHEMA, PLAN.key)
    file.add(rows("a"))
    file.add(rows("b", rate=1e-7))
    ordered = file.table.take([1, 0])
    file.finish(ordered)
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    again = ResultsFile(path, SCHEMA, PLAN.key, resume=True)
    assert again.table.equals(ordered)
    assert again.table.schema == SCHEMA
    # Where nothing came, nothing is kept beside it.
    assert again.abandon() == ""
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_is_known_can_be_read_while_it_goes_on(path):
    clock = Clock()
    file = ResultsFile(path, SCHEMA, PLAN.key, clock=clock)
    file.add(rows("a"))
    assert file.partial.stat().st_size == 0
    clock.now_s = 1.5
    file.add(rows("b"))
    file.add(rows("c"))
    assert read(file.partial)["key"].to_pylist() == ["a", "b"]
    assert file.abandon() == f"3 runs in {file.partial}"
    assert read(file.partial)["key"].to_pylist() == ["a", "b", "c"]
    assert not path.exists()


def test_it_is_written_more_seldom_the_longer_that_takes(tmp_path, monkeypatch):
    clock, written = Clock(), []

    def slow(table, *_):
        written.append(table.num_rows)
        clock.now_s += 1.0

    monkeypatch.setattr(results_file, "write", slow)
    file = ResultsFile(tmp_path / "r.csv", SCHEMA, PLAN.key, clock=clock)
    for k in range(1000):
        clock.now_s += 0.1
        file.add(rows(str(k)))
    assert len(written) == 2
    file.abandon()


def test_the_same_again_goes_on(path):
    first = ResultsFile(path, SCHEMA, PLAN.key)
    first.add(rows("a", error="failed"))
    first.abandon()
    second = ResultsFile(path, SCHEMA, PLAN.key)
    second.add(rows("b", "a"))
    assert second.table["key"].to_pylist() == ["b", "a"]
    assert second.table["error"].to_pylist() == [None, None]
    second.finish(second.table)
    assert read(path).num_rows == 2


def test_begun_anew_nothing_is_left(path):
    first = ResultsFile(path, SCHEMA, PLAN.key)
    first.add(rows("a"))
    first.abandon()
    second = ResultsFile(path, SCHEMA, PLAN.key, force=True)
    assert second.table.num_rows == 0
    assert second.abandon() == ""
    assert list(path.parent.iterdir()) == []


def test_a_file_that_exists_is_refused(path):
    path.write_text("mine")
    with pytest.raises(ResultsError, match="exists; use --resume to run what it lacks, or --force"):
        ResultsFile(path, SCHEMA, PLAN.key)
    with pytest.raises(ResultsError, match="can't be gone on from; --force begins anew"):
        ResultsFile(path, SCHEMA, PLAN.key, resume=True)
    assert path.read_text() == "mine"
    file = ResultsFile(path, SCHEMA, PLAN.key, force=True)
    file.add(rows("a"))
    assert path.read_text() == "mine"
    file.finish(file.table)
    assert read(path).num_rows == 1


def test_results_of_another_sweep_are_refused(path):
    first = ResultsFile(path, SCHEMA, PLAN.key)
    first.add(rows("a"))
    first.abandon()
    other = plan(SMALL, {"dt_ms": [0.5]}, duration_ms=10.0)
    with pytest.raises(ResultsError, match="of another sweep, with other columns; --force begins"):
        ResultsFile(path, schema(other), other.key)
    longer = plan(SMALL, VARY, duration_ms=20.0)
    with pytest.raises(ResultsError, match="of another sweep, with other network, duration"):
        ResultsFile(path, schema(longer), longer.key)
    again = ResultsFile(path, SCHEMA, PLAN.key)
    assert again.table.num_rows == 1
    assert again.abandon() == f"1 run in {again.partial}"


def test_a_sweep_that_is_refused_leaves_nothing(path):
    first = ResultsFile(path, SCHEMA, PLAN.key)
    first.add(rows("a"))
    first.finish(first.table)
    longer = plan(SMALL, VARY, duration_ms=20.0)
    with pytest.raises(ResultsError, match="of another sweep"):
        ResultsFile(path, schema(longer), longer.key, resume=True)
    assert list(path.parent.iterdir()) == [path]


def test_two_sweeps_never_write_one_file(path):
    first = ResultsFile(path, SCHEMA, PLAN.key)
    with pytest.raises(ResultsError, match="another sweep is writing"):
        ResultsFile(path, SCHEMA, PLAN.key)
    first._write(rows("a"))
    with pytest.raises(ResultsError, match="another sweep is writing"):
        ResultsFile(path, SCHEMA, PLAN.key)
    first.abandon()
    ResultsFile(path, SCHEMA, PLAN.key).abandon()


def test_a_full_disk_leaves_what_was_written(path, monkeypatch):
    file = ResultsFile(path, SCHEMA, PLAN.key)
    file.add(rows("a"))
    file._write(file.table)

    def full(table, stream, suffix):
        stream.write(b"torn")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(results_file, "write", full)
    file.add(rows("b"))
    with pytest.raises(ResultsError, match=r"cannot write .*: No space left on device"):
        file._write(file.table)
    assert file.abandon() == f"1 run in {file.partial}"
    assert [each.name for each in path.parent.iterdir()] == [file.partial.name]
    assert read(file.partial)["key"].to_pylist() == ["a"]


@pytest.mark.parametrize("name", ["results", "results.xlsx", "results.csv.gz"])
def test_other_formats_are_refused(tmp_path, name):
    with pytest.raises(ResultsError, match=r"must end with \.parquet, \.pq, \.csv"):
        ResultsFile(tmp_path / name, SCHEMA, PLAN.key)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ResultsError, match=r"cannot write .*: No such file or directory"):
        ResultsFile(tmp_path / "no" / "r.csv", SCHEMA, PLAN.key)


def test_csv_is_plain():
    table = pa.table({"a": [0.1, None], "b": [True, False], "c": ["x,y", None]})
    assert csv_text(table) == 'a,b,c\n0.1,true,"x,y"\n,false,\n'
    assert csv_text(table, has_header=False).count("\n") == 2

"""`--headless sweep`: rows on stdout and in files, progress, ends, and what is refused."""

import io
import signal
from contextlib import contextmanager

import click
import pytest
from pyarrow import parquet

from engine.sweeps import cluster, sweep as sweeps, sweeping
from engine.toml.writing import network_text
from snn_tui.headless.sweep import running
from snn_tui.headless.sweep.command import command
from snn_tui.headless.sweep.progress import RunsBar
from snn_tui.signals import STOP
from tests.engine.sweeps.here import client_here
from tests.engine.sweeps.networks import SMALL

VARY = ("--vary=inputs.0.rate_Hz=100:200:50", "--vary=populations.e.size=10,20")
USUAL = ("--duration=0.05",)


@pytest.fixture(scope="module")
def client():
    with client_here() as client:
        yield client


@pytest.fixture
def sweep(client, monkeypatch, tmp_path, capfdbinary):
    """Runs the command, in a folder of its own, by a worker within this process."""

    @contextmanager
    def lent(*_):
        yield client

    monkeypatch.setattr(sweeps, "local_client", lent)
    monkeypatch.setattr(sweeping, "LOOK_S", 0.01)
    monkeypatch.setattr(STOP, "number", 0)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.toml").write_text(network_text(SMALL), encoding="utf-8")

    def sweep(*words: str, network: str = "small.toml") -> tuple[int, str, str]:
        given = [f"--network={network}"] if network else []
        code = command.main([*given, *words], standalone_mode=False)
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return sweep


def refused(sweep, *words: str, **options: str) -> str:
    with pytest.raises(click.ClickException) as caught:
        sweep(*words, **options)
    return caught.value.format_message()


def test_rows_go_to_stdout_as_csv(sweep):
    code, out, err = sweep(*VARY, *USUAL)
    head, *rows = out.splitlines()
    assert code == 0
    assert head.startswith("inputs.0.rate_Hz,populations.e.size,seed,rate_Hz.e,rate_Hz.i,cv.e,")
    assert head.endswith(",wall_s,version,lost_workers,error,sweep,key")
    assert sorted(row.split(",")[:3] for row in rows) == [
        [rate, size, "3"] for rate in ("100.0", "150.0", "200.0") for size in ("10", "20")
    ]
    assert err == "6 runs\n"


def test_a_file_has_them_and_is_gone_on_with(sweep, tmp_path):
    code, out, err = sweep(*VARY, *USUAL, "-o", "r.parquet")
    assert (code, out, err) == (0, "", "6 runs: r.parquet\n")
    before = parquet.read_table("r.parquet")
    assert refused(sweep, *VARY, *USUAL, "-o", "r.parquet").startswith("r.parquet exists; use")
    code, out, err = sweep(*VARY, *USUAL, "--seeds=3,5", "-o", "r.parquet", "--resume")
    assert (code, out, err) == (0, "", "12 runs: r.parquet\n")
    after = parquet.read_table("r.parquet")
    assert after.num_rows == 12
    assert after.take(list(range(0, 12, 2))).equals(before)
    for other in ("--duration=0.1", "--from-ms=10"):
        told = refused(sweep, *VARY, *USUAL, other, "-o", "r.parquet", "--resume")
        assert told.startswith("r.parquet is of another sweep, with other network, duration, ")
    sweep(*VARY, *USUAL, "-o", "r.parquet", "--force")
    assert parquet.read_table("r.parquet").drop_columns(["wall_s"]) == before.drop_columns(
        ["wall_s"]
    )


def test_the_same_can_stand_in_a_file(sweep, tmp_path):
    (tmp_path / "sweep.toml").write_text(
        'network = "small.toml"\nduration_s = 0.05\nseeds = 2\n'
        '[vary]\ninputs.0.rate_Hz = "100:200:50"\npopulations.e.size = [10, 20]\n'
    )
    _, out, _ = sweep("sweep.toml", network="")
    _, options, _ = sweep(*VARY, *USUAL, "--seeds=2")
    assert keys(out) == keys(options)
    _, fewer, _ = sweep("sweep.toml", "--seeds=1", "--vary=populations.e.size=10", network="")
    assert keys(fewer) < keys(out)
    assert len(keys(fewer)) == 3


def keys(out: str) -> set[str]:
    return {line.rpartition(",")[2] for line in out.splitlines()[1:]}


def test_spikes_are_recorded(sweep, tmp_path):
    _, out, _ = sweep("--vary=inputs.0.rate_Hz=100", *USUAL, "--spikes=spikes")
    assert {each.stem for each in (tmp_path / "spikes").iterdir()} == keys(out)


def test_it_is_drawn(sweep):
    code, out, err = sweep(VARY[0], *USUAL, "--seeds=2", "--plot")
    assert code == 0
    assert out.startswith("small\n6 runs of 0.05 s; the mean over seeds\nrate_Hz.e   ")
    assert "rate_Hz.i" in out
    assert out.splitlines()[-1].strip() == "inputs.0.rate_Hz"
    _, out, err = sweep(*VARY, *USUAL, "--plot", "--column=cv.i", "-o", "r.csv")
    assert "populations.e.size   cv.i: " in out
    assert "the darker, the higher" in out
    assert err == "6 runs: r.csv\n"


def test_what_is_drawn_is_what_is_asked_for(sweep):
    _, fewer, _ = sweep(VARY[0], *USUAL, "--plot", "-o", "r.csv")
    sweep("--vary=inputs.0.rate_Hz=50:300:50", *USUAL, "--seeds=3", "-o", "r.csv", "--resume")
    _, again, err = sweep(VARY[0], *USUAL, "--plot", "-o", "r.csv", "--resume")
    assert err == "18 runs: r.csv\n"
    assert again == fewer
    assert again.startswith("small\n3 runs of 0.05 s\n")


def test_runs_that_fail_are_counted(sweep):
    code, out, err = sweep(
        "--vary=populations.e.parameters.threshold_mV=-40,-80",
        "--vary=populations.e.parameters.reset_mV=-60",
        *USUAL,
    )
    assert (code, err) == (0, "2 runs, 1 failed\n")
    assert out.count("must be") == 1
    _, out, _ = sweep("--vary=populations.e.parameters.threshold_mV=-40,-80", *USUAL, "--plot")
    assert "\n1 run of 0.05 s; 1 failed\n" in out


def test_an_interrupt_keeps_what_is_done(sweep, tmp_path, monkeypatch):
    class Interrupted(RunsBar):
        def advance(self, *counts: int) -> None:
            STOP.number = signal.SIGINT

    monkeypatch.setattr(running, "RunsBar", Interrupted)
    code, out, err = sweep(*VARY, *USUAL, "--seeds=40", "-o", "r.csv")
    assert (code, out) == (130, "")
    assert err.endswith(" in r.csv.partial; the same command goes on\n")
    kept = int(err.split()[0])
    assert len((tmp_path / "r.csv.partial").read_text().splitlines()) == kept + 1
    monkeypatch.undo()


def test_a_bar_shows_how_far_it_is(monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    with RunsBar(100, 200, shown=True) as bar:
        bar.advance(50, 3, 1)
        bar._bar.refresh()
    assert "75%" in screen.getvalue()
    assert "150/200 runs, " in screen.getvalue()
    assert "left, 3 failed, 1 begun again as their workers were lost" in screen.getvalue()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--vary=inputs.0.rat_Hz=1",), "inputs.0.rat_Hz: unknown key; did you mean 'rate_Hz'?"),
        (("--vary=inputs.0.rate_Hz",), "'inputs.0.rate_Hz' is not NAME=VALUES such as"),
        (("--vary==5",), "is not NAME=VALUES"),
        (("--seeds=x",), "'x' is not a number of seeds, or seeds as 3,7,11"),
        (("--seeds=0",), "seeds must be from 1"),
        (("--sample=5",), "a sample needs parameters"),
        (("--method=sobel",), "Did you mean 'sobol'?"),
        (("--duration=0.0007",), "whole steps of 0.5 ms"),
        (("--from-ms=50",), "from_ms must be from 0 to below"),
        (("--workers=2", "--scheduler=tcp://h:1"), "--workers and --scheduler exclude each other"),
        (("--resume", "--force"), "--resume and --force exclude each other"),
        (("--column=cv.e",), "--column needs --plot"),
        (("--plot",), "'--plot': nothing varies but the seed"),
        (("--plot", VARY[0], "--column=vc.e"), "'--column': unknown column 'vc.e'; did you mean"),
        (("-o", "r.xlsx"), "'--output': r.xlsx must end with .parquet, .pq, .csv"),
        (("-o", "no/r.csv"), "cannot write no/r.csv: No such file or directory"),
        (("--spikes=small.toml",), "small.toml: File exists"),
        (("no.toml",), "cannot read no.toml"),
    ],
)
def test_what_cannot_be_is_one_line_before_anything_runs(sweep, tmp_path, words, told):
    message = refused(sweep, *USUAL, *words)
    assert told in message
    assert "\n" not in message
    assert [each.name for each in tmp_path.iterdir()] == ["small.toml"]


def test_a_duration_must_be_said(sweep):
    assert "Missing option '--duration', or duration_s in the file" in refused(sweep, *VARY)


def test_an_ending_that_is_none_of_a_table_is_bad_input(sweep):
    with pytest.raises(click.UsageError):
        sweep(*VARY, *USUAL, "-o", "r.txt")


def test_several_processes_have_no_sweep(sweep, monkeypatch):
    monkeypatch.setenv("PMI_RANK", "0")
    monkeypatch.setenv("PMI_SIZE", "2")
    assert refused(sweep, *VARY, *USUAL) == "a sweep shares no network; run it without mpiexec."


def test_without_the_extra_it_is_named(sweep, monkeypatch):
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    told = refused(sweep, *VARY, *USUAL)
    assert told.endswith("is not installed: pip install 'snn-tui[sweep]'")


def test_without_a_scheduler_it_is_told(sweep, monkeypatch, tmp_path):
    monkeypatch.setattr(cluster, "PATIENCE_S", 0.2)
    told = refused(sweep, *VARY, *USUAL, "--scheduler=tcp://127.0.0.1:1", "-o", "r.csv")
    assert told.startswith("no scheduler of Dask answers at 'tcp://127.0.0.1:1'")
    assert [each.name for each in tmp_path.iterdir()] == ["small.toml"]

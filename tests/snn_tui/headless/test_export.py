"""`--headless export`: what other programs read is what was recorded, to the last bit."""

import re
import resource
import shutil
import warnings
from pathlib import Path

import click
import numpy as np
import pytest

from engine.models.catalogue import MODELS
from engine.recordings.plan import RecordingPlan
from engine.recordings.recording import Recording
from snn_tui.headless.export import command
from snn_tui.headless.exports import excerpt, formats, neo_block, nwb_file, trains
from tests.snn_tui.headless.recordings import EVERY, NAMES, NETWORK, PLAN, record
from tests.snn_tui.program import run

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import neo
    import pandas
    import pynwb
    import quantities

FILES = {"npz": "out.npz", "neo": "out.mat", "nwb": "out.nwb"}
WINDOWS = [(), ("--from-ms=2.5", "--to-ms=7.501")]


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    return record(tmp_path_factory.mktemp("run") / "run.h5")


@pytest.fixture(params=WINDOWS, ids=["all", "window"])
def window(request, path):
    """Options, and the spikes and the steps of samples that they choose."""
    with Recording(path) as recording:
        first, end = (100, 301) if request.param else (recording.first_step, recording.end_step)
        steps = np.array([k for k in range(first, end) if k % EVERY == 0])
        return request.param, recording.spikes(first, end), steps


@pytest.fixture
def values(path, window):
    """What was sampled, by variable and neuron."""
    with Recording(path) as recording:
        return {
            (name, neuron): recording.samples(name, neuron, window[2][0], window[2][-1] + 1)[1]
            for name, each in recording.sampled.items()
            for neuron in each.neurons
        }


def export(path, kind: str, *options: object, samples: bool = False) -> Path:
    """The file that it is exported to."""
    out = path.with_name(FILES.get(kind, f"out.{kind}"))
    words = [str(path), f"--to={kind}", f"--output={out}", "--force", *map(str, options)]
    assert command.main(words + ["--samples"] * samples, standalone_mode=False) == 0
    # Only the end of its process lets go of the file's lock.
    return Path(shutil.copy(out, out.with_stem("copy")))


def refused(*words: object) -> str:
    with pytest.raises(click.ClickException) as caught:
        command.main([str(word) for word in words], standalone_mode=False)
    return caught.value.format_message()


def test_the_log_is_what_the_run_printed(tmp_path):
    options = ("--seed=4", "--duration=3", f"--record={tmp_path / 'run.h5'}")
    printed = run("--headless", "spikes", *options).stdout
    done = run("--headless", "export", str(tmp_path / "run.h5"), "--to=log")
    assert (done.stdout, done.stderr, done.returncode) == (printed, "", 0)
    assert printed.count("\n") > 20


def test_pandas_reads_spikes(path, window):
    options, spikes, _ = window
    table = pandas.read_csv(export(path, "csv", *options))
    assert list(table) == ["time_ms", "neuron", "population"]
    assert np.array_equal(table.time_ms, spikes.time_ms)
    assert np.array_equal(table.neuron, spikes.neuron)
    assert table.population.tolist() == [NAMES[neuron] for neuron in spikes.neuron]


def test_pandas_reads_samples(path, window, values, monkeypatch):
    options, _, steps = window
    monkeypatch.setattr(excerpt, "VALUES_AT_ONCE", 100)
    out = export(path, "csv", *options, samples=True)
    table = pandas.read_csv(out)
    assert set(table) == {"time_ms", "neuron", "v_mV", "m", "w_pA", "u"}
    assert table.neuron.tolist() == [1, 4, 8] * len(steps)
    for name in table.columns[2:]:
        for neuron in PLAN.neurons:
            column = table[table.neuron == neuron][name].to_numpy()
            expected = values.get((name.partition("_")[0], neuron), np.full(len(steps), np.nan))
            assert np.array_equal(column, expected, equal_nan=True)
    at = table[table.neuron == 8].time_ms
    assert np.array_equal(np.rint(at / NETWORK.dt_ms), steps)


def test_numpy_reads_arrays(path, window, values, monkeypatch):
    options, spikes, steps = window
    monkeypatch.setattr(excerpt, "VALUES_AT_ONCE", 10)
    out = export(path, "npz", *options)
    with np.load(out, allow_pickle=False) as arrays:
        assert np.array_equal(arrays["spike_time_ms"], spikes.time_ms)
        assert np.array_equal(arrays["spike_neuron"], spikes.neuron)
        assert np.array_equal(np.rint(arrays["sample_time_ms"] / NETWORK.dt_ms), steps)
        for place, neuron in enumerate(arrays["sample_v_neuron"]):
            assert np.array_equal(arrays["sample_v_mV"][:, place], values["v", neuron])
        assert arrays["sample_w_pA"].shape == (len(steps), 1)
        assert arrays["seed"] == NETWORK.seed
        assert arrays["population_first"].tolist() == [0, 3, 7]
        assert arrays["population_name"].tolist() == ["axons", 'größe, "a"', "rest"]
        assert str(arrays["network"]).startswith('name = "zoo"')
    before = out.read_bytes()
    assert export(path, "npz", *options).read_bytes() == before


def test_neo_reads_a_block(path, window, values, capfd):
    options, spikes, steps = window
    out = export(path, "neo", *options)
    assert capfd.readouterr() == ("", "")
    block = neo.io.NeoMatlabIO(str(out)).read_block()
    assert (block.name, block.annotations["seed"]) == ("zoo", NETWORK.seed)
    (segment,) = block.segments
    assert len(segment.spiketrains) == NETWORK.size
    for neuron, train in enumerate(segment.spiketrains):
        assert train.annotations == {"neuron": neuron, "population": NAMES[neuron]}
        assert train.units == quantities.ms
        assert np.array_equal(train.magnitude, spikes.time_ms[spikes.neuron == neuron])
    assert (train.t_start.item(), train.t_stop.item()) == (
        (2.5, 7.525) if options else (0.175, 10.175)
    )
    assert len(segment.analogsignals) == len(values)
    for signal in segment.analogsignals:
        of = signal.annotations["variable"], signal.annotations["neuron"]
        assert np.array_equal(signal.magnitude[:, 0], values[of])
        assert np.allclose(signal.times.rescale("ms").magnitude, steps * NETWORK.dt_ms, rtol=1e-12)
    potentials = block.filter(variable="v", objects="AnalogSignal")
    assert [signal.units for signal in potentials] == [quantities.mV] * 3
    assert len(block.filter(population="rest", objects="SpikeTrain")) == 2


@pytest.mark.filterwarnings("ignore")
def test_pynwb_reads_units_and_series(path, window, values, capfd):
    options, spikes, steps = window
    out = export(path, "nwb", *options)
    assert capfd.readouterr() == ("", "")
    assert pynwb.validate(path=str(out)) == []
    with pynwb.NWBHDF5IO(str(out), "r") as io:
        read = io.read()
        table = read.units.to_dataframe()
        assert table.index.tolist() == list(range(NETWORK.size))
        assert table.population.tolist() == NAMES
        for neuron, times in enumerate(table.spike_times):
            assert np.array_equal(times, spikes.time_ms[spikes.neuron == neuron] / 1000)
        assert np.allclose(
            table.obs_intervals[3], [[0.0025, 0.007525] if options else [0.000175, 0.010175]]
        )
        assert set(read.acquisition) == {f"{name}_{neuron}" for name, neuron in values}
        for (name, neuron), each in values.items():
            series = read.acquisition[f"{name}_{neuron}"]
            assert np.array_equal(series.data[:], each)
            assert np.isclose(series.starting_time, steps[0] * 2.5e-5, rtol=1e-12)
            assert np.isclose(series.rate, 1000 / 0.075, rtol=1e-12)
        series = read.acquisition["v_4"]
        assert (series.unit, series.conversion) == ("volts", 1e-3)
        identifier = read.identifier
    with pynwb.NWBHDF5IO(str(export(path, "nwb", *options)), "r") as io:
        assert io.read().identifier == identifier
    with pynwb.NWBHDF5IO(str(export(path, "nwb", "--to-ms=5")), "r") as io:
        assert io.read().identifier != identifier


@pytest.mark.filterwarnings("ignore")
def test_the_example_of_the_docs(tmp_path, monkeypatch):
    page = Path(__file__).parents[3] / "docs" / "recordings.md"
    _, example = re.findall(r"```python\n(.*?)```", page.read_text(), re.DOTALL)
    path = record(tmp_path / "run.h5", RecordingPlan(neurons=(5,)))
    export(path, "neo").rename(tmp_path / "run.mat")
    export(path, "nwb").rename(tmp_path / "run.nwb")
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(example, names)
    ((train,), (potential,)) = names["trains"], names["potentials"]
    assert len(train) == len(names["units"].spike_times[5])
    assert np.allclose(potential.rescale("V").magnitude[:, 0], names["volts"], rtol=1e-15)


def test_some_populations_without_a_spike_or_a_sample(tmp_path):
    plan = RecordingPlan(populations=("rest",))
    path = record(tmp_path / "run.h5", plan, spikes=0)
    assert export(path, "log").read_bytes() == b""
    assert export(path, "csv").read_text() == "time_ms,neuron,population\n"
    with np.load(export(path, "npz"), allow_pickle=False) as arrays:
        assert arrays["spike_neuron"].shape == (0,)
        assert not [name for name in arrays if name.startswith("sample")]
    segment = neo.io.NeoMatlabIO(str(export(path, "neo"))).read_block().segments[0]
    assert [train.annotations["neuron"] for train in segment.spiketrains] == [7, 8]
    with pynwb.NWBHDF5IO(str(export(path, "nwb")), "r") as io:
        table = io.read().units.to_dataframe()
    assert table.index.tolist() == [7, 8]
    assert [len(times) for times in table.spike_times] == [0, 0]
    assert "has no samples of variables" in refused(path, "--to=csv", "--samples")


def test_every_unit_of_a_model_is_known():
    for model in MODELS.values():
        for unit in {model.current_unit, *(variable.unit for variable in model.variables)}:
            base, factor = nwb_file.SI[unit]
            ours = quantities.Quantity(1.0, neo_block.UNITS.get(unit, unit))
            if unit:
                assert np.isclose(ours.rescale(base.replace("^", "**")).item(), factor)


@pytest.mark.parametrize("kind", FILES)
def test_a_disk_that_is_full(path, tmp_path, kind):
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    out = tmp_path / FILES[kind]
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limit[1]))
        words = refused(path, f"--to={kind}", f"--output={out}")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert words == f"cannot write {out}: File too large"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("kind", "library"), [("neo", "neo"), ("neo", "scipy"), ("nwb", "pynwb")])
def test_without_the_extra(path, tmp_path, monkeypatch, kind, library):
    monkeypatch.setattr(formats, "find_spec", lambda name: None if name == library else name)
    assert refused(path, f"--to={kind}", f"--output={tmp_path / 'out'}") == (
        f"this format is written by {library}, which is not installed: "
        "pip install 'snn-tui[export]'"
    )


def test_what_cannot_be(path, tmp_path, monkeypatch):
    out = tmp_path / "out.npz"
    assert "npz is written to a file; name it by --output" in refused(path, "--to=npz")
    assert "/dev/null is not a file" in refused(path, "--to=npz", "--output=/dev/null")
    assert "is the file itself" in refused(path, "--to=log", f"--output={path}", "--force")
    assert "'--samples': variables" in refused(path, "--to=npz", "--samples", "-o", out)
    assert "from 0.175 to 10.175 ms" in refused(path, "--to=log", "--from-ms=11")
    assert "nothing is between them" in refused(path, "--to=log", "--from-ms=2", "--to-ms=2")
    monkeypatch.setattr(trains, "MOST_NUMBERS", 1000)
    assert "samples are more than the 1,000" in refused(path, "--to=neo", "-o", out)
    out.write_text("mine")
    assert refused(path, "--to=npz", "-o", out) == f"{out} exists; use --force to replace it"
    assert out.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [out]


def test_what_is_no_recording(tmp_path):
    (tmp_path / "run.h5").write_text("t=660: neuron 8 is spiking\n")
    done = run("--headless", "export", "run.h5", "--to=csv", cwd=tmp_path)
    assert (done.stdout, done.returncode) == ("", 2)
    assert done.stderr == "snn-tui --headless export: run.h5 is not a recording\n"


def test_damage_that_shows_late(path, tmp_path):
    content = bytearray(path.read_bytes())
    with Recording(path) as recording:
        last = recording.spikes().time_ms[-1:].tobytes()
    content[content.rindex(last)] ^= 1
    (tmp_path / "run.h5").write_bytes(content)
    out = tmp_path / "out.csv"
    with pytest.raises(click.UsageError, match="is damaged"):
        command.main(
            [str(tmp_path / "run.h5"), "--to=csv", f"--output={out}"], standalone_mode=False
        )
    assert not out.exists()

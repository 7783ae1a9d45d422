"""One run: its numbers are those of the library's statistics, its error is a line."""

from dataclasses import replace

import numpy as np
import pytest

from engine import Recording, Simulation, statistics
from engine.sweeps import one_run
from engine.sweeps.measures import measured
from engine.sweeps.one_run import carried_out, recording_of
from engine.sweeps.plan import plan
from tests.engine.sweeps.networks import SMALL

DURATION_MS, FROM_MS = 600.0, 50.0


@pytest.fixture(scope="module")
def planned():
    return plan(SMALL, {"inputs.0.rate_Hz": [200.0]}, duration_ms=DURATION_MS, from_ms=FROM_MS)


@pytest.fixture(scope="module")
def spikes():
    return Simulation(SMALL).advance(1200)


def test_the_numbers_are_those_of_the_statistics(planned, spikes):
    (run,) = planned.runs()
    outcome = carried_out(planned.setting, run)
    assert outcome.error == ""
    assert tuple(outcome.measures) == tuple(sorted(planned.measures, key=population))
    own = spikes.where(spikes.neuron >= 20)
    own = own._replace(neuron=own.neuron - 20)
    span = {"to_ms": DURATION_MS, "from_ms": FROM_MS}
    rate = statistics.population_rate_hz(own, 5, 1.0, **span)
    expected = {
        "rate_Hz": statistics.rates_hz(own, 5, **span).mean(),
        "cv": statistics.interval_cvs(statistics.intervals_ms(own, **span)).mean(),
        "fano": statistics.fano_factor(own, 5, 100.0, **span),
        "synchrony": statistics.synchrony(own, 5, 1.0, **span),
        "peak_Hz": statistics.peak_hz(statistics.rate_spectrum(rate, 1.0)),
    }
    for name, value in expected.items():
        assert outcome.measures[f"{name}.i"] == (None if np.isnan(value) else value), name
    assert expected["rate_Hz"] > 5.0


def population(name: str) -> int:
    return name.endswith(".i")


def test_what_cannot_be_told_is_none(spikes):
    nothing = spikes.where(spikes.step < 0)
    assert measured(nothing, SMALL, 0.0, 600.0) == {
        f"{name}.{population}": (0.0 if name == "rate_Hz" else None)
        for population in "ei"
        for name in ("rate_Hz", "cv", "fano", "synchrony", "peak_Hz")
    }
    short = measured(spikes.where(spikes.step < 20), SMALL, 0.0, 10.0)
    assert {name for name, value in short.items() if value is not None} <= {
        "rate_Hz.e",
        "rate_Hz.i",
        "cv.e",
        "cv.i",
    }


def test_a_run_that_cannot_be_is_a_line():
    found = plan(
        SMALL,
        {
            "populations.e.parameters.threshold_mV": [-80.0],
            "populations.e.parameters.reset_mV": [-60.0],
        },
        duration_ms=10.0,
    )
    (run,) = found.runs()
    outcome = carried_out(found.setting, run)
    assert outcome.measures == {}
    assert "populations.e.parameters" in outcome.error
    assert "\n" not in outcome.error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "memory ran out"),
        (ZeroDivisionError("by\nnothing"), "ZeroDivisionError: by nothing"),
    ],
)
def test_whatever_happens_is_a_line(planned, monkeypatch, error, words):
    def failing(*_):
        raise error

    monkeypatch.setattr(one_run, "_measures", failing)
    (run,) = planned.runs()
    assert carried_out(planned.setting, run).error == words


def test_a_worker_of_another_version_is_refused(planned):
    (run,) = planned.runs()
    outcome = carried_out(replace(planned.setting, version="0.0.9"), run)
    assert outcome.error.startswith("this worker has snn-tui ")
    assert outcome.error.endswith("not 0.0.9")


def test_spikes_are_recorded_where_they_are_asked_for(planned, spikes, tmp_path):
    (run,) = planned.runs()
    folder = str(tmp_path)
    recording_of(folder, run.key).with_suffix(".h5.partial").write_text("of a killed worker")
    outcome = carried_out(replace(planned.setting, recordings=folder), run)
    assert outcome.error == ""
    assert [path.name for path in tmp_path.iterdir()] == [f"{run.key}.h5"]
    with Recording(recording_of(folder, run.key)) as recording:
        found = recording.spikes(0, 1200)
        assert found.neuron.tolist() == spikes.neuron.tolist()
        assert found.step.tolist() == spikes.step.tolist()
        assert recording.network == replace(SMALL, seed=run.seed)

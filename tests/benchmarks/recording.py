"""What recording costs the engine, how its memory stays, and how fast a long recording is read.

python -m tests.benchmarks.recording
python -m tests.benchmarks.recording --flat
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

from engine import Network, Population, Recorder, Recording, RecordingPlan, Simulation
from engine.gallery import from_gallery
from engine.inputs.constant_current import ConstantCurrent
from engine.recordings.plan import FittedPlan
from engine.recordings.writer import RecordingWriter

ROUNDS = 9
STEPS = 4000
LONG_SPIKES, LONG_STEPS = 10_000_000, 600_000


def firing(neurons: int, current_na: float) -> Network:
    """Neurons without synapses, each of which fires regularly."""
    return Network(
        name="firing",
        dt_ms=0.1,
        populations=[Population(name="cells", size=neurons, model="leaky-integrate-and-fire")],
        inputs=[ConstantCurrent(target="cells", current=current_na)],
    )


def seconds(work: Callable[[], object]) -> float:
    """Of wall-clock time."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cost(network: Network, plan: RecordingPlan, name: str) -> None:
    """A recorded simulation beside the same without, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        plain, recorded = Simulation(network), Simulation(network)
        recorder = Recorder(Path(folder) / "run.h5", recorded, plan)
        ratios, each_ns, rates = [], [], []
        for _ in range(ROUNDS):
            without = seconds(lambda: plain.advance(STEPS))
            before = recorder.spikes
            with_it = seconds(lambda: recorder.advance(STEPS))
            spikes = recorder.spikes - before
            ratios.append(with_it / without)
            each_ns.append((with_it - without) / spikes * 1e9)
            rates.append(spikes / without)
        recorder.close()
        print(
            f"{name}: {median(rates):,.0f} spikes/s, recording takes {median(ratios) - 1:+.1%} "
            f"({min(ratios) - 1:+.1%} to {max(ratios) - 1:+.1%}), {median(each_ns):.0f} ns "
            f"a spike: {median(each_ns) / 10:.1f} % at 1,000,000 spikes/s"
        )


def flat() -> None:
    """A simulated hour of the classic network of 1000 neurons: how much memory it takes."""
    network = from_gallery("classic").resized(1000)
    with tempfile.TemporaryDirectory() as folder:
        simulation = Simulation(network)
        recorder = Recorder(
            Path(folder) / "run.h5", simulation, RecordingPlan(neurons=tuple(range(10)))
        )
        minute = round(60_000 / network.dt_ms)
        for minutes in range(60):
            recorder.advance(minute)
            if minutes % 10 in (0, 9):
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
                print(
                    f"{minutes + 1:3} simulated minutes: peak {peak:.0f} MB, "
                    f"file {recorder.bytes / 1e6:.1f} MB, {recorder.spikes:,} spikes"
                )
        recorder.close()


def long_recording(path: Path) -> None:
    """Ten million spikes of the classic network of 1000 neurons."""
    network = from_gallery("classic").resized(1000)
    plan: FittedPlan = RecordingPlan().fitted(network)
    writer, draw = RecordingWriter.new(path, plan, 0, 0), np.random.default_rng(3)
    blocks = 100
    for number in range(blocks):
        first, steps = number * LONG_STEPS // blocks, LONG_STEPS // blocks
        at = np.sort(draw.integers(first, first + steps, LONG_SPIKES // blocks))
        neurons = draw.integers(0, network.size, at.size)
        writer.put(first + steps, at * network.dt_ms, neurons, np.empty((0, 0, 0)), [])
    writer.close()


def reading() -> None:
    """Opening ten million spikes, and a second of them from anywhere."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.h5"
        long_recording(path)
        opens = [seconds(lambda: Recording(path).close()) for _ in range(ROUNDS)]
        with Recording(path) as recording:
            draw, seeks = np.random.default_rng(4), []
            for _ in range(5 * ROUNDS):
                first = int(draw.integers(0, LONG_STEPS - 100))
                seeks.append(seconds(lambda first=first: recording.spikes(first, first + 100)))
        print(
            f"{LONG_SPIKES:,} spikes, {path.stat().st_size / 1e6:.0f} MB: opens in "
            f"{median(opens) * 1000:.1f} ms, a second from anywhere in {median(seeks) * 1000:.2f} "
            f"ms (at most {max(seeks) * 1000:.1f})"
        )


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flat", action="store_true", help="a simulated hour instead")
    if parser.parse_args().flat:
        flat()
        return
    cost(firing(20_000, 1.0), RecordingPlan(), "20,000 neurons")
    cost(firing(2_000, 1.0), RecordingPlan(), "2,000 neurons")
    cost(from_gallery("brunel-2000-sr"), RecordingPlan(), "brunel-2000-sr")
    cost(
        firing(2_000, 1.0),
        RecordingPlan(neurons=tuple(range(100)), every_steps=10),
        "2,000 neurons, 100 sampled each ms",
    )
    reading()


if __name__ == "__main__":
    main()

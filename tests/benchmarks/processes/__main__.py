"""What processes cost, and a model of weak scaling: `python -m tests.benchmarks.processes`.

Measures on this machine what an exchange takes, one network in two processes beside two threads,
and what a neuron and a synaptic event take; then fits a model and says what it gives for up to
10,000 processes. `--draw FILE` draws that, by Matplotlib.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.processes.model import HDR, Load, Parts, fitted, step_us
from tests.engine.processes.starting import in_processes

PROCESSES = (1, 2, 4, 8, 16, 64, 256, 1000, 4000, 10_000)
# Of the cortical microcircuit: synapses and spikes of a neuron, delays of up to 8 ms.
LOAD = Load(neurons=10_000, in_degree=3873, rate_hz=3.1, dt_ms=0.1, spans=15, steps=1)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.processes")
    parser.description = __doc__
    parser.add_argument("--network", default="potjans-diesmann-2014", help="of the gallery")
    parser.add_argument("--sizes", type=int, nargs="+", default=[3858, 7717, 15434])
    parser.add_argument("--seconds", type=float, default=0.5, help="of simulated time")
    parser.add_argument("--draw", type=Path, help="a picture of the model")
    return parser.parse_args()


def main() -> None:
    given = options()
    print("| processes | Allgather and Allgatherv, µs | messages, µs | a megabyte, µs |")
    print("|---|---|---|---|")
    for count in (2, 4, 8):
        done = in_processes(count, "tests.benchmarks.processes.exchange")
        taken = json.loads(done.stdout).values()
        print(f"| {count} | " + " | ".join(f"{us:.1f}" for us in taken) + " |")
    steps, size = "tests.benchmarks.processes.steps", given.sizes[-1]
    words = given.network, str(size)
    print("\n| processes x threads | µs a step |\n|---|---|")
    alone = _alone(*words, "2", str(given.seconds))
    print(f"| 1 x 2 | {alone['step_us']:.1f} |")
    shared = json.loads(in_processes(2, steps, *words, "1", str(given.seconds)).stdout)
    print(f"| 2 x 1 | {shared['step_us']:.1f} |")
    measured = [_alone(given.network, str(n), "1", str(given.seconds)) for n in given.sizes]
    parts = fitted(measured)
    print(
        f"\n{parts.per_neuron * 1000:.2f} ns a neuron, {parts.per_event * 1000:.2f} ns an event, "
        f"fitted to {len(measured)} sizes on one thread\n"
    )
    _tell(parts)
    if given.draw is not None:
        _draw(parts, given.draw)


def _alone(*words: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.processes.steps", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _tell(parts: Parts) -> None:
    columns = list(step_us(parts, LOAD, HDR, 1))
    print("| processes | " + " | ".join(columns) + " | a step, µs |")
    print("|---" * (len(columns) + 2) + "|")
    for count in PROCESSES:
        taken = step_us(parts, LOAD, HDR, count)
        row = [*taken.values(), sum(taken.values())]
        print(f"| {count} | " + " | ".join(f"{us:.1f}" for us in row) + " |")


def _draw(parts: Parts, path: Path) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams |= {"svg.hashsalt": "snn-tui", "svg.fonttype": "none"}
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.2), layout="constrained")
    taken = [step_us(parts, LOAD, HDR, count) for count in PROCESSES]
    axes.plot(PROCESSES, [sum(each.values()) for each in taken], "k", linewidth=2, label="a step")
    for name in taken[0]:
        if any(each[name] for each in taken):
            axes.plot(PROCESSES, [each[name] or float("nan") for each in taken], label=name)
    axes.axhline(LOAD.dt_ms * 1000, color="black", linestyle=":", label="real time")
    axes.set(xlabel=f"processes of {LOAD.neurons:,} neurons", ylabel="µs a step")
    axes.set(xscale="log", yscale="log", ylim=(0.1, None))
    axes.set_title(f"A step by the model, with {HDR.name}")
    axes.margins(x=0)
    axes.legend(loc="upper left", frameon=False, ncols=2)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()

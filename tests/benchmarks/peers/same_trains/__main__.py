"""Plastic weights after the same spikes, here and elsewhere: prints how far they are apart.

All simulators get the same presynaptic and postsynaptic spikes, on a grid of steps and such that
none meet at a synapse, where simulators have conventions of their own. Brian2's delay is axonal,
NEST's dendritic: each is compared with ours of its kind. Each presynaptic neuron spikes once before
and once after all else, as in NEST a weight learns of postsynaptic spikes with the next presynaptic
one. Of short-term plasticity it is what acts at the last spike of each neuron that is compared.

Below it are the histograms of Song's network, whose spikes are each simulator's own: the largest
distance between the cumulative ones (Kolmogorov-Smirnov), and that of ours with two sets of seeds.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.peers.__main__ import peer_python
from tests.benchmarks.peers.networks import INSTALL
from tests.benchmarks.peers.runner import ROOT, has_package
from tests.benchmarks.peers.same_trains.given import CASES

PACKAGE = "tests.benchmarks.peers.same_trains"
DELAYS = {"brian2": "axonal", "nest": "dendritic"}
"""Where the delay of each peer is."""
Results = dict[str, NDArray[np.float64]]


def difference(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> float:
    """The largest relative one, NaN where one is."""
    larger = np.maximum(abs(ours), abs(theirs))
    return float(np.max(abs(ours - theirs) / np.where(larger == 0.0, 1.0, larger)))


def distance(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Of Kolmogorov and Smirnov, between two samples."""
    places = np.sort(np.concatenate((one.ravel(), other.ravel())))
    shares = [
        np.searchsorted(np.sort(each.ravel()), places, side="right") / each.size
        for each in (one, other)
    ]
    return float(abs(shares[0] - shares[1]).max())


def results_of(python: str, module: str, *arguments: object) -> Results:
    """What a script wrote, run in a process of its own. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.npz"
        print(f"{module} ...", file=sys.stderr, flush=True)
        subprocess.run(
            [python, "-m", f"{PACKAGE}.{module}", str(path), *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        with np.load(path) as found:
            return dict(found)


def told(ours: Results, peers: dict[str, Results]) -> str:
    """The largest relative differences as a table."""
    lines = [f"{'largest relative difference of weights':40}" + "".join(f"{p:>10}" for p in peers)]
    for name in CASES:
        line = f"{name:40}"
        for peer, theirs in peers.items():
            mine = ours.get(f"{name}, {DELAYS[peer]}", ours.get(name))
            assert mine is not None
            line += f"{difference(mine, theirs[name]):10.1e}"
        lines.append(line)
    return "\n".join(lines)


def histogram(weights: NDArray[np.float64]) -> str:
    counts, _ = np.histogram(weights, bins=10, range=(0.0, 1.0))
    return " ".join(f"{100.0 * count / weights.size:5.1f}" for count in counts)


def song(seconds: int, seeds: int, brian2: str) -> str:
    """Both histograms after so many simulated seconds, and distances."""
    first, second = range(1, seeds + 1), range(seeds + 1, 2 * seeds + 1)
    ours = results_of(sys.executable, "ours_song", seconds, *first, *second)["song"]
    theirs = results_of(brian2, "brian2_song", seconds, *first)["song"]
    return "\n".join(
        [
            f"Song 2000 after {seconds} s, {seeds} seeds: % of weights in tenths of the largest",
            f"{'ours':8}{histogram(ours[:seeds])}",
            f"{'brian2':8}{histogram(theirs)}",
            f"distance of the two {distance(ours[:seeds], theirs):.3f}, "
            f"of ours with other seeds {distance(ours[:seeds], ours[seeds:]):.3f}",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog=f"python -m {PACKAGE}",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--peer-python",
        type=peer_python,
        action="append",
        default=[],
        metavar="PACKAGE=PYTHON",
        help="where to find brian2 and nest; by default this Python",
    )
    parser.add_argument("--song-seconds", type=int, default=100, help="simulated; 0 for no Song")
    parser.add_argument("--song-seeds", type=int, default=3)
    given = parser.parse_args()
    pythons = dict.fromkeys(DELAYS, sys.executable) | dict(given.peer_python)
    present = [peer for peer in DELAYS if has_package(pythons[peer], peer)]
    ours = results_of(sys.executable, "ours")
    peers = {peer: results_of(pythons[peer], f"{peer}_weights") for peer in present}
    print(told(ours, peers))
    for peer in DELAYS:
        if peer not in present:
            print(f"not found: {peer}. Install it with `{INSTALL[peer]}`, then --peer-python")
    if given.song_seconds and "brian2" in present:
        print(f"\n{song(given.song_seconds, given.song_seeds, pythons['brian2'])}")


if __name__ == "__main__":
    main()

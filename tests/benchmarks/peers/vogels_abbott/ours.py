"""Vogels and Abbott's networks in this project's engine."""

from dataclasses import replace

from engine import from_gallery
from tests.benchmarks.peers.ours_running import run_ours
from tests.benchmarks.peers.protocol import task

TYPICAL_SEED = 1
"""Who connects to whom decides on the rate, 17 to 20 Hz for coba; this one has the peers'."""


def main() -> None:
    asked = task()
    network = from_gallery(f"vogels-abbott-{asked.case}")
    run_ours(asked, replace(network, seed=TYPICAL_SEED))


if __name__ == "__main__":
    main()

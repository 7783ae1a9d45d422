"""Vogels and Abbott's networks in this project's engine."""

from engine import from_gallery
from tests.benchmarks.peers.ours_running import run_ours
from tests.benchmarks.peers.protocol import task


def main() -> None:
    asked = task()
    run_ours(asked, from_gallery(f"vogels-abbott-{asked.case}"))


if __name__ == "__main__":
    main()

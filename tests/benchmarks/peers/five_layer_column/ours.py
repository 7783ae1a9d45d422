"""The five-layer column network in this project's engine."""

from engine import from_gallery
from tests.benchmarks.peers.ours_running import run_ours
from tests.benchmarks.peers.protocol import task


def main() -> None:
    run_ours(task(), from_gallery("five-layer-column"))


if __name__ == "__main__":
    main()

"""The cortical microcircuit in this project's engine."""

from engine import from_gallery
from tests.benchmarks.peers.ours_running import run_ours
from tests.benchmarks.peers.protocol import task


def main() -> None:
    asked = task()
    size, separator, kind = asked.case.partition("-")
    network = from_gallery(f"potjans-diesmann-2014{separator}{kind}")
    run_ours(asked, network.resized(int(size)), tells_each=True)


if __name__ == "__main__":
    main()

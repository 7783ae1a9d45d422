"""How long a sweep takes beside its runs: `python -m tests.benchmarks.sweep`.

200 short runs of Brunel's network, one after the other in this process, then by one and by two
workers, once they are warm. Overhead is what a worker's time has beyond the runs themselves.
"""

import argparse
import time

from engine.gallery import from_gallery
from engine.sweeps.cluster import local_client
from engine.sweeps.memory import bytes_of_a_worker
from engine.sweeps.one_run import carried_out
from engine.sweeps.plan import plan
from engine.sweeps.sweeping import swept

RATES = "10:28:2"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=200)
    options.add_argument("--size", type=int, default=1250, help="neurons")
    options.add_argument("--duration", type=float, default=20.0, help="simulated ms of a run")
    given = options.parse_args()
    network = from_gallery("brunel-2000-ai").resized(given.size)
    seeds = max(1, given.runs // 10)
    planned = plan(network, {"inputs.0.rate_Hz": RATES}, duration_ms=given.duration, seeds=seeds)
    carried_out(planned.setting, next(planned.runs()))
    begin = time.perf_counter()
    for run in planned.runs():
        carried_out(planned.setting, run)
    alone = time.perf_counter() - begin
    print(f"{planned.count} runs of {given.duration:g} ms of {network.size} neurons")
    print(f"in one process: {alone:.2f} s, {alone / planned.count * 1000:.1f} ms a run")
    for workers in (1, 2):
        report(planned, workers, alone)


def report(planned, workers: int, alone: float) -> None:
    """A line on so many workers. alone: seconds that the runs take in one process."""
    with local_client(workers, bytes_of_a_worker(planned)) as client:
        list(swept(client, planned.setting, planned.runs(), lambda: False))
        begin = time.perf_counter()
        rows = [
            row
            for some in swept(client, planned.setting, planned.runs(), lambda: False)
            for row in some
        ]
        taken = time.perf_counter() - begin
    running = sum(row.outcome.wall_s for row in rows)
    overhead = (taken * workers - running) / len(rows) * 1000
    name = f"{workers} worker{'s' if workers > 1 else ''}"
    speed = f"{alone / taken:.2f} times as fast as one process"
    print(f"{name}: {taken:.2f} s, {speed}, overhead {overhead:.1f} ms a run")


if __name__ == "__main__":
    main()

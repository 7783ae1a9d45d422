"""How good forecasts of speed are: `python -m tests.benchmarks.outlook [NAME ...]`.

Each network of the gallery runs at one size as fast as it can, and says how fast it would be at
others; then it is built in those, and runs. Prints what was said, what is, and how often a neuron
spikes in each, on as many threads as the dashboard would take.
"""

import argparse
import time

from engine.gallery import from_gallery
from engine.live.frame import Status
from engine.live.run_configuration import run_configuration
from engine.live.session import Session

CASES = {
    "classic": (1000, (4000, 10_000)),
    "izhikevich-2003": (1000, (4000, 10_000)),
    "izhikevich-2006": (1000, (4000, 10_000)),
    "vogels-abbott-cuba": (4000, (16_000, 40_000)),
    "brunel-2000-ai": (3000, (12_500, 30_000)),
}
SECONDS = 4.0
SETTLED_MS = 500.0


def run(name: str, size: int) -> tuple[Status, float]:
    """What it says of itself after a while, and its speed by the wall clock."""
    configuration = run_configuration(from_gallery(name), size=size, seed=1)
    session = Session(configuration, None, time.perf_counter)
    session.build(configuration)
    while session.frame(taken=True).status.time_ms < SETTLED_MS:
        session.turn()
    began_s, step = time.perf_counter(), session.frame(taken=True).status.step
    while time.perf_counter() - began_s < SECONDS:
        session.turn()
    status = session.frame(taken=True).status
    seconds = time.perf_counter() - began_s
    return status, (status.step - step) * status.dt_ms / 1000 / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(CASES), metavar="NAME")
    for name in parser.parse_args().names:
        size, others = CASES[name]
        status, speed = run(name, size)
        print(f"{name}: {size:,} neurons, {status.mean_rate_hz:.1f} Hz, {speed:.3g} x real time")
        outlook = status.outlook
        assert outlook is not None
        for other in others:
            said = outlook.times_real_time(other)
            there, is_ = run(name, other)
            told = f"said {said:.3g}, is {is_:.3g} x, {said / is_:.2f} times as fast as it is"
            print(f"  {other:,}: {told}; {there.mean_rate_hz:.1f} Hz there", flush=True)


if __name__ == "__main__":
    main()

"""The command line as whole processes: `python -m tests.benchmarks.command_line`.

Medians of several runs: --help, a trace from a warm cache, a first trace that compiles, and the
lines a second of a long trace past start-up.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
COMMAND = [sys.executable, "-m", "snn_tui"]
TRACE = ["--headless", "trace", "--seed=1"]
LONG_S = 1000
LINES = LONG_S * 100


def seconds(*arguments: str, cache: str | None = None) -> float:
    """Wall-clock time of one run of the program."""
    environment = dict(os.environ) if cache is None else {**os.environ, "NUMBA_CACHE_DIR": cache}
    start = time.perf_counter()
    subprocess.run([*COMMAND, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - start


def median(*arguments: str) -> float:
    """Of several runs, after one that warms the caches."""
    seconds(*arguments)
    return statistics.median(seconds(*arguments) for _ in range(RUNS))


def compiling() -> float:
    """A trace with an empty cache."""
    with tempfile.TemporaryDirectory() as folder:
        return seconds(*TRACE, cache=folder)


def lines_per_second(short_s: float) -> float:
    """Of a trace of 1000 s into a file, start-up taken off."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "trace.csv")
        long_s = median(*TRACE, f"--duration={LONG_S}", f"--output={path}", "--force")
    return (LINES - 1000) / (long_s - short_s)


def main() -> None:
    print(f"--help                         {median('--help'):6.2f} s")
    short_s = median(*TRACE)
    print(f"trace, kernels cached          {short_s:6.2f} s")
    first_s = statistics.median(compiling() for _ in range(3))
    print(f"trace, first run, compiling    {first_s:6.2f} s")
    print(f"trace of {LONG_S} s past start-up  {lines_per_second(short_s):,.0f} lines/s")


if __name__ == "__main__":
    main()

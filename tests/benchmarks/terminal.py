"""What the dashboard does in a real terminal: `python -m tests.benchmarks.terminal [--size N]`.

With --slow RATE, in one that reads so many bytes a second: bytes a picture, pictures a second, the
time from a key to the screen, CPU time, and the time that an end takes.

Starts the program in tmux at 120x40, several times with warm caches and its bytecode kept, and
prints how long the first picture and the first frame of a running engine took; then, the engine
running flat out, the screen's rate, the engine's speed, and the time from a key to what is written
for it. tmux's own share is included.
"""

import argparse
import os
import re
import shlex
import statistics
import time
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.snn_tui.dashboard.pseudo_terminal import QUESTION, PseudoTerminal
from tests.snn_tui.dashboard.test_in_tmux import Terminal, start
from tests.snn_tui.program import COMMAND

SETTLED_S = 5.0
KEYS = 100
STARTS, WARMING_STARTS = 9, 2
FIRST_PICTURE, FIRST_FRAME = "Membrane potential|Raster", "running"
REST_S = 0.05
SLOW_S = 10.0
SLOW_KEYS = 6
ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]")


class Written:
    """What the program writes to its terminal, as it comes; nobody has to look again and again."""

    def __init__(self, terminal: Terminal, folder: Path) -> None:
        pipe = folder / "written"
        os.mkfifo(pipe)
        terminal._tmux("pipe-pane", "-O", f"exec cat >{shlex.quote(str(pipe))}")
        self._file = pipe.open("rb", buffering=0)

    def until(self, *patterns: str) -> list[float]:
        """Read on until what was written, without its colours, shows all; when it showed each."""
        text, times = b"", []
        for pattern in patterns:
            while not re.search(pattern, ESCAPES.sub(b"", text).decode(errors="replace")):
                text += self._file.read(65536) or b""
            times.append(time.perf_counter())
        return times


def key_to_screen_s(terminal: Terminal, written: Written, key: str, chosen: int) -> float:
    """Seconds until the key has chosen the neuron of this number, for all to see."""
    time.sleep(REST_S)
    began = time.perf_counter()
    terminal.press(key)
    written.until(rf"▶ +{chosen} ")
    return time.perf_counter() - began


def first_frame_s(terminal: Terminal, written: Written, line: str) -> list[float]:
    """Seconds from a command's start to its first picture, and to the first frame that runs."""
    terminal.type("clear\n")
    time.sleep(REST_S)
    began = time.perf_counter()
    terminal.type(line + "\n")
    times = written.until(FIRST_PICTURE, FIRST_FRAME)
    terminal.press("q")
    written.until("code 0")
    return [each - began for each in times]


def cpu_s(process: int) -> float:
    """CPU time that it took so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def on_a_slow_line(size: int, rate: float) -> None:
    """Pictures, keys and the end, where so many bytes a second come through."""
    with PseudoTerminal(f"--size={size}", "--seed=1", rate=rate) as terminal:
        terminal.wait_for("running")
        time.sleep(SETTLED_S)
        began, bytes_before = time.monotonic(), len(terminal.written)
        cpu_before = cpu_s(terminal.process.pid)
        time.sleep(SLOW_S)
        seconds = time.monotonic() - began
        written = bytes(terminal.written[bytes_before:])
        cpu = cpu_s(terminal.process.pid) - cpu_before
        keys_s = []
        for shown in islice(cycle(["paused", "running"]), SLOW_KEYS):
            terminal.press(" ")
            keys_s.append(terminal.wait_for(shown))
        terminal.press("q")
        code, end_s = terminal.ended()
    pictures = written.count(QUESTION)
    print(f"at 120x40, N = {size}, read at {rate:g} B/s: {len(written) / seconds:,.0f} B/s")
    print(f"  {pictures / seconds:.1f} pictures/s of {len(written) / max(pictures, 1):,.0f} bytes")
    print(f"  key to screen: median {statistics.median(keys_s):.2f} s, most {max(keys_s):.2f} s")
    print(f"  CPU {cpu / seconds:.0%}; q ends it with {code} after {end_s:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--slow", type=float, metavar="RATE", help="bytes read a second")
    options = parser.parse_args()
    if options.slow:
        on_a_slow_line(options.size, options.slow)
    else:
        in_tmux(options.size)


def in_tmux(size: int) -> None:
    """First frames; then the screen's rate, the engine's speed, and the time from key to screen."""
    # Whoever measures may keep Python from writing bytecode, and so make every start the first.
    kept = ["env", "-u", "PYTHONDONTWRITEBYTECODE", *COMMAND, f"--size={size}", "--seed=1"]
    line = f"{shlex.join(kept)}; echo code $?"
    with TemporaryDirectory() as folder:
        terminal = Terminal(Path(folder), 120, 40)
        try:
            written = Written(terminal, Path(folder))
            starts = [
                first_frame_s(terminal, written, line) for _ in range(WARMING_STARTS + STARTS)
            ]
            start(terminal, f"--size={size}", "--seed=1", "--no-real-time")
            written.until(FIRST_FRAME)
            terminal.press("1")
            time.sleep(SETTLED_S)
            speed = terminal.wait_for(r"speed ([\d,.]+)").group(1)
            fps = terminal.wait_for(r"(\d+) fps").group(1)
            keys = islice(cycle([("Down", 1), ("Up", 0)]), KEYS)
            times = sorted(key_to_screen_s(terminal, written, *key) for key in keys)
            terminal.press("q")
            terminal.wait_for("code 0")
        finally:
            terminal.close()
    picture_s, frame_s = map(statistics.median, zip(*starts[WARMING_STARTS:], strict=True))
    print(f"in tmux at 120x40, N = {size}, medians of {STARTS} starts with warm caches:")
    print(f"  first picture {picture_s:.2f} s, first frame that runs {frame_s:.2f} s")
    print(f"flat out: {fps} fps, {speed} times real time")
    print(
        f"  key to screen, {KEYS} keys: median {statistics.median(times) * 1e3:.1f} ms, 95th "
        f"percentile {times[int(0.95 * KEYS)] * 1e3:.1f} ms"
    )


if __name__ == "__main__":
    main()

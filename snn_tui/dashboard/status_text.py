"""The status line's words: what the engine is doing, fitted to a width."""

from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len

from engine.live.frame import Status
from engine.live.replayed import Replayed
from engine.numerics.time_stamps import time_ms
from engine.runtime.memory import readable
from snn_tui.counted import neurons
from snn_tui.dashboard.drawing.waiting_lines import progress_bar

Tone = Literal["plain", "strong", "quiet", "warning", "error", "good"]
COMPILING_TAKES = "5 to 15 s"
"""Of two cores that do little else, for the networks of the gallery."""
BEHIND_S = 0.1
"""Below this a lag is a hiccup that nobody sees."""

MARKS = {
    "starting": "◌",
    "compiling": "◌",
    "building": "◌",
    "running": "▶",
    "paused": "‖",
    "failed": "✗",
}
PHASES_WITH_TIME = {"running", "paused", "failed"}
PHASES_BEFORE_IT_IS = {"starting", "compiling", "building"}
TONES: dict[str, Tone] = {"running": "good", "paused": "warning", "failed": "error"}


@dataclass(frozen=True, slots=True)
class Part:
    """A field of the line in its lengths, longest first."""

    texts: tuple[str, ...]
    tone: Tone
    losses: tuple[int, ...]
    """How much is lost by going to the next shorter length, at last to none."""


NOT_LEARNING = Part(("not learning",), "warning", (9,))


def is_behind(status: Status) -> bool:
    """Whether the simulation runs, but not at the speed that was asked for."""
    return status.phase == "running" and status.asked_speed is not None and status.lag_s > BEHIND_S


def waiting(status: Status) -> str:
    """What goes on while there is no network to look at, and what the user can do; or nothing."""
    match status.phase:
        case "starting" if status.replayed is not None:
            return f"Reading {status.replayed.file}."
        case "starting":
            return "Loading the engine and the kernels of this kind of network."
        case "compiling":
            return (
                f"Compiling the kernels of this kind of network: {status.compiling_s:.0f} s so "
                f"far, usually {COMPILING_TAKES}, once on this machine. The controls work already."
            )
        case "building":
            return (
                f"Building {neurons(status.size)}: {status.progress:.0%}.\n"
                f"{progress_bar(status.progress)}\n"
                "Another size, seed or network (o) ends this; r returns to the network before."
            )
        case _:
            return ""


def told_of_reward(before: Status, now: Status) -> str:
    """What is to be told of a reward by hand that the engine gave between two moments."""
    was, given = before.dopamine, now.dopamine
    if was is None or given is None or given.last_ms is None or given.rewards <= was.rewards:
        return ""
    if now.replayed != before.replayed:
        return ""  # It was leapt over, not seen.
    text = f"Reward at {given.last_ms / 1000:,.2f} s: dopamine {given.dose:+g}"
    return text if now.learning else f"{text}; learning is off, so it changes no weight"


def told_of_pause(before: Status, now: Status) -> str:
    """What is to be told of a network that was opened or built anew while it is paused."""
    is_new = before.phase in PHASES_BEFORE_IT_IS or before.network != now.network
    if not is_new or now.phase != "paused" or now.step > 0 or now.replayed is not None:
        return ""
    return f"{now.network} is paused at its first step: space lets it run"


def fit(
    status: Status, screen_fps: float, width: int, *, is_held: bool = False
) -> list[tuple[str, Tone]]:
    """The texts and tones of the line's fields, shortened or left out until they fit.

    is_held: whether the terminal takes no more frames a second than that.
    """
    parts = _parts(status, screen_fps, is_held)
    chosen = [0] * len(parts)
    while _width(parts, chosen) > width:
        losses = [
            (part.losses[length], index)
            for index, (part, length) in enumerate(zip(parts, chosen, strict=True))
            if length < len(part.losses)
        ]
        if not losses:
            break
        chosen[min(losses)[1]] += 1
    _give_back(parts, chosen, width)
    return [
        (part.texts[length], part.tone)
        for part, length in zip(parts, chosen, strict=True)
        if length < len(part.texts)
    ]


GAP = "  "


def _give_back(parts: list[Part], chosen: list[int], width: int) -> None:
    """Lengthen what fits after all, the greatest loss first: a long field may have left room."""
    losses = [
        (part.losses[length], index, length)
        for index, part in enumerate(parts)
        for length in range(chosen[index])
    ]
    for _, index, length in sorted(losses, reverse=True):
        if length < chosen[index]:
            longer = [*chosen[:index], length, *chosen[index + 1 :]]
            if _width(parts, longer) <= width:
                chosen[index] = length


def _width(parts: list[Part], chosen: list[int]) -> int:
    """With a space before the first, and a gap between each two."""
    texts = [p.texts[n] for p, n in zip(parts, chosen, strict=True) if n < len(p.texts)]
    return 1 + sum(map(cell_len, texts)) + len(GAP) * (len(texts) - 1)


def _parts(status: Status, screen_fps: float, is_held: bool) -> list[Part]:
    tone = TONES.get(status.phase, "warning")
    return [
        Part((_phase(status),), tone, ()),
        *_replay(status),
        _network(status),
        Part((f"N {status.size:,}",), "strong", ()),
        *(_progress_of_time(status) if status.phase in PHASES_WITH_TIME else []),
        *([_learning(status)] if status.learning is not None else []),
        *_dopamine(status),
        *_recording(status),
        *([_weights(status)] if status.storage else []),
        _screen(screen_fps, is_held),
    ]


def _screen(fps: float, is_held: bool) -> Part:
    if not is_held:
        return Part((f"{fps:2.0f} fps",), "quiet", (4,))
    rate = f"{fps:.{0 if fps >= 10 else 1}f} fps"
    return Part((f"{rate}, slow terminal", f"{rate}, slow", rate), "warning", (4, 7, 8))


def _phase(status: Status) -> str:
    if status.replayed is not None and status.phase in ("running", "paused"):
        return _phase_of_replay(status, status.replayed)
    word = f"{MARKS[status.phase]} {'diverged' if status.diverged else status.phase}"
    if status.phase == "building" and status.progress < 1:
        return f"{word} {status.progress:4.0%}"
    if status.phase == "compiling":
        return f"{word} {status.compiling_s:.0f} s, usually {COMPILING_TAKES}"
    return word


def _phase_of_replay(status: Status, replayed: Replayed) -> str:
    """Which way it goes, or where it stands."""
    if status.phase == "running":
        return "◀ backwards" if replayed.is_backwards else f"{MARKS['running']} running"
    ends = {replayed.first_step: "at the start", replayed.end_step: "at the end"}
    return f"{MARKS['paused']} {ends.get(status.step, 'paused')}"


def _replay(status: Status) -> list[Part]:
    replayed = status.replayed
    if replayed is None:
        return []
    parts = [Part((f"REPLAY {replayed.file}", "REPLAY"), "warning", (6,))]
    if replayed.populations:
        words = f"spikes of {replayed.populations} alone"
        parts.append(Part((words, "some spikes alone"), "warning", (5, 9)))
    if replayed.version:
        words = f"recorded by version {replayed.version}"
        parts.append(Part((words, f"by {replayed.version}"), "quiet", (3, 6)))
    return parts


def _network(status: Status) -> Part:
    name, integrator = status.network, status.integrator
    scheme = integrator.partition(",")[0]
    step = f"dt {status.dt_ms:g} ms"
    scheme_and_step = f"{integrator}, {step}"
    texts = (
        f"{status.title} · {status.models}, {scheme_and_step}",
        f"{status.title} · {scheme_and_step}",
        f"{name}, {scheme_and_step}",
        f"{name}, {scheme}, {step}",
        f"{name}, {scheme}",
        name,
    )
    return Part(texts, "plain", (0, 1, 1, 4, 5, 9))


def _progress_of_time(status: Status) -> list[Part]:
    rate, window = f"{status.mean_rate_hz:.2f} Hz", _window(status.mean_rate_ms)
    now_s = f"{status.time_ms / 1000:,.2f}"
    if status.replayed is not None:
        end_s = time_ms(status.replayed.end_step, status.dt_ms) / 1000
        now_s = f"{now_s} of {end_s:,.2f}"
    return [
        Part((f"t {now_s} s", f"t {now_s.partition('.')[0]} s"), "strong", (9,)),
        *([_within_step(status)] if status.step_progress > 0 else []),
        *([_speed(status)] if status.phase == "running" else []),
        Part((f"{rate} mean rate in {window}", f"{rate} in {window}", rate), "plain", (3, 4, 8)),
    ]


def _window(window_ms: float) -> str:
    """Over how many seconds a rate is told, so that what is hardly more than one is one."""
    seconds = window_ms / 1000
    return f"{seconds:.1g} s" if seconds < 1 else f"{round(seconds, 1):g} s"


def _within_step(status: Status) -> Part:
    done = f"{status.step_progress:.0%}"
    return Part((f"next step {done} done", f"+{done}"), "plain", (3, 9))


def _learning(status: Status) -> Part:
    return Part(("learning",), "plain", (8,)) if status.learning else NOT_LEARNING


def _dopamine(status: Status) -> list[Part]:
    if status.dopamine is None or status.dopamine.level is None:
        return []
    return [Part((f"dopamine {status.dopamine.level:.3g}",), "plain", (9,))]


def _recording(status: Status) -> list[Part]:
    if status.recorded is None or not status.recorded.is_on:
        return []
    size = readable(status.recorded.bytes)
    return [Part((f"● recording {size}", f"● {size}", "●"), "error", (2, 8, 9))]


def _weights(status: Status) -> Part:
    kind = f"{status.storage} weights"
    return Part((f"{kind}, {_threads(status.threads)}", kind, status.storage), "quiet", (1, 3, 7))


def speed_digits(speed: float) -> str:
    """A speed in three digits, of what is slow two that say how slow."""
    if speed < 0.1:
        return f"{speed:.2g}"
    return f"{speed:,.{2 if speed < 10 else 1 if speed < 100 else 0}f}"


def _speed(status: Status) -> Part:
    if not status.achieved_speed:
        return Part(("speed not yet known", "speed …"), "quiet", (2, 8))
    achieved = f"speed {speed_digits(status.achieved_speed)}"
    if is_behind(status):
        asked = f"{status.asked_speed:g}"
        return Part(
            (
                f"{achieved} times real time, {asked} asked, {status.lag_s:.1f} s behind",
                f"{achieved} times real time, behind",
                f"{achieved}, behind",
            ),
            "warning",
            (2, 5),
        )
    return Part((f"{achieved} times real time", achieved), "plain", (2, 8))


def _threads(threads: int) -> str:
    return "1 thread" if threads == 1 else f"{threads} threads"

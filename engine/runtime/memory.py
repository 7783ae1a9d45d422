"""How much memory there is, and refusing what needs more."""

import os
import sys
from pathlib import Path
from typing import NamedTuple

from engine.errors import NetworkTooLargeError

LOADING_BYTES = 700_000_000
_ROOT = Path("/")
_UNLIMITED = 2**60
"""What a limit is at least that is none; the first kind of control groups writes almost 2**63."""
_FIRST_KIND = ("memory",)
_SECOND_KIND = ("", "unified")
"""Folders below /sys/fs/cgroup."""


class Free(NamedTuple):
    """Memory that can be had."""

    bytes: int
    within: str
    """What limits it, empty for the machine itself."""


def require_memory(needed: int, what: str, most: str = "") -> None:
    """Raise NetworkTooLargeError, saying how much is needed, if it is not free.

    most: what the most of it is for.
    """
    free = free_memory()
    if free is not None and needed > free.bytes:
        raise NetworkTooLargeError(
            f"{what} needs {readable(needed)} of memory{most and f', most of it for {most}'}, "
            f"and {readable(free.bytes)} are free{free.within}; "
            "choose a smaller size"
        )


def require_room_to_load() -> None:
    """Raise NetworkTooLargeError where not even libraries and compiler would find room.

    They do not survive a refusal: they abort, or try again for ever.
    """
    for free in _of_process():
        if free.bytes < LOADING_BYTES:
            raise NetworkTooLargeError(
                f"NumPy, Numba and its compiler need {readable(LOADING_BYTES)} to begin with, and "
                f"{readable(free.bytes)} are free{free.within}"
            )


def free_memory() -> Free | None:
    """What can be had without swapping and within every limit; None where nothing is known."""
    return min((*_of_machine(), *_of_process(), *_of_cgroups(_ROOT)), default=None)


def _of_machine() -> list[Free]:
    kilobytes = _named_numbers(Path("/proc/meminfo")).get("MemAvailable")
    if kilobytes is not None:
        return [Free(kilobytes * 1024, "")]
    if "SC_PHYS_PAGES" in getattr(os, "sysconf_names", {}):
        return [Free(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"), "")]
    return []


def _of_process() -> list[Free]:
    """Within `ulimit -v` and `ulimit -d`, where it is known how much of them is in use."""
    if sys.platform != "linux":
        return []
    import resource  # noqa: PLC0415 - not everywhere

    used = _named_numbers(Path("/proc/self/status"))
    limits = [
        (resource.RLIMIT_AS, "VmSize", " within the limit of address space (ulimit -v)"),
        (resource.RLIMIT_DATA, "VmData", " within the limit of data (ulimit -d)"),
    ]
    return [
        Free(max(0, resource.getrlimit(which)[0] - used[name] * 1024), words)
        for which, name, words in limits
        if resource.getrlimit(which)[0] != resource.RLIM_INFINITY and name in used
    ]


def _of_cgroups(root: Path) -> list[Free]:
    """Within the limits of the control groups, of both kinds, that the process is in.

    root: of the file system. A limit holds for all groups below, so those above count as well.
    """
    found = []
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and "memory" not in controllers.split(","):
            continue
        group = Path(path.lstrip("/"))
        for top in _FIRST_KIND if controllers else _SECOND_KIND:
            for folder in (group, *group.parents):
                found += _of_group(root / "sys/fs/cgroup" / top / folder)
    return found


def _of_group(folder: Path) -> list[Free]:
    limit = _text(folder / "memory.max") or _text(folder / "memory.limit_in_bytes")
    usage = _text(folder / "memory.current") or _text(folder / "memory.usage_in_bytes")
    try:
        most, used = int(limit), int(usage)
    except ValueError:  # "max", or there is no such group here
        return []
    if most >= _UNLIMITED:
        return []
    # Pages of files that were read once are given up for the asking.
    statistics = _named_numbers(folder / "memory.stat")
    cached = statistics.get("total_inactive_file", statistics.get("inactive_file", 0))
    return [Free(max(0, most - max(0, used - cached)), " within the limit of the control group")]


def _named_numbers(path: Path) -> dict[str, int]:
    """Lines such as `MemFree: 12 kB` or `inactive_file 12`."""
    words = (line.replace(":", " ").split() for line in _text(path).splitlines())
    return {each[0]: int(each[1]) for each in words if len(each) > 1 and each[1].isdecimal()}


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def readable(count: float) -> str:
    """Bytes in the largest unit that leaves a number of at least 1."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:.4g} TB"

"""How much memory there is, and refusing what needs more."""

import os
import sys
from pathlib import Path

from engine.errors import NetworkTooLargeError


def require_memory(needed: int, what: str, most: str = "") -> None:
    """Raise NetworkTooLargeError, saying how much is needed, if it is not free.

    most: what the most of it is for.
    """
    free = free_bytes()
    if free is not None and needed > free:
        raise NetworkTooLargeError(
            f"{what} needs {readable(needed)} of memory{most and f', most of it for {most}'}, "
            f"and {readable(free)} are free; "
            "choose a smaller size"
        )


def free_bytes() -> int | None:
    """Bytes that can be had without swapping; None where the platform does not tell."""
    if sys.platform == "linux":
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    if "SC_PHYS_PAGES" in getattr(os, "sysconf_names", {}):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def readable(count: float) -> str:
    """Bytes in the largest unit that leaves a number of at least 1."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:.4g} TB"

"""How much memory is free: of the machine, within limits of the process, within control groups."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from engine.runtime import memory
from engine.runtime.memory import Free, free_memory

ENDLESS = "9223372036854771712\n"


def _files(root: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


SECOND = {
    "proc/self/cgroup": "0::/user/job\n",
    "sys/fs/cgroup/user/memory.max": "5000\n",
    "sys/fs/cgroup/user/memory.current": "1000\n",
    "sys/fs/cgroup/user/job/memory.max": "max\n",
    "sys/fs/cgroup/user/job/memory.current": "900\n",
}
FIRST = {
    "proc/self/cgroup": "4:cpu,cpuacct:/\n3:memory:/job\n",
    "sys/fs/cgroup/memory/memory.limit_in_bytes": ENDLESS,
    "sys/fs/cgroup/memory/memory.usage_in_bytes": "70000\n",
    "sys/fs/cgroup/memory/job/memory.limit_in_bytes": "3000\n",
    "sys/fs/cgroup/memory/job/memory.usage_in_bytes": "2500\n",
    "sys/fs/cgroup/memory/job/memory.stat": "inactive_file 7\ntotal_inactive_file 500\n",
}
IN_A_CONTAINER = {
    "proc/self/cgroup": "3:memory:/docker/0123\n",
    "sys/fs/cgroup/memory/memory.limit_in_bytes": "2000\n",
    "sys/fs/cgroup/memory/memory.usage_in_bytes": "2500\n",
}


@pytest.mark.parametrize(
    ("texts", "free"),
    [(SECOND, [4000]), (FIRST, [1000]), (IN_A_CONTAINER, [0]), ({}, [])],
)
def test_the_limits_of_control_groups_of_both_kinds_and_of_those_above(tmp_path, texts, free):
    found = memory._of_cgroups(_files(tmp_path, texts))
    assert [each.bytes for each in found] == free


def test_the_narrowest_limit_counts(monkeypatch):
    monkeypatch.setattr(memory, "_of_cgroups", lambda root: [Free(12, " here")])
    assert free_memory() == Free(12, " here")
    with pytest.raises(memory.NetworkTooLargeError, match=r"13 bytes .* 12 bytes are free here"):
        memory.require_memory(13, "it")
    memory.require_memory(12, "it")


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
@pytest.mark.parametrize("which", ["RLIMIT_AS", "RLIMIT_DATA"])
def test_what_is_mapped_already_does_not_count_within_the_limit_of_the_process(which):
    code = (
        "from engine.runtime.memory import free_memory\n"
        "held = bytearray(100_000_000)\n"
        "print(free_memory().bytes, free_memory().within)\n"
    )
    number = getattr(resource, which)

    def limit() -> None:
        resource.setrlimit(number, (500_000_000, 500_000_000))

    done = subprocess.run(
        [sys.executable, "-c", code], preexec_fn=limit, capture_output=True, text=True, check=True
    )
    count, _, within = done.stdout.partition(" ")
    assert 300_000_000 < int(count) < 400_000_000
    assert "ulimit" in within

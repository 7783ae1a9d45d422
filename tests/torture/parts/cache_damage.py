"""The cache of kernels damaged, taken away, filled up, shared: every run gives the same data."""

import atexit
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from engine.numerics.jit import INTERPRETED
from engine.numerics.kernel_cache.entries import write_entry
from tests.torture.oracle import COMMAND, Outcome, environment, judge, run
from tests.torture.trials import Trial

TITLE = "The kernel cache: damaged, foreign, full, used by many at once"
SHORT = 1
ARGUMENTS = ("--headless", "trace", "--seed=1", "--duration=1")
PATIENCE_S = 300.0
"""A run may compile beside others that do."""
SMALL_BYTES = 100_000
"""Less than a kernel has."""


class WarmCache:
    """A cache with kernels in it, of which one is to be damaged."""

    def __init__(self, random: Random, root: Path) -> None:
        self.root = root
        self.home = root / "snn-tui"
        [self.folder] = self.home.iterdir()
        self.entry = random.choice(sorted(self.folder.glob("*.kernel")))


Damage = Callable[[Random, WarmCache], None]


def empty(random: Random, warm: WarmCache) -> None:
    warm.entry.write_bytes(b"")


def cut(random: Random, warm: WarmCache) -> None:
    whole = warm.entry.read_bytes()
    warm.entry.write_bytes(whole[: random.randrange(len(whole))])


def flip(random: Random, warm: WarmCache) -> None:
    whole = bytearray(warm.entry.read_bytes())
    for _ in range(random.choice([1, 1, 100])):
        whole[random.randrange(len(whole))] ^= 1 << random.randrange(8)
    warm.entry.write_bytes(whole)


def another(random: Random, warm: WarmCache) -> None:
    """Whole, but written for another kernel."""
    write_entry(warm.folder, "other.kernel", warm.entry.read_bytes())
    (warm.folder / "other.kernel").replace(warm.entry)


def of_no_use(random: Random, warm: WarmCache) -> None:
    """Whole, with a right digest, and not what numba makes."""
    write_entry(warm.folder, warm.entry.name, random.choice([b"", b"x", b"\x80\x05N."]))


def missing(random: Random, warm: WarmCache) -> None:
    random.choice([warm.entry.unlink, lambda: shutil.rmtree(warm.root)])()


def link(random: Random, warm: WarmCache) -> None:
    path = random.choice([warm.entry, warm.folder])
    path.rename(warm.root / "elsewhere")
    path.symlink_to(warm.root / "elsewhere")


def not_a_file(random: Random, warm: WarmCache) -> None:
    warm.entry.unlink()
    random.choice([warm.entry.mkdir, lambda: os.mkfifo(warm.entry)])()


def not_a_folder(random: Random, warm: WarmCache) -> None:
    shutil.rmtree(warm.folder)
    warm.folder.touch()


def open_to_all(random: Random, warm: WarmCache) -> None:
    random.choice([warm.entry, warm.folder, warm.home]).chmod(0o777)


def foreign(random: Random, warm: WarmCache) -> None:
    """Only root can give things away."""
    if os.geteuid() == 0:
        os.chown(random.choice([warm.entry, warm.folder]), 65534, 65534)


MENDED: tuple[Damage, ...] = (
    empty,
    cut,
    flip,
    another,
    of_no_use,
    missing,
    link,
    not_a_file,
    not_a_folder,
    open_to_all,
    foreign,
)


def no_root(random: Random, warm: WarmCache) -> None:
    shutil.rmtree(warm.root)
    warm.root.touch()


def linked_home(random: Random, warm: WarmCache) -> None:
    warm.home.rename(warm.root / "elsewhere")
    warm.home.symlink_to(warm.root / "elsewhere")


def foreign_home(random: Random, warm: WarmCache) -> None:
    if os.geteuid() == 0:
        os.chown(warm.home, 65534, 65534)
    else:
        linked_home(random, warm)


LASTING: tuple[Damage, ...] = (no_root, linked_home, foreign_home)
"""What is not the program's to mend: each run says so, and compiles."""


def trial(random: Random, folder: Path) -> Trial:
    """Damage a warm cache, run once or several at once, and again."""
    if INTERPRETED:
        return Trial("nothing is compiled")
    expected, kept = _warm()
    root = folder / "cache"
    shutil.copytree(kept, root)
    warm_cache = WarmCache(random, root)
    how = random.choice(["one", "one", "three at once", "killed", "no space"])
    damage = random.choice([*MENDED, *MENDED, *LASTING])
    damage(random, warm_cache)
    env = environment(**{random.choice(["XDG_CACHE_HOME", "NUMBA_CACHE_DIR"]): str(root)})
    if how == "killed":
        _kill_one(random, folder, env)
    outcomes = _outcomes(folder, env, 3 if how == "three at once" else 1, how == "no space")
    faults = [fault for outcome in outcomes for fault in _faults(outcome, expected, 1)]
    if how == "no space":
        # What could not be kept is compiled once more.
        faults += [
            fault for each in _outcomes(folder, env, 1) for fault in _faults(each, expected, 1)
        ]
    [again] = _outcomes(folder, env, 1)
    faults += [f"again: {fault}" for fault in _faults(again, expected, int(damage in LASTING))]
    if damage not in LASTING:
        faults += _leftovers(root, how)
    return Trial(f"{damage.__name__}, {how}", [f"{damage.__name__}, {how}: {f}" for f in faults])


@cache
def _warm() -> tuple[bytes, Path]:
    """The right data, and a cache to copy."""
    folder = Path(tempfile.mkdtemp(prefix="torture-cache-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    env = environment(XDG_CACHE_HOME=str(folder / "cache"))
    env.pop("NUMBA_CACHE_DIR", None)
    outcome = run(ARGUMENTS, folder, env=env, seconds=PATIENCE_S)
    assert outcome.code == 0, outcome
    return outcome.stdout, folder / "cache"


def _outcomes(
    folder: Path, env: dict[str, str], count: int, is_full: bool = False
) -> list[Outcome]:

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_BYTES, SMALL_BYTES))

    options: dict[str, Any] = {"preexec_fn": small_files} if is_full else {}

    def one(number: int) -> Outcome:
        own = folder / f"run {number}"
        own.mkdir(exist_ok=True)
        return run(ARGUMENTS, own, env=env, seconds=PATIENCE_S, **options)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def _kill_one(random: Random, folder: Path, env: dict[str, str]) -> None:
    """A run that ends while it compiles, or writes what it compiled."""
    with subprocess.Popen(
        [*COMMAND, *ARGUMENTS],
        cwd=folder,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            process.wait(random.uniform(0.5, 12.0))
        except subprocess.TimeoutExpired:
            process.kill()


def _faults(outcome: Outcome, expected: bytes, lines: int) -> list[str]:
    faults = judge(outcome, legal=(0,), talk_lines=lines)
    return faults if outcome.stdout == expected else [*faults, "other data"]


def _leftovers(root: Path, how: str) -> list[str]:
    """What is in the cache beside one folder with kernels; a killed run may leave something."""
    there = sorted(path.name for path in (root / "snn-tui").rglob("*"))
    strange = [name for name in there if name.endswith((".part", ".aside"))]
    return [] if how == "killed" or not strange else [f"left {strange}"]

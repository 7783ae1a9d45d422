"""Where `--output` may be asked to write, and how that must end."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PRECIOUS = "the user's own\n"


@contextmanager
def _plain(folder: Path) -> Iterator[Path]:
    yield folder / "out.csv"


@contextmanager
def _there(folder: Path) -> Iterator[Path]:
    (folder / "out.csv").write_text(PRECIOUS)
    yield folder / "out.csv"


@contextmanager
def _link(folder: Path) -> Iterator[Path]:
    (folder / "real.csv").write_text(PRECIOUS)
    (folder / "out.csv").symlink_to("real.csv")
    yield folder / "out.csv"


@contextmanager
def _dangling(folder: Path) -> Iterator[Path]:
    (folder / "out.csv").symlink_to("not-yet.csv")
    yield folder / "out.csv"


@contextmanager
def _loop(folder: Path) -> Iterator[Path]:
    (folder / "out.csv").symlink_to("out.csv")
    yield folder / "out.csv"


@contextmanager
def _folder(folder: Path) -> Iterator[Path]:
    (folder / "out.csv").mkdir()
    yield folder / "out.csv"


@contextmanager
def _missing(folder: Path) -> Iterator[Path]:
    yield folder / "nowhere" / "out.csv"


@contextmanager
def _within_a_file(folder: Path) -> Iterator[Path]:
    (folder / "file").write_text(PRECIOUS)
    yield folder / "file" / "out.csv"


@contextmanager
def _long_name(folder: Path) -> Iterator[Path]:
    yield folder / ("n" * 250 + ".csv")


@contextmanager
def _too_long_name(folder: Path) -> Iterator[Path]:
    yield folder / ("n" * 300)


@contextmanager
def _too_long_path(folder: Path) -> Iterator[Path]:
    yield folder / "/".join(["d" * 100] * 50)


@contextmanager
def _forbidden(folder: Path) -> Iterator[Path]:
    (folder / "locked").mkdir(mode=0o555)
    yield folder / "locked" / "out.csv"


@contextmanager
def _fifo(folder: Path) -> Iterator[Path]:
    path = folder / "out.csv"
    os.mkfifo(path)
    reader = subprocess.Popen(["cat", path], stdout=subprocess.DEVNULL)
    try:
        yield path
    finally:
        reader.kill()
        reader.wait()


@contextmanager
def _stale_partial(folder: Path) -> Iterator[Path]:
    (folder / "out.csv.partial").write_text(PRECIOUS)
    yield folder / "out.csv"


@contextmanager
def _removed(folder: Path) -> Iterator[Path]:
    """A folder that goes away as soon as something is in it."""
    target = folder / "brief"
    target.mkdir()
    over = threading.Event()

    def remove() -> None:
        while not over.is_set():
            if any(target.glob("*.partial")):
                for path in target.iterdir():
                    path.unlink(missing_ok=True)
                with suppress(OSError):
                    target.rmdir()
                    return
            time.sleep(0.001)

    thread = threading.Thread(target=remove)
    thread.start()
    try:
        yield target / "out.csv"
    finally:
        over.set()
        thread.join()


@contextmanager
def _appearing(folder: Path) -> Iterator[Path]:
    """A file that the user makes while the run is under way."""
    path, over = folder / "late.csv", threading.Event()

    def appear() -> None:
        while not over.is_set() and not any(folder.glob("*.partial")):
            time.sleep(0.001)
        path.write_text(PRECIOUS)

    thread = threading.Thread(target=appear)
    thread.start()
    try:
        yield path
    finally:
        over.set()
        thread.join()


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 64 kB where one may be mounted, else the full device."""
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        yield Path("/dev/full")
        return
    try:
        yield disk / "out.csv"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


PLACES = {
    "plain": _plain,
    "file that is there": _there,
    "link": _link,
    "dangling link": _dangling,
    "loop of links": _loop,
    "folder": _folder,
    "missing folder": _missing,
    "within a file": _within_a_file,
    "long name": _long_name,
    "too long name": _too_long_name,
    "too long path": _too_long_path,
    "forbidden folder": _forbidden,
    "fifo": _fifo,
    "stale partial": _stale_partial,
    "removed folder": _removed,
    "appearing file": _appearing,
    "small disk": _small_disk,
}
CODES = {
    "plain": (0,),
    "file that is there": (0, 1),
    "dangling link": (0,),
    "loop of links": (1,),
    "folder": (1,),
    "missing folder": (1,),
    "within a file": (1,),
    "long name": (0,),
    "too long name": (1,),
    "too long path": (1,),
    "forbidden folder": (1,),
    "fifo": (0,),
    "stale partial": (0,),
    "removed folder": (0, 1),
}
"""How it must end, where that is sure."""

"""The steps of docs/add-a-*.md, done to a copy of the packages."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"```(python|diff)\n# (\S+\.py)\n(.*?)```", re.DOTALL)
_OUTPUT = re.compile(r"# try_it\.py.*?```\n\n    (.*?)\n", re.DOTALL)


def followed(guide: str, folder: Path) -> list[str]:
    """Copy the packages into a folder and do there what a guide says; the files it touches."""
    for package in ("engine", "snn_tui"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__py*"))
    touched = {}
    for kind, name, text in _BLOCK.findall(guide):
        path, touched[name] = folder / name, None
        if kind == "python":
            assert not path.exists(), f"{name} is there already"
            path.write_text(text, encoding="utf-8")
        else:
            path.write_text(_patched(path.read_text(encoding="utf-8"), name, text), "utf-8")
    return [name for name in touched if name != "try_it.py"]


def _patched(text: str, name: str, diff: str) -> str:
    """A text with the lines of a diff, whose context must be there exactly once."""
    lines = diff.splitlines(keepends=True)
    assert {line[0] for line in lines} <= set("+- \n"), f"a line of the diff of {name} is none"
    before = "".join(line[1:] or line for line in lines if line[0] != "+")
    after = "".join(line[1:] or line for line in lines if line[0] != "-")
    assert text.count(before) == 1, f"{name} has not, or not only once:\n{before}"
    return text.replace(before, after)


def told_output(guide: str) -> str:
    """What a guide says that its try_it.py prints."""
    (output,) = _OUTPUT.findall(guide)
    return str(output)


def run_in(folder: Path, *arguments: str, interpreted: bool = True) -> str:
    """What Python prints there."""
    environment = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    if interpreted:
        environment["NUMBA_DISABLE_JIT"] = "1"
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()

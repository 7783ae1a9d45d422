"""The same network in several simulators: `python -m tests.benchmarks.peers`.

A simulator may live in an environment of its own, named by --peer-python; one that is not found
is listed with the line that installs it.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from tests.benchmarks.peers.networks import INSTALL, NETWORKS, Network, Script
from tests.benchmarks.peers.runner import (
    Measurement,
    ScriptError,
    has_package,
    measure,
    write_inputs,
)
from tests.benchmarks.peers.table import populations_table, table

EVERY = "every"


def peer_python(text: str) -> tuple[str, str]:
    """`package=/path/to/python` as a pair."""
    package, separator, path = text.partition("=")
    if package not in INSTALL or not separator:
        raise argparse.ArgumentTypeError(
            f"{text!r}: give one of {', '.join(INSTALL)}, '=' and a path to Python"
        )
    if not Path(path).is_file():
        raise argparse.ArgumentTypeError(f"{text!r}: there is no {path}")
    return package, path


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.peers", description=__doc__)
    parser.add_argument(
        "--network",
        choices=[*NETWORKS, EVERY],
        default="classic",
        help=f"{EVERY!r} puts all cases of all networks into one table",
    )
    parser.add_argument("--case", nargs="+", help="its variants, all by default")
    parser.add_argument("--simulator", default="", help="only those whose name contains this")
    parser.add_argument("--threads", type=int, help="only those with so many threads")
    parser.add_argument(
        "--peer-python",
        type=peer_python,
        action="append",
        default=[],
        metavar="PACKAGE=PYTHON",
        help=f"where to find {', '.join(INSTALL)}; by default this Python",
    )
    parser.add_argument("--repeats", type=int, default=3, help="runs, of which the median counts")
    parser.add_argument("--json", action="store_true", help="one line per measurement instead")
    given = parser.parse_args()
    if given.network == EVERY and given.case:
        parser.error(f"--case: {EVERY} has every case of every network")
    for case in given.case or ():
        if case not in NETWORKS[given.network].cases:
            cases = ", ".join(NETWORKS[given.network].cases)
            parser.error(f"--case: {given.network} has no {case!r}; it has {cases}")
    return given


def main() -> None:
    given = options()
    networks = list(NETWORKS.values()) if given.network == EVERY else [NETWORKS[given.network]]
    pythons = dict(given.peer_python)
    rows: list[Measurement] = []
    missing: list[Script] = []
    try:
        for network in networks:
            chosen = [script for script in network.scripts if _is_wanted(script, given)]
            absent = [s for s in chosen if not has_package(_python(s, pythons), s.package)]
            missing += absent
            present = [script for script in chosen if script not in absent]
            for case in (given.case or network.cases) if present else ():
                for row in measured(network, case, present, pythons, given.repeats):
                    label = f"{network.name} {case}" if given.network == EVERY else case
                    rows.append(replace(row, case=label))
    except KeyboardInterrupt:
        print("stopped; this is what was measured until then", file=sys.stderr)
    if given.json:
        for row in rows:
            print(json.dumps(asdict(row)))
        return
    print(table(rows))
    if of_populations := populations_table(rows):
        print(of_populations)
    print(notes(networks, missing, rows))


def _is_wanted(script: Script, given: argparse.Namespace) -> bool:
    is_named = given.simulator.lower() in script.label.lower()
    return is_named and given.threads in (None, script.threads)


def measured(
    network: Network, case: str, scripts: list[Script], pythons: dict[str, str], repeats: int
) -> Iterator[Measurement]:
    """The measurements of one case; whoever fails is told of on stderr and left out."""
    with tempfile.TemporaryDirectory() as folder:
        inputs = write_inputs(network, case, Path(folder) / "inputs.npz")
        for script in filter(lambda script: script.runs(case), scripts):
            name = f"{network.name} {case}: {script.label}, threads: {script.threads}"
            print(name, file=sys.stderr, flush=True)
            try:
                python = _python(script, pythons)
                yield measure(network, script, case, python, inputs, repeats)
            except ScriptError as error:
                print(f"{name} failed: {error}", file=sys.stderr, flush=True)


def notes(networks: list[Network], missing: list[Script], rows: list[Measurement]) -> str:
    """What stands below the table."""
    lines = [
        "",
        "x real time: past start-up. Start-up: importing, building, compiling; code that a",
        "simulator keeps from earlier runs is used. Peak: its process and the compilers it starts.",
        "Wall-clock times, but CPU time of Brian2's C++ on one thread: compare on an idle machine.",
    ]
    for network in networks:
        cases = ", ".join(f"{seconds:g} ({case})" for case, seconds in network.cases.items())
        lines += [f"A run of {network.name} lasts, in simulated seconds: {cases}"]
    if any(network.inputs is not None for network in networks):
        lines += [
            "Agrees: the time of the first spike that differs from ours. Lost: neurons gone NaN."
        ]
    lines += [network.note for network in networks if network.note]
    versions = {row.script.label: row.answer.version for row in rows}
    lines += [f"Versions: {', '.join(map(' '.join, versions.items()))}."] if versions else []
    packages = dict.fromkeys(script.package for script in missing if script.package)
    return "\n".join([*lines, *(_missing(package, missing) for package in packages)])


def _missing(package: str, missing: list[Script]) -> str:
    labels = dict.fromkeys(script.label for script in missing if script.package == package)
    return (
        f"not found: {package}, so no {'; '.join(labels)}. Install it with "
        f"`{INSTALL[package]}`, anywhere, then --peer-python {package}=/path/to/its/python"
    )


def _python(script: Script, pythons: dict[str, str]) -> str:
    return pythons.get(script.package or "", sys.executable)


if __name__ == "__main__":
    main()

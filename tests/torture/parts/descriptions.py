"""Descriptions of networks, mutated and made at random."""

import pickle
import re
import time
import tomllib
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import tomli_w

from engine import NetworkFileError, load_network, network_text, parse_network
from engine.connections.catalogue import CONNECTIVITIES
from engine.gallery import names
from engine.inputs.catalogue import INPUTS
from engine.models.catalogue import MODELS
from engine.synapses.catalogue import SYNAPSES
from tests.torture import hostile
from tests.torture.oracle import ROOT, judge, run
from tests.torture.trials import Trial

TITLE = "descriptions of networks, mutated by byte, token and key, and made from the schema"
SHORT = 40
LONGEST_S = 2.0
"""Of the processor; the machine may be busy."""
LONGEST_MESSAGE = 500
TEXTS = {
    name: (ROOT / "engine" / "gallery" / f"{name}.toml").read_text("utf-8") for name in names()
}
_TOKENS = re.compile(r'"[^"\n]*"|[\w.+-]+|\s+|.', re.DOTALL)
_VALUES: tuple[Any, ...] = (
    0, -1, 1, 2, 0.5, 1e308, -1e308, 1e30, float("nan"), float("inf"), 2**31, 2**63, 10**400,
    True, "", "a", "\x1b[2J", "\u202e", "x" * 100_000, [], [1], [[0, 1]], [[0, 0, 0]], [0, 1], {},
    {"uniform": [0, 1]}, {"uniform": [1, 0]}, {"normal": [0, 1e308]}, {"normal": [0, -1]},
    {"normal": [0]}, {"a": {"b": {}}},
)  # fmt: skip


def trial(random: Random, folder: Path) -> Trial:
    """One description; it is a network, or refused in one line."""
    make = random.choice((_bytes, _tokens, _keys, _keys, _schema, _schema, _long))
    data = make(random)
    file = folder / "network.toml"
    file.write_bytes(data)
    for name, columns in (("spikes.csv", (2,)), ("weights.csv", (3, 4))):
        (folder / name).write_bytes(_rows(random, columns))
    what = make.__name__.strip("_")
    if random.random() < 0.02:
        # A coupling is refused before anything is built, where weights stay as they are.
        given = ["--headless", "spikes", f"--network={file}", "--coupling=raw", "--duration=0.01"]
        outcome = run(given, folder)
        scaled = (0,) if b"inverse" in data else ()
        return Trial(f"{what}, program", judge(outcome, legal=(2, *scaled)))
    return _in_process(what, file)


def _in_process(what: str, file: Path) -> Trial:
    begun = time.process_time()
    try:
        network = load_network(file)
    except NetworkFileError as error:
        told, kind = str(error), "refused"
    else:
        told, kind = "", "taken"
    seconds = time.process_time() - begun
    faults = []
    if seconds > LONGEST_S:
        faults.append(f"took {seconds:.1f} s")
    if not told.isprintable() or len(told) > LONGEST_MESSAGE:
        faults.append(f"not one short line: {told[:2000]!r}")
    if kind == "taken":
        if parse_network(network_text(network), "again") != network:
            faults.append("differs when it was written and read again")
        if pickle.loads(pickle.dumps(network)) != network:
            faults.append("differs when it was pickled")
    return Trial(f"{what}, {kind}", faults)


def _gallery(random: Random) -> str:
    return TEXTS[random.choice(sorted(TEXTS))]


def _bytes(random: Random) -> bytes:
    data = bytearray(_gallery(random).encode())
    for _ in range(random.choice((1, 1, 2, 5, 50))):
        at = random.randrange(len(data) + 1)
        end = min(len(data), at + random.choice((0, 1, 1, 10, 500)))
        piece = random.choice(
            (b"", random.randbytes(3), bytes(data[at:end]) * 2, b"\x00", b"\r", b"[", b'"')
        )
        data[at:end] = piece
    return bytes(data)


def _tokens(random: Random) -> bytes:
    tokens = _TOKENS.findall(_gallery(random))
    for _ in range(random.choice((1, 1, 2, 5))):
        at = random.randrange(len(tokens))
        match random.randrange(5):
            case 0:
                tokens[at] = random.choice(tokens)
            case 1:
                tokens[at] *= random.choice((0, 2, 1000))
            case 2:
                tokens[at] = hostile.number(random)
            case 3:
                tokens[at] = '"' + hostile.text(random) + '"'
            case _:
                other = random.randrange(len(tokens))
                tokens[at], tokens[other] = tokens[other], tokens[at]
    return "".join(tokens).encode("utf-8", "surrogatepass")


def _keys(random: Random) -> bytes:
    values = tomllib.loads(_gallery(random))
    for _ in range(random.choice((1, 1, 2, 4))):
        _change(random, random.choice(list(_containers(values))))
    return _written(values)


def _containers(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [value] if isinstance(value, (dict, list)) and value else []
    return found + [each for part in inner for each in _containers(part)]


def _change(random: Random, container: Any) -> None:
    if not container:
        return
    key = random.choice(list(container) if isinstance(container, dict) else range(len(container)))
    match random.randrange(4):
        case 0:
            del container[key]
        case 1 if isinstance(container, dict):
            container[hostile.text(random)] = container.pop(key)
        case 2 if isinstance(container, dict):
            container[random.choice((key.upper(), key[:-1], f"{key}_mV"))] = container.pop(key)
        case _:
            # A copy: what is changed within it is of this trial alone.
            container[key] = deepcopy(random.choice((*_VALUES, hostile.text(random))))


def _schema(random: Random) -> bytes:
    """A network that may be, of all models, connections and inputs, with a value that may not."""
    populations = {f"p{k}": _population(random) for k in range(random.randint(1, 4))}
    names = list(populations)
    values = {
        "name": "made",
        "dt_ms": random.choice((0.1, 0.5, 1.0, 10.0, 0.05)),
        "populations": populations,
        "projections": [_projection(random, names) for _ in range(random.randrange(3))],
        "inputs": [_input(random, names) for _ in range(random.randrange(3))],
        "resizing": {"weights": random.choice(("kept", "inverse"))},
    }
    if random.random() < 0.3:
        _change(random, random.choice(_containers(values)))
    return _written(values)


def _population(random: Random) -> dict[str, Any]:
    model = MODELS[random.choice(sorted(MODELS))]
    parameters = random.sample(model.parameters, random.randrange(len(model.parameters) + 1))
    given: dict[str, Any] = {"size": random.choice((1, 2, 10, 100)), "model": model.name}
    given["parameters"] = {p.name: _number(random, p.default, p.low, p.high) for p in parameters}
    if model.cell_types and random.random() < 0.5:
        given["cell_type"] = random.choice(model.cell_types).name
    if model.is_source or random.random() < 0.05:
        given["spikes"] = _spikes(random, given["size"])
    return given


def _spikes(random: Random, size: int) -> dict[str, Any]:
    trains = [
        random.sample((0.0, 0.04, 7.5, 300.0, -1.0), random.randrange(4)) for _ in range(size)
    ]
    named = {"file": random.choice(("spikes.csv", "spikes.npy", "/dev/zero", "../x.csv", "a.txt"))}
    rates = {"rate_Hz": [5.0, 500.0], "from_ms": [0.0, random.choice((50.0, 0.0, 0.07))]}
    return random.choice(({"times_ms": trains}, named, rates, {"rate_Hz": 10.0}, {}))


def _rows(random: Random, columns: tuple[int, ...]) -> bytes:
    """A file of numbers that may be right, for populations of few neurons."""
    count, odd = random.choice(columns), random.choice((0.0, 0.0, 0.1))
    head = ["", "neuron,time_ms", "source,target,weight_mV,delay_ms", "source,target,weight_nS"]
    lines = [random.choice(head)] if random.random() < 0.5 else []
    for _ in range(random.choice((0, 1, 20))):
        cells = ["0", "0", "1.5", "10.0"][:count]
        lines.append(
            ",".join(hostile.number(random) if random.random() < odd else c for c in cells)
        )
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _number(random: Random, usual: float, low: float, high: float) -> Any:
    inside = random.choice((usual, low, high, random.uniform(low, high)))
    return random.choice((inside, {"uniform": [low, inside]}, {"normal": [usual, abs(inside)]}))


def _projection(random: Random, names: list[str]) -> dict[str, Any]:
    given = _synapse(random) | {"source": random.choice(names), "target": random.sample(names, 1)}
    connect = random.choice(sorted(CONNECTIVITIES))
    given |= {"connect": connect}
    given |= {
        "pairwise-bernoulli": {"probability": random.random()},
        "fixed-in-degree": {"in_degree": random.randrange(3)},
        "fixed-total-number": {"number": random.choice((0, 1, 1000))},
        "list": random.choice(
            (
                {"pairs": [[0, 0]] * random.choice((0, 1, 2000))},
                {"file": random.choice(("weights.csv", "weights.npy", "/dev/zero", "a.txt"))},
            )
        ),
    }.get(connect, {})
    return given | {_unit(random, "weight"): random.choice((1.0, {"normal": [0.0, 1.0]}))}


def _synapse(random: Random) -> dict[str, Any]:
    kind = random.choice(sorted(SYNAPSES))
    timed = (
        {"tau_ms": random.choice((0.001, 5.0, 1e15))} if "-c" in kind and "step" not in kind else {}
    )
    return {"synapse": kind} | timed | ({"reversal_mV": 0.0} if "conductance" in kind else {})


def _input(random: Random, names: list[str]) -> dict[str, Any]:
    kind = random.choice(sorted(INPUTS))
    given: dict[str, Any] = {
        "kind": kind,
        "target": random.sample(names, random.randint(1, len(names))),
    }
    if kind == "poisson":
        given |= _synapse(random) | {"rate_Hz": 10.0, _unit(random, "weight"): 1.0}
    elif kind == "pulses":
        given |= {_unit(random, "amplitude"): 1.0, "times_ms": [10.0], "duration_ms": 10.0}
    else:
        given |= {_unit(random, "current" if kind == "constant" else "standard_deviation"): 1.0}
    return given


def _unit(random: Random, name: str) -> str:
    return f"{name}{random.choice(('', '', '_mV', '_nA', '_pA', '_uA_per_cm2', '_nS'))}"


def _long(random: Random) -> bytes:
    """A text of megabytes, whose fault is at the end."""
    piece = random.choice(
        (
            "\n",
            " ",
            "#\n",
            "[",
            "{a=",
            "a.",
            '"',
            "'",
            '"""',
            "a=1\n",
            "[[a]]\n",
            "[a]\n",
            ",",
            "\\",
            "'''\n",
            "é",
        )
    )
    count = random.choice((1000, 100_000, 1_000_000)) // len(piece)
    head, tail = (
        random.choice(("", "a = ", 'a = "', "a = [", _gallery(random))),
        random.choice(("", "1", "]", "bad = 1")),
    )
    # What is legal line by line takes the parser its time.
    return (
        head
        + piece * min(count, 20_000 if piece.endswith("]\n") or "=1" in piece else count)
        + tail
    ).encode()


def _written(values: dict[str, Any]) -> bytes:
    try:
        return tomli_w.dumps(values).encode("utf-8", "surrogatepass")
    except (ValueError, TypeError):  # Python does not write numbers of thousands of digits
        return b"name = 1"

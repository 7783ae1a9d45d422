"""What is done to checkpoints, and what comes of it."""

import hashlib
import traceback
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from engine import (
    Checkpoint,
    CheckpointError,
    ClassicNetwork,
    CurrentStep,
    DivergenceError,
    Network,
    NetworkTooLargeError,
    PairStdp,
    PairwiseBernoulli,
    ShortTerm,
    Simulation,
    Uniform,
)
from engine.checkpoints.file import DIGITS, read_arrays, text_array, text_of, write_arrays
from tests.engine.simulation.test_checkpoint import with_last_spikes

STEPS = 60
POINTING = (
    "row_counts",
    "row_steps",
    "last_arrival",
    "history_counts",
    "history",
    "arrival",
    "arrival_before",
    "coming",
    "comings",
    "since",
    "post_step",
)
SIZE = 64
"""With fewer, some CPUs have parts of their own, which nothing else of the tests compiles."""
NUMBERS = (
    0,
    1,
    -1,
    2,
    255,
    2**15,
    2**31 - 1,
    -(2**31),
    2**32,
    2**62,
    -(2**62),
    2**63 - 1,
    -(2**63),
)
FLOATS = (0.0, -0.0, 1.0, -1.0, 0.5, 1e6, -1e6, 1e300, -1e300, 5e-324, np.nan, np.inf, -np.inf)
DTYPES = ("f8", "f4", "i8", "i4", "u1", "u2", "i2", "u8", "f2", ">f8", ">i8")
OBJECTS = (None, 7, "text", [1, 2], object(), np.array("text"), np.array([None]), np.ma.masked)


def _network(kind: str) -> Network:
    if kind == "described":
        return with_last_spikes(SIZE)
    if kind == "plastic":
        return _plastic()
    weights = np.random.default_rng(1).normal(size=(SIZE, SIZE)) if kind == "given" else None
    return ClassicNetwork(size=SIZE, seed=2, weights=weights)


def _plastic() -> Network:
    """Synapses that change by a rule that keeps most, and by one whose traces are scaled, with all
    else that a checkpoint has."""
    classic = ClassicNetwork(size=SIZE, seed=2)
    rule = PairStdp(w_max=2.0, pairing="presynaptic-centred", a_plus=0.2, mu_plus=0.5)
    short_term = ShortTerm(use=0.3, tau_active_ms=30.0)
    one = replace(classic.projections[0], weight=Uniform(0.0, 1.0), plasticity=rule)
    late = replace(
        one, connect=PairwiseBernoulli(0.5), delay_ms=Uniform(10.0, 90.0), short_term=short_term
    )
    step = replace(
        late,
        synapse=CurrentStep(),
        plasticity=replace(rule, precision="double", w_max=3.0, pairing="nearest"),
    )
    return replace(classic, projections=[one, late, step])


KINDS = {"classic": 300, "given": 300, "described": 90, "plastic": 300}
"""Networks, and after how many steps they are in the midst of things."""


@cache
def moment(kind: str) -> Checkpoint:
    """A checkpoint as it should be."""
    simulation = Simulation(_network(kind), threads=1)
    simulation.advance(KINDS[kind])
    return simulation.checkpoint()


@cache
def whole_file(kind: str, folder: str) -> bytes:
    """Its file. folder: any."""
    path = Path(folder) / "whole.npz"
    moment(kind).save(path)
    return path.read_bytes()


def prepare() -> None:
    """Compile whatever the attacks need."""
    for kind in KINDS:
        _outcome(lambda kind=kind: moment(kind))


def answer(question: tuple[str, str, int, str]) -> tuple[str, list[str]]:
    """How an attack ended, and its faults."""
    kind, attack, seed, folder = question
    random, path = Random(seed), Path(folder) / "moment.npz"
    try:
        return _outcome(globals()[attack](random, kind, path))
    except Exception:
        return "failed", [traceback.format_exc(limit=-6)]


def _outcome(load: Callable[[], Any]) -> tuple[str, list[str]]:
    try:
        simulation = Simulation.restore(load(), threads=1)
        first = simulation.step
        spikes = simulation.advance(STEPS)
    except CheckpointError as error:
        return "refused", [] if str(error).isprintable() else [f"{error!r} is no line"]
    except (DivergenceError, NetworkTooLargeError) as error:
        return type(error).__name__, []
    faults = []
    if simulation.step != first + STEPS:
        faults.append("it did not take its steps")
    if spikes.neuron.size and not (
        0 <= spikes.neuron.min() <= spikes.neuron.max() < simulation.size
    ):
        faults.append("neurons spiked that there are not")
    if (np.diff(spikes.step) < 0).any():
        faults.append("spikes in disorder")
    simulation.checkpoint()
    return "runs", faults


def _loader(path: Path) -> Callable[[], Any]:
    return lambda: Checkpoint.load(path)


def damaged(random: Random, kind: str, path: Path) -> Callable[[], Any]:
    """Bits flipped, pieces lost, doubled, or put elsewhere; none may be taken for whole."""
    whole = whole_file(kind, str(path.parent))
    content = _mangled(random, whole)
    path.write_bytes(content)
    load = _loader(path)

    def refused() -> Any:
        loaded = load()
        assert content == whole, "damage was not seen"
        return loaded

    return refused


def signed(random: Random, kind: str, path: Path) -> Callable[[], Any]:
    """Bytes of the archive changed by somebody who then writes the digest anew."""
    whole = bytearray(whole_file(kind, str(path.parent)))
    for _ in range(random.randint(1, 3)):
        start = random.choice([0, max(0, len(whole) - 1500), random.randrange(len(whole))])
        at = min(start + random.randrange(1400), len(whole) - DIGITS - 30)
        whole[at] = random.choice(
            [0, 255, random.randrange(256), whole[at] ^ 1 << random.randrange(8)]
        )
    whole[-DIGITS:] = hashlib.sha256(whole[:-DIGITS]).hexdigest().encode()
    path.write_bytes(whole)
    return _loader(path)


def squeezed(random: Random, kind: str, path: Path) -> Callable[[], Any]:
    """The same entries compressed, and one that swells."""
    moment(kind).save(path)
    arrays = read_arrays(path)
    name = random.choice(list(arrays))
    arrays[name] = np.zeros(random.choice([10, 10**6, 3 * 10**7]), np.uint8)
    write_arrays(path, arrays)
    with zipfile.ZipFile(path) as archive:
        entries = {each: archive.read(each) for each in archive.namelist()}
        comment = archive.comment
    with zipfile.ZipFile(
        path, "w", random.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
    ) as archive:
        archive.comment = comment
        for each, content in entries.items():
            archive.writestr(each, content)
    whole = path.read_bytes()[:-DIGITS]
    path.write_bytes(whole + hashlib.sha256(whole).hexdigest().encode())
    return _loader(path)


def hostile(random: Random, kind: str, path: Path) -> Callable[[], Any]:
    """Entries changed, missing, added, exchanged, in a file that is otherwise right."""
    moment(kind).save(path)
    arrays = dict(read_arrays(path))
    for _ in range(random.choice([1, 1, 1, 2, 4])):
        # Kernels go to where these point: nothing else could crash them.
        pointing = [name for name in arrays if name in POINTING]
        name = random.choice([*arrays, *pointing, *pointing])
        match random.randrange(20):
            case 0:
                del arrays[name]
            case 1:
                arrays[random.choice(["more", "state_7", "a/b", "x" * 300])] = arrays[name]
            case 2:
                other = random.choice(list(arrays))
                arrays[name], arrays[other] = arrays[other], arrays[name]
            case _:
                arrays[name] = _changed(random, arrays[name])
        if not arrays:
            break
    write_arrays(path, arrays)
    return _loader(path)


def redescribed(random: Random, kind: str, path: Path) -> Callable[[], Any]:
    """Another network than that of the arrays."""
    moment(kind).save(path)
    arrays = dict(read_arrays(path))
    lines = text_of("network", arrays["network"]).splitlines()
    at = random.randrange(len(lines))
    key, equals, value = lines[at].partition(" = ")
    if equals and random.random() < 0.8:
        number = random.choice([*NUMBERS, *FLOATS, SIZE, "true", '"x"', "[]", "{}", value * 2])
        lines[at] = f"{key} = {number}"
    else:
        lines[at] = lines[random.randrange(len(lines))]
    arrays["network"] = text_array("\n".join(lines))
    write_arrays(path, arrays)
    return _loader(path)


def by_hand(random: Random, kind: str, path: Path) -> Callable[[], Any]:
    """An object that no file was ever read for."""
    good = moment(kind)
    arrays: dict[Any, Any] = dict(good.arrays)
    name = random.choice(list(arrays))
    odd = random.choice([_changed(random, arrays[name]), random.choice(OBJECTS)])
    arrays[random.choice([name, name, name, 7, "more"])] = odd
    others = [_network(kind) for kind in KINDS]
    network = random.choice([good.network] * 9 + [None, *others])
    return lambda: Checkpoint(network, random.choice([arrays] * 9 + [None]))


ATTACKS = {
    "damaged": 2,
    "signed": 2,
    "squeezed": 1,
    "hostile": 6,
    "redescribed": 2,
    "by_hand": 4,
}
"""How often each is tried: most often those that only the schema can refuse."""


def _mangled(random: Random, whole: bytes) -> bytes:
    at, size = random.randrange(len(whole)), random.choice([1, 8, 200, 5000])
    match random.randrange(6):
        case 0:
            return whole[:at]
        case 1:
            return whole[:at] + random.randbytes(size) + whole[at + size :]
        case 2:
            return whole[:at] + whole[at + size :]
        case 3:
            return whole[:at] + whole[at : at + size] + whole[at:]
        case 4:
            return whole[at:] + whole[:at]
    return whole[:at] + bytes([whole[at] ^ 1 << random.randrange(8)]) + whole[at + 1 :]


def _changed(random: Random, array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Another kind, shape, or other values."""
    array = array.copy()
    with np.errstate(all="ignore"):
        match random.randrange(20):
            case 0:
                return array.astype(random.choice(DTYPES))
            case 1:
                return array.reshape(-1)
            case 2:
                return array[..., np.newaxis]
            case 3:
                return np.resize(
                    array, random.choice([(0,), (1,), (3, SIZE), (SIZE + 1,), (3, SIZE, 1)])
                )
            case 4 if array.ndim:
                return np.ascontiguousarray(array[::-1])
        pool = np.array(FLOATS if array.dtype.kind == "f" else NUMBERS)
        flat = array.reshape(-1)
        for _ in range(random.choice([1, 1, 3, flat.size])):
            if flat.size == 0:
                break
            at = random.randrange(flat.size)
            small = flat[at] + np.array(random.choice([-1, 1])).astype(array.dtype)
            flat[at] = random.choice([small, pool[random.randrange(pool.size)].astype(array.dtype)])
        return flat.reshape(array.shape)

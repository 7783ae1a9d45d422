"""Which networks there are, and in which simulators."""

from collections.abc import Mapping
from dataclasses import dataclass

INSTALL = {
    "brian2": "pip install brian2 cython setuptools 'numpy<2.4'",
    "brainpy": "pip install brainpy numba",
    "nest": "pip install nest-simulator",
    "ANNarchy": "pip install ANNarchy",
}
"""By the package that is imported; whatever has no entry runs in our own environment."""


@dataclass(frozen=True, slots=True)
class Script:
    """One simulator's file, and the settings it is run with."""

    label: str
    module: str
    package: str | None = None
    threads: int = 1
    precision: str = "float64"
    keeps_compiled: bool = False
    """It keeps compiled code between processes, so that its first run ever is not measured."""
    cases: tuple[str, ...] = ()
    """Those that it can run, all if empty."""

    def runs(self, case: str) -> bool:
        return not self.cases or case in self.cases


@dataclass(frozen=True, slots=True)
class Network:
    """A network, its variants with the simulated seconds of a run, and who can run it."""

    name: str
    cases: Mapping[str, float]
    scripts: tuple[Script, ...]
    settle_s: float = 0.0
    """At the start of a run, of which no spike is counted."""
    inputs: str | None = None
    """The module that writes start state and weights, where all get the very same."""
    note: str = ""


def threaded(folder: str) -> tuple[Script, ...]:
    """Ours, Brian2's C++ program and NEST, each with one thread and with two."""
    return (
        Script("snn-tui", f"{folder}.ours", keeps_compiled=True),
        Script("snn-tui", f"{folder}.ours", threads=2, keeps_compiled=True),
        Script("Brian2 C++", f"{folder}.brian2_standalone", "brian2"),
        Script("Brian2 C++ OpenMP", f"{folder}.brian2_standalone", "brian2", threads=2),
        Script("NEST", f"{folder}.nest_network", "nest"),
        Script("NEST", f"{folder}.nest_network", "nest", threads=2),
    )


def scanned(folder: str, cases: tuple[str, ...] = ()) -> tuple[Script, ...]:
    """BrainPy in double precision, and in single, which is its default."""
    module = f"{folder}.brainpy_scan"
    return (
        Script("BrainPy float64", module, "brainpy", cases=cases),
        Script("BrainPy float32", module, "brainpy", precision="float32", cases=cases),
    )


CLASSIC = Network(
    name="classic",
    cases={"10": 100.0, "100": 100.0, "1000": 20.0, "3000": 5.0, "5000": 3.0},
    scripts=(
        Script("snn-tui", "classic.ours", keeps_compiled=True),
        Script("snn-tui", "classic.ours", threads=2, keeps_compiled=True),
        Script("NumPy", "classic.plain_numpy"),
        Script("Brian2 C++", "classic.brian2_standalone", "brian2"),
        Script("Brian2 C++, own product", "classic.brian2_product", "brian2"),
        Script("Brian2 Cython", "classic.brian2_cython", "brian2", keeps_compiled=True),
        *scanned("classic"),
    ),
    inputs="classic.inputs",
    note="""\
A step of ours that leaves the ordinary range is redone in finer substeps; the others keep it, so
their spikes differ from then on.
NEST has no Hindmarsh-Rose neuron, and no synapse that depends on the time since the last spike
alone; both would have to be generated with NESTML.""",
)
IZHIKEVICH_2003 = Network(
    name="izhikevich-2003",
    cases={"1000-all": 5.0, "10000x1000": 2.0, "100000x100": 1.0},
    scripts=threaded("izhikevich_2003") + scanned("izhikevich_2003"),
    settle_s=0.2,
)
BRUNEL_2000 = Network(
    name="brunel-2000",
    cases={"SR": 0.3, "SI-fast": 0.6, "AI": 0.6, "SI-slow": 0.6},
    scripts=threaded("brunel_2000"),
    settle_s=0.1,
)
VOGELS_ABBOTT = Network(
    name="vogels-abbott",
    cases={"cuba": 2.0, "coba": 2.0, "hh": 1.0},
    scripts=(
        *threaded("vogels_abbott"),
        Script("Brian2 Cython", "vogels_abbott.brian2_cython", "brian2", keeps_compiled=True),
        *scanned("vogels_abbott", ("cuba", "coba")),
    ),
    settle_s=0.2,
    note="NEST integrates conductances and channels with its own adaptive step.",
)
FIVE_LAYER_COLUMN = Network(
    name="five-layer-column",
    cases={"2000": 10.0},
    scripts=(
        Script("snn-tui", "five_layer_column.ours", keeps_compiled=True),
        Script("snn-tui", "five_layer_column.ours", threads=2, keeps_compiled=True),
        Script("Brian2 C++", "five_layer_column.brian2_standalone", "brian2"),
        Script("Brian2 C++ OpenMP", "five_layer_column.brian2_standalone", "brian2", threads=2),
    ),
    settle_s=0.2,
)
SONG_2000 = Network(
    name="song-2000",
    cases={"1000-inputs": 100.0},
    scripts=(
        Script("snn-tui", "song_2000.ours", keeps_compiled=True),
        Script("Brian2 C++", "song_2000.brian2_standalone", "brian2"),
        Script("Brian2 Cython", "song_2000.brian2_cython", "brian2", keeps_compiled=True),
        Script("NEST", "song_2000.nest_network", "nest"),
    ),
    settle_s=10.0,
    note="""\
Of song-2000 spikes, rates and intervals are those of the cell. NEST's plastic synapses have a
dendritic delay of one step, and it integrates the cell with its own adaptive step.""",
)
IZHIKEVICH_STDP = Network(
    name="izhikevich-stdp",
    cases={"10000x1000": 1.0, "2006": 10.0},
    scripts=(
        *threaded("izhikevich_stdp"),
        Script("ANNarchy", "izhikevich_stdp.annarchy_network", "ANNarchy"),
        Script("ANNarchy", "izhikevich_stdp.annarchy_network", "ANNarchy", threads=2),
    ),
    settle_s=0.2,
    note="""\
NEST's plastic synapses have a dendritic delay, all others of izhikevich-stdp an axonal one.
All weights are double in the others, single in ours, whose changes are double.""",
)
POTJANS_DIESMANN_2014 = Network(
    name="potjans-diesmann-2014",
    cases={"7717": 2.0, "15434": 1.0, "15434-constant": 1.0, "77169": 1.0},
    scripts=(
        Script("snn-tui", "potjans_diesmann_2014.ours", keeps_compiled=True),
        Script("snn-tui", "potjans_diesmann_2014.ours", threads=2, keeps_compiled=True),
        Script("NEST", "potjans_diesmann_2014.nest_network", "nest"),
        Script("NEST", "potjans_diesmann_2014.nest_network", "nest", threads=2),
    ),
    settle_s=0.1,
    note="""\
Cases of potjans-diesmann-2014 are sizes, of which 77169 is the full one: for NEST it takes 16 GB
and minutes. Smaller ones are scaled as the authors do.""",
)

NETWORKS = {
    network.name: network
    for network in (
        CLASSIC,
        IZHIKEVICH_2003,
        BRUNEL_2000,
        VOGELS_ABBOTT,
        FIVE_LAYER_COLUMN,
        SONG_2000,
        IZHIKEVICH_STDP,
        POTJANS_DIESMANN_2014,
    )
}

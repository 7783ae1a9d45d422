"""The given spikes in Brian2, with event-driven traces; its delays are axonal."""

import numpy as np
from brian2 import (
    Network,
    NeuronGroup,
    SpikeGeneratorGroup,
    Synapses,
    defaultclock,
    ms,
    prefs,
)
from numpy.typing import NDArray

from tests.benchmarks.peers.same_trains import given
from tests.benchmarks.peers.same_trains.given import RELEASES, RULES, Release, Rule, Trains

TRACES = """
w : 1
dpre/dt = -pre / tau_pre : 1 (event-driven)
dpost/dt = -post / tau_post : 1 (event-driven)
"""
SLOW = """
dpre_slow/dt = -pre_slow / tau_x : 1 (event-driven)
dpost_slow/dt = -post_slow / tau_y : 1 (event-driven)
"""
NOTED = {
    "all-to-all": ("pre += 1", "post += 1"),
    "nearest": ("pre = 1", "post = 1"),
    "presynaptic-centred": ("pre += 1", "pre = 0; post = 1"),
    "reduced": ("pre = 1; post = 0", "pre = 0; post = 1"),
}
"""What a presynaptic and a postsynaptic spike leave, after they changed the weight."""
SHORT_TERM = """
du/dt = -u / facilitation : 1 (event-driven)
dx/dt = (1 - x) / recovery : 1 (event-driven)
acted : 1
"""
ACTIVE = """
du/dt = -u / facilitation : 1 (event-driven)
x : 1
y : 1
last : second
acted : 1
"""
RECOVER = """
apart = t - last
stays = exp(-apart / active)
left = exp(-apart / recovery)
x = x + (1 - left)*(1 - x - y) + y*(1 + (active*stays - recovery*left)/(recovery - active))
y = y * stays
last = t
"""


def group_of(trains: list[NDArray[np.int64]]) -> SpikeGeneratorGroup:
    neurons = np.repeat(np.arange(len(trains)), [steps.size for steps in trains])
    times = np.concatenate(trains) * given.DT_MS * ms
    return SpikeGeneratorGroup(len(trains), neurons, times)


def changes(rule: Rule) -> tuple[str, str, str]:
    """The equations, and what presynaptic and postsynaptic spikes do."""
    left_pre, left_post = NOTED[rule.pairing]
    if rule.kind == "triplet":
        falls = f"post * ({rule.a_minus} + {rule.a3_minus} * pre_slow)"
        grows = f"pre * ({rule.a_plus} + {rule.a3_plus} * post_slow)"
        left_pre, left_post = f"{left_pre}; pre_slow += 1", f"{left_post}; post_slow += 1"
    elif rule.kind == "inhibitory":
        falls = f"{-rule.a_plus} * (post - {rule.alpha})"
        grows = f"{rule.a_plus} * pre"
    else:
        falls = f"{rule.a_minus} * w**{rule.mu} * post"
        grows = f"{rule.a_plus} * (1 - w)**{rule.mu} * pre"
    return (
        TRACES + (SLOW if rule.kind == "triplet" else ""),
        f"w = clip(w - {falls}, 0, 1); {left_pre}",
        f"w = clip(w + {grows}, 0, 1); {left_post}",
    )


def learned(trains: Trains, rule: Rule) -> NDArray[np.float64]:
    """The weights in the end, shape (SENDERS, RECEIVERS)."""
    senders, receivers = group_of(trains.pre), group_of(trains.post)
    equations, on_pre, on_post = changes(rule)
    tau_pre = given.TAU_MINUS_MS if rule.kind == "inhibitory" else given.TAU_PLUS_MS
    synapses = Synapses(
        senders,
        receivers,
        equations,
        on_pre=on_pre.replace("; ", "\n"),
        on_post=on_post.replace("; ", "\n"),
        delay=given.DELAY_STEPS * given.DT_MS * ms,
        namespace={
            "tau_pre": tau_pre * ms,
            "tau_post": given.TAU_MINUS_MS * ms,
            "tau_x": given.TAU_X_MS * ms,
            "tau_y": given.TAU_Y_MS * ms,
        },
    )
    synapses.connect()
    synapses.w = given.START / given.W_MAX
    run(senders, receivers, synapses)
    weights = np.empty((given.SENDERS, given.RECEIVERS))
    weights[synapses.i[:], synapses.j[:]] = synapses.w[:] * given.W_MAX
    return weights


def released(trains: Trains, release: Release) -> NDArray[np.float64]:
    """What acted at the last spikes, shape (SENDERS,)."""
    senders = group_of(trains.pre)
    grow = f"u = u + {release.use} * (1 - u)\nacted = u * x\nx = x - acted"
    equations = SHORT_TERM if release.active_ms == 0.0 else ACTIVE
    if release.facilitation_ms == 0.0:
        equations = "\n".join(equations.strip().splitlines()[1:])
        grow = f"acted = {release.use} * x\nx = x - acted"
    if release.active_ms > 0.0:
        grow = f"{RECOVER}\n{grow}\ny = y + acted"
    synapses = Synapses(
        senders,
        NeuronGroup(given.SENDERS, "v : 1"),
        equations,
        on_pre=grow,
        delay=given.DELAY_STEPS * given.DT_MS * ms,
        namespace={
            "facilitation": max(release.facilitation_ms, 1.0) * ms,
            "recovery": release.recovery_ms * ms,
            "active": max(release.active_ms, 1.0) * ms,
        },
    )
    synapses.connect(j="i")
    synapses.x = 1
    run(senders, synapses.target, synapses)
    return np.asarray(synapses.acted[:]) * given.START


def run(*parts: object) -> None:
    network = Network(*parts)
    network.run((given.LAST_STEP + given.DELAY_STEPS + 5) * given.DT_MS * ms)


def main() -> None:
    prefs.codegen.target = "numpy"
    defaultclock.dt = given.DT_MS * ms
    trains = given.trains()
    results = {name: learned(trains, rule) for name, rule in RULES.items()}
    results |= {name: released(trains, release) for name, release in RELEASES.items()}
    given.keep(results)


if __name__ == "__main__":
    main()

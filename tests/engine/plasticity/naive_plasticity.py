"""Rules of plasticity as they are defined: sums over pairs of spikes, without any trace.

All of one synapse: `pre` and `post` are the steps at which spikes of either side reach it. What is
summed over are explicit lists of the spikes of strictly earlier steps; two spikes that meet in one
step do not see each other, and the presynaptic one changes the weight first.
"""

import math
from typing import NamedTuple

from engine.plasticity.derivative_stdp import DerivativeStdp
from engine.plasticity.inhibitory_stdp import InhibitoryStdp
from engine.plasticity.pair_stdp import PairStdp
from engine.plasticity.triplet_stdp import TripletStdp


class Change(NamedTuple):
    """What became of a weight in a step."""

    step: int
    acting: float
    """The weight after the presynaptic spike, which is the one that acts."""
    weight: float
    """That at the end of the step."""


def reached(rule, pre, post, delay_steps):
    """When spikes of either side reach a synapse with this delay, and when presynaptic ones act."""
    if rule.delay == "dendritic":
        return list(pre), [step + delay_steps for step in post]
    return [step + delay_steps for step in pre], list(post)


def changes(rule, weight, pre, post, dt_ms, pre_still=(), post_still=(), steps=0):
    """All changes of a weight by spikes that reach the synapse at these steps.

    pre_still, post_still: steps in which spikes of a side leave the weight as it is. steps: how
    many are taken, for what changes without spikes.
    """
    if isinstance(rule, DerivativeStdp):
        return gathered(rule, weight, pre, post, dt_ms, pre_still, post_still, steps)
    found = []
    share = weight / rule.w_max
    for step in sorted({*pre, *post}):
        earlier = Earlier(
            [n for n in sorted(pre) if n < step], [m for m in sorted(post) if m < step], step, dt_ms
        )
        if step in pre and step not in pre_still:
            share = within(share + CHANGES[type(rule)][0](rule, share, earlier))
        acting = share * rule.w_max
        if step in post and step not in post_still:
            share = within(share + CHANGES[type(rule)][1](rule, share, earlier))
        found.append(Change(step, acting, share * rule.w_max))
    return found


def gathered(rule, weight, pre, post, dt_ms, pre_still, post_still, steps):
    """The same of a weight that changes at intervals alone, by all pairs that came before."""
    found, pairs, updates = [], [], []
    share, interval = weight / rule.w_max, round(rule.interval_ms / dt_ms)
    due = {step for step in range(interval - 1, steps, interval) if step not in post_still}
    for step in sorted({*pre, *post, *due}):
        earlier = Earlier(
            [n for n in sorted(pre) if n < step], [m for m in sorted(post) if m < step], step, dt_ms
        )
        acting = share * rule.w_max
        last = slice(None) if rule.pairing == "all-to-all" else slice(-1, None)
        if step in pre and step not in pre_still:
            lost = rule.a_minus * earlier.total(earlier.post[last], rule.tau_minus_ms)
            pairs.append((step, -lost))
        if step in post and step not in post_still:
            gained = rule.a_plus * earlier.total(earlier.pre[last], rule.tau_plus_ms)
            pairs.append((step, gained))
        if step in due:
            left = (rule.retention ** sum(n >= of for n in updates) * by for of, by in pairs)
            share = within(share + rule.drift + sum(left))
            updates.append(step)
        found.append(Change(step, acting, share * rule.w_max))
    return found


def final(rule, weight, pre, post, dt_ms, steps):
    """The weight after all spikes, and so many steps."""
    found = changes(rule, weight, pre, post, dt_ms, steps=steps)
    return found[-1].weight if found else weight


def within(share):
    """Weights stay between 0 and the largest."""
    return min(max(share, 0.0), 1.0)


class Earlier(NamedTuple):
    """The spikes of earlier steps, ascending, as seen from a step."""

    pre: list[int]
    post: list[int]
    step: int
    dt_ms: float

    def total(self, spikes, tau_ms):
        """The sum over these spikes of what is left of each."""
        return sum(math.exp(-(self.step - spike) * self.dt_ms / tau_ms) for spike in spikes)


def pair_on_pre(rule, share, earlier):
    """Depression by the postsynaptic spikes that a presynaptic one makes a pair with."""
    counting = {
        "all-to-all": earlier.post,
        "nearest": earlier.post[-1:],
        "presynaptic-centred": earlier.post[-1:],
        # A presynaptic spike in the step of a postsynaptic one counts as after it.
        "reduced": [m for m in earlier.post[-1:] if not any(n >= m for n in earlier.pre)],
    }[rule.pairing]
    return -rule.a_minus * share**rule.mu_minus * earlier.total(counting, rule.tau_minus_ms)


def pair_on_post(rule, share, earlier):
    """Potentiation by the presynaptic spikes that a postsynaptic one makes a pair with."""
    # Those that no postsynaptic spike has come after yet: this is the next one for them.
    waiting = [n for n in earlier.pre if not any(m > n for m in earlier.post)]
    counting = {
        "all-to-all": earlier.pre,
        "nearest": earlier.pre[-1:],
        "presynaptic-centred": waiting,
        "reduced": waiting[-1:],
    }[rule.pairing]
    return rule.a_plus * (1.0 - share) ** rule.mu_plus * earlier.total(counting, rule.tau_plus_ms)


def triplet_on_pre(rule, share, earlier):
    """Depression by pairs post-pre and triplets pre-post-pre."""
    last = slice(None) if rule.pairing == "all-to-all" else slice(-1, None)
    o1 = earlier.total(earlier.post[last], rule.tau_minus_ms)
    r2 = earlier.total(earlier.pre[last], rule.tau_x_ms)
    return -o1 * (rule.a2_minus + rule.a3_minus * r2)


def triplet_on_post(rule, share, earlier):
    """Potentiation by pairs pre-post and triplets post-pre-post."""
    last = slice(None) if rule.pairing == "all-to-all" else slice(-1, None)
    r1 = earlier.total(earlier.pre[last], rule.tau_plus_ms)
    o2 = earlier.total(earlier.post[last], rule.tau_y_ms)
    return r1 * (rule.a2_plus + rule.a3_plus * o2)


def inhibitory_on_pre(rule, share, earlier):
    """Growth by pairs, less a constant."""
    alpha = 2.0 * rule.target_rate_Hz * (rule.tau_ms / 1000.0)
    return rule.eta * (earlier.total(earlier.post, rule.tau_ms) - alpha)


def inhibitory_on_post(rule, share, earlier):
    """Growth by pairs."""
    return rule.eta * earlier.total(earlier.pre, rule.tau_ms)


CHANGES = {
    PairStdp: (pair_on_pre, pair_on_post),
    TripletStdp: (triplet_on_pre, triplet_on_post),
    InhibitoryStdp: (inhibitory_on_pre, inhibitory_on_post),
}
"""Of each rule, by how much a spike of either side changes the share of the largest weight."""

"""How much dopamine a reward by hand is."""

from engine.description.network import Network
from engine.inputs.dopamine_doses import DopamineDoses
from engine.inputs.reward import Reward

USUAL_DOSE = 100.0
"""With the defaults of `reward-stdp` a pair of spikes a second ago then brings 15 % of the largest
weight: enough to be seen, and not enough to end all learning."""


def dose_of(network: Network) -> float | None:
    """As much as the network's own rewards are, else its own doses, else the usual one.

    None where dopamine changes no weights.
    """
    rules = [each.plasticity for each in network.projections]
    if not any(rule is not None and rule.kernel.is_modulated for rule in rules):
        return None
    for kind in (Reward, DopamineDoses):
        for given in network.inputs:
            if isinstance(given, kind):
                return given.amount
    return USUAL_DOSE

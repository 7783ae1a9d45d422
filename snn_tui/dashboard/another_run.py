"""Whether two moments are of one run."""

from engine.live.frame import Status


def is_another_run(before: Status, now: Status) -> bool:
    """Whether the network was built anew, or began again."""
    identities = [(each.network, each.size, each.seed, each.coupling) for each in (before, now)]
    is_back = now.step < before.step and now.replayed is None
    return identities[0] != identities[1] or is_back

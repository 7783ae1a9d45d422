"""What came of campaigns, as a table."""

from tests.torture.trials import Campaign

MOST_FAULTS = 20
"""Shown of a part; the first are enough to mend it."""


def table(campaigns: list[Campaign]) -> str:
    """A line for each part, its endings, and its faults with the seeds that repeat them."""
    lines = [f"{'part':<20} {'minutes':>7} {'trials':>7} {'faults':>6}  endings"]
    for each in campaigns:
        endings = ", ".join(f"{what} {count}" for what, count in each.endings.most_common())
        lines.append(
            f"{each.part.name:<20} {each.seconds / 60:>7.1f} {each.trials:>7} "
            f"{len(each.faults):>6}  {endings}"
        )
    for each in campaigns:
        lines += [
            f"{each.part.name} --seed {seed} --trials 1: {fault}"
            for seed, fault in each.faults[:MOST_FAULTS]
        ]
    return "\n".join(lines)

"""Where the names of populations stand beside a panel: at their middle, but never on each other."""

from snn_tui.plots.figure import Panel

Name = tuple[float, str, int]


def placed(panel: Panel, lines: int) -> list[Name]:
    """Names at places a line apart, of so many lines; those that have none are left out."""
    low, line = panel.y.low, (panel.y.high - panel.y.low) / lines
    names = sorted(panel.names)[:lines]
    at = [min(lines - 1, int((each[0] - low) / line)) for each in names]
    for number in range(1, len(at)):
        at[number] = max(at[number], at[number - 1] + 1)
    for number in reversed(range(len(at))):
        most = lines - 1 if number == len(at) - 1 else at[number + 1] - 1
        at[number] = min(at[number], most)
    return [
        (low + (place + 0.5) * line, name, colour)
        for place, (_, name, colour) in zip(at, names, strict=True)
    ]

"""Measurements as one table of text."""

from tests.benchmarks.peers.runner import Measurement

HEAD = (
    "case",
    "simulator",
    "threads",
    "x real time",
    "start-up s",
    "x with start-up",
    "peak MB",
    "spikes",
    "Hz",
    "ISI ms",
    "ISI CV",
)
OF_POPULATIONS = ("case", "simulator", "threads", "population", "Hz", "ISI CV", "synchrony")
AGREES, LOST = "agrees s", "lost"
NOTHING = "-"


def table(rows: list[Measurement]) -> str:
    """The measurements in columns, in the order given; text to the left, numbers to the right."""
    same_inputs = any(row.answer.agrees_until_ms is not None for row in rows)
    head = [*HEAD, *([AGREES, LOST] if same_inputs else [])]
    cells = [[*_cells(row), *(_comparison(row) if same_inputs else [])] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    return "\n".join(_line(line, widths) for line in (head, *cells))


def populations_table(rows: list[Measurement]) -> str:
    """Rate, variation and synchrony of each population, where they are told apart; else nothing."""
    lines = []
    for row in rows:
        names = [row.case, row.script.label, str(row.script.threads)]
        for name, each in row.answer.populations.items():
            figures = _number(each.isi_cv, ".3f"), _number(each.synchrony, ".3f")
            lines.append([*names, name, f"{each.rate_Hz:.3f}", *figures])
    if not lines:
        return ""
    lines.insert(0, list(OF_POPULATIONS))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(["", *(_line(line, widths) for line in lines)])


def times_real_time(simulated_s: float, wall_s: float) -> str:
    """With three digits at least."""
    ratio = simulated_s / wall_s
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.3g}"


def _line(cells: list[str], widths: list[int]) -> str:
    left = [cell.ljust(width) for cell, width in zip(cells[:2], widths[:2], strict=True)]
    right = [cell.rjust(width) for cell, width in zip(cells[2:], widths[2:], strict=True)]
    return "  ".join([*left, *right])


def _cells(row: Measurement) -> list[str]:
    answer, firing = row.answer, row.answer.firing
    total_s = answer.seconds_build + answer.seconds_run
    return [
        row.case,
        row.script.label,
        str(row.script.threads),
        times_real_time(answer.simulated_seconds, answer.seconds_run),
        f"{answer.seconds_build:.2f}",
        times_real_time(answer.simulated_seconds, total_s),
        f"{row.peak_MB:,.0f}",
        f"{firing.spikes:,}",
        f"{firing.rate_Hz:.3g}",
        _number(firing.isi_mean_ms, ".1f"),
        _number(firing.isi_cv, ".3f"),
    ]


def _comparison(row: Measurement) -> list[str]:
    agrees = row.answer.agrees_until_ms
    return [_number(None if agrees is None else agrees / 1000, ".2f"), str(row.answer.lost)]


def _number(value: float | None, form: str) -> str:
    return NOTHING if value is None else format(value, form)

"""How far a sweep is, on stderr: a bar with the time left, where somebody looks."""

from snn_tui.headless.progress import Bar


class RunsBar(Bar):
    """A bar of runs; `shown` False keeps silent."""

    def __init__(self, done: int, of: int, *, shown: bool) -> None:
        super().__init__(
            "{percentage:3.0f}% |{bar}| {n}/{total} runs, {remaining} left{postfix}",
            of,
            done,
            shown=shown,
        )

    def advance(self, runs: int, failed: int, lost_workers: int) -> None:
        """So many more are done; failed, lost_workers: of all so far."""
        if self._bar is not None:
            self._bar.set_postfix_str(words(failed, lost_workers), refresh=False)
            self._bar.update(runs)


def words(failed: int, lost_workers: int) -> str:
    """What went wrong, empty if nothing did."""
    told = [f"{failed} failed"] if failed else []
    if lost_workers:
        told.append(f"{lost_workers} begun again as their workers were lost")
    return ", ".join(told)

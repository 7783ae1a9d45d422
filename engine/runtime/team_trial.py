"""A trial of two sizes of a team, by turns, a few ms each."""

WINDOW_S = 0.008
"""Long beside waking threads and filling their caches, which takes up to 1 ms."""
NEARLY = 0.8
"""A window is over after so much of it: what is left would be too short a call."""
PAIRS = 3
"""Of windows; the best of each size decides. Threads that have just woken may share a core for
several ms, which tells nothing of what they do later, and another program may upset any window."""


class Trial:
    """Windows of time in which the present size and its rival take calls by turns.

    The first call of each window is short, and does not count: threads have to wake.
    """

    def __init__(self, settled: int, rival: int) -> None:
        self._sizes = settled, rival
        self._windows: list[float] = []
        """Seconds for a unit of work in each window."""
        self.rival_took_s = 0.0
        """The time of all calls of the rival."""
        self._is_awake = False
        self._seconds, self._work = 0.0, 0.0
        self._step_s = [0.0, 0.0]
        """What a step took in the last call of each size; 0 before the first."""

    @property
    def threads(self) -> int:
        """How many take the next call."""
        return self._sizes[self._turn]

    @property
    def is_over(self) -> bool:
        """Whether each had all of its windows."""
        return len(self._windows) == 2 * PAIRS

    @property
    def rival_wins(self) -> bool:
        """Whether the rival is the faster one."""
        return min(self._windows[1::2]) < min(self._windows[::2])

    @property
    def _turn(self) -> int:
        return len(self._windows) % 2

    def most_steps(self, steps: int) -> int:
        """Of so many steps, how many fit in what is left of the window; at first, a few."""
        left_s, step_s = WINDOW_S - self._seconds, self._step_s[self._turn]
        if step_s == 0.0:
            # The rival may be much slower.
            left_s, step_s = left_s / 2, self._step_s[0]
        if not self._is_awake:
            left_s /= 4
        return min(steps, max(1, int(left_s / step_s) if step_s > 0.0 else 1))

    def tell(self, steps: int, work: float, seconds: float) -> None:
        """What the call did, and how long that took."""
        self.rival_took_s += self._turn * seconds
        if steps > 0:
            self._step_s[self._turn] = seconds / steps
        if not self._is_awake:
            self._is_awake = True
            return
        self._seconds += seconds
        self._work += work
        if self._seconds >= WINDOW_S * NEARLY and self._work > 0.0:
            self._windows.append(self._seconds / self._work)
            self._seconds, self._work, self._is_awake = 0.0, 0.0, False

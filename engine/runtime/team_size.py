"""How many threads take the next call: found by trying, since other work may have the cores.

Where threads meet after every step, a step takes as long as the thread that is the last. One that
has no core for a while is very late; and in a small network all wait longer than they compute.
"""

from engine.runtime.team_trial import Trial

SHORTEST_HOLD_S, LONGEST_HOLD_S = 0.05, 1.6
"""How long a verdict holds; twice as long as the one before where it is the same."""
WORTH = 10
"""A verdict holds so many times as long as the rival had the calls, at least."""
LOOK_S = 0.01
"""Work over which it is seen whether calls became slower."""
SLOWER = 1.4
"""Taking so many times as long as usual, calls may have been joined by other work."""


class TeamSize:
    """How many of a team's threads take the next call, and how long it may be.

    Of 1, and any number of threads up to `most` that halving it gives. What is decided depends on
    nothing but what is told.
    """

    def __init__(self, most: int) -> None:
        self._sizes = [most]
        while self._sizes[-1] > 1:
            self._sizes.append(-(-self._sizes[-1] // 2))
        self._settled = 0
        """Which of the sizes was last found the best."""
        self._towards = 1
        """The next rival: a smaller team, or where it is -1, a larger one."""
        self._hold = Hold(SHORTEST_HOLD_S / 2, SHORTEST_HOLD_S, 0.0)
        self._trial = self._next_trial()

    @property
    def threads(self) -> int:
        """How many take the next call."""
        return self._sizes[self._settled] if self._trial is None else self._trial.threads

    def most_steps(self, steps: int) -> int:
        """Of so many steps, how many the next call is to take at most."""
        return steps if self._trial is None else self._trial.most_steps(steps)

    def tell(self, steps: int, work: float, seconds: float) -> None:
        """What a call of this many threads did, and how long that took.

        work: in any unit that makes calls alike, such as neurons stepped and synapses gone along.
        """
        if self._trial is None:
            self._hold.tell(work, seconds)
            if self._hold.is_over:
                self._trial = self._next_trial()
            return
        self._trial.tell(steps, work, seconds)
        if self._trial.is_over:
            self._settle(self._trial)

    def _next_trial(self) -> Trial | None:
        """Beside the next smaller or larger size, if there is any other."""
        if not 0 <= self._settled + self._towards < len(self._sizes):
            self._towards = -self._towards
        rival = self._settled + self._towards
        if not 0 <= rival < len(self._sizes):
            return None
        return Trial(self._sizes[self._settled], self._sizes[rival])

    def _settle(self, trial: Trial) -> None:
        least_s = min(max(SHORTEST_HOLD_S, WORTH * trial.rival_took_s), LONGEST_HOLD_S)
        if trial.rival_wins:
            settled, towards = self._settled + self._towards, self._towards
            hold = Hold(least_s, least_s, trial.rival_s)
        else:
            settled, towards = self._settled, -self._towards
            usual_s = max(trial.settled_s, self._hold.slowest_s)
            seconds = min(max(least_s, 2 * self._hold.seconds), LONGEST_HOLD_S)
            hold = Hold(seconds, least_s, usual_s)
        # At once, between two calls: an interrupt leaves all or nothing of it.
        self._settled, self._towards, self._hold, self._trial = settled, towards, hold, None


class Hold:
    """How long a verdict holds: its time, or until calls are slower than they were.

    least_s: for which it holds even then.
    """

    def __init__(self, seconds: float, least_s: float, usual_s: float) -> None:
        self.seconds = seconds
        self.slowest_s = 0.0
        """The longest time that a unit of work took."""
        self._least_s, self._usual_s = least_s, usual_s
        self._held_s = 0.0
        self._looked_s, self._looked_work = 0.0, 0.0

    @property
    def is_over(self) -> bool:
        """Whether it is time to try again."""
        is_slow = self.slowest_s > SLOWER * self._usual_s and self._held_s >= self._least_s
        return is_slow or self._held_s >= self.seconds

    def tell(self, work: float, seconds: float) -> None:
        """What a call did, and how long that took."""
        self._held_s += seconds
        self._looked_s += seconds
        self._looked_work += work
        if self._looked_s >= LOOK_S and self._looked_work > 0.0:
            self.slowest_s = max(self.slowest_s, self._looked_s / self._looked_work)
            self._looked_s, self._looked_work = 0.0, 0.0

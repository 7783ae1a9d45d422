"""How many threads take the next call: all, until other work has their cores too often.

Where threads meet after every step, a step takes as long as the thread that is the last, and one
that has no core for a while is very late. Threads that sleep while they wait for it are the reason
to try fewer; whether fewer are any better depends on the network, and is found by a trial.
"""

from engine.runtime.team_trial import Trial

LOOK_S = 0.02
"""Work over which it is seen how much of it threads slept away."""
LATE = 0.1
"""Sleeping so much of the time, a team is tried beside a smaller one."""
SHORTEST_HOLD_S, LONGEST_HOLD_S = 0.05, 1.6
"""How long a verdict holds; twice as long as the one before where it is the same."""
WORTH = 10
"""A verdict holds so many times as long as the rival had the calls, at least."""


class TeamSize:
    """How many of a team's threads take the next call, and how long it may be.

    Of `most`, and any number that halving it gives. What is decided depends on nothing but what is
    told.
    """

    def __init__(self, most: int) -> None:
        self._sizes = [most]
        while self._sizes[-1] > 1:
            self._sizes.append(-(-self._sizes[-1] // 2))
        self._settled = 0
        """Which of the sizes was last found the best."""
        self._trial: Trial | None = None
        self._towards = 1
        """The rival of the trial: a smaller team, or where it is -1, a larger one."""
        self._hold_s = 0.0
        """How long the verdict holds."""
        self._held_s = self._looked_s = self._slept_s = 0.0

    @property
    def threads(self) -> int:
        """How many take the next call."""
        return self._sizes[self._settled] if self._trial is None else self._trial.threads

    def most_steps(self, steps: int) -> int:
        """Of so many steps, how many the next call is to take at most."""
        return steps if self._trial is None else self._trial.most_steps(steps)

    def tell(self, steps: int, work: float, seconds: float, slept_s: float) -> None:
        """What a call of this many threads did, how long that took and a thread slept meanwhile.

        work: in any unit that makes calls alike, such as neurons stepped and synapses gone along.
        """
        if self._trial is None:
            self._hold(seconds, slept_s)
            return
        self._trial.tell(steps, work, seconds)
        if self._trial.is_over:
            self._settle(self._trial)

    def _hold(self, seconds: float, slept_s: float) -> None:
        """Go on as it is, until there is a reason to try another size."""
        self._held_s += seconds
        self._looked_s += seconds
        self._slept_s += slept_s
        if self._held_s < self._hold_s or self._looked_s < LOOK_S:
            return
        is_late = self._slept_s > LATE * self._looked_s
        self._looked_s = self._slept_s = 0.0
        if is_late and self._settled + 1 < len(self._sizes):
            self._try(1)
        elif self._settled > 0:
            self._try(-1)

    def _try(self, towards: int) -> None:
        self._towards = towards
        self._trial = Trial(self._sizes[self._settled], self._sizes[self._settled + towards])

    def _settle(self, trial: Trial) -> None:
        held_s = max(SHORTEST_HOLD_S, WORTH * trial.rival_took_s)
        if trial.rival_wins:
            settled = self._settled + self._towards
        else:
            settled, held_s = self._settled, max(held_s, 2 * self._hold_s)
        # At once, between two calls: an interrupt leaves all or nothing of it.
        self._settled, self._hold_s, self._trial = settled, min(held_s, LONGEST_HOLD_S), None
        self._held_s = self._looked_s = self._slept_s = 0.0

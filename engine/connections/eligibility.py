"""Eligibility: what synapses that dopamine changes have coming to them since their last spike."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.dopamine import D_LEVEL
from engine.kernels.eligible_weights import bring_cells_up, bring_up, passed_since
from engine.kernels.plastic_arrays import (
    K_RULE,
    S_CONSTANTS,
    S_DELAYS,
    S_DOPAMINE,
    S_KEPT,
    S_POST,
    S_TERMINALS,
    OwnPlastic,
    Plastic,
)
from engine.plasticity.reward_stdp import TONIC


@dataclass(frozen=True, slots=True, eq=False)
class Eligibility:
    """Views of what kernels keep of a projection that dopamine changes; nothing is copied.

    See `engine.kernels.dopamine` for the integral, and for marks.
    """

    constants: NDArray[np.float64]
    known: NDArray[np.float64]
    """Of dopamine, in the columns of `engine.kernels.dopamine`."""
    epochs: NDArray[np.float64]
    eligible: NDArray[Any]
    """Of each synapse, at its last spike."""
    delays: int
    arrivals: NDArray[np.int64]
    """Of each terminal, the step at whose end its last spike reached its synapses."""
    marks: NDArray[np.float64]
    posts: NDArray[np.int64]
    """Of each target."""
    post_marks: NDArray[np.float64]

    @property
    def level(self) -> float:
        """Of dopamine, at the end of the last step."""
        return float(self.constants[K_RULE + TONIC] + self.known[D_LEVEL])

    def present(
        self,
        weights: NDArray[Any],
        synapses: NDArray[np.int64] | slice,
        terminals: NDArray[np.int64],
        targets: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        """Weights with what dopamine has given them until the end of the last step.

        synapses, terminals, targets: which these weights are of.
        """
        is_pre = self.arrivals[terminals] >= self.posts[targets]
        first = np.where(is_pre, self.arrivals[terminals], self.posts[targets])
        marks = np.where(is_pre, self.marks[terminals], self.post_marks[targets])
        passed, brought = self._passed(first, marks), np.empty(weights.size)
        bring_up(weights, self.eligible[synapses], passed, self.constants, brought)
        return brought

    def present_in_cells(
        self,
        first: int,
        end: int,
        starts: NDArray[np.uint32],
        targets: NDArray[np.uint16],
        weights: NDArray[Any],
        bases: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        """The same of all synapses of cells `first` to `end`, as ChangingSynapses has them.

        Dopamine is looked up by neuron, of which there are far fewer than synapses.
        """
        of_source = self.delays * bases.size
        terminals = slice(
            first // of_source * self.delays, ((end - 1) // of_source + 1) * self.delays
        )
        arrivals, brought = self.arrivals[terminals], np.empty(int(starts[end] - starts[first]))
        bring_cells_up(
            first,
            end,
            starts,
            targets,
            weights,
            self.delays,
            bases,
            self.eligible,
            arrivals,
            self.posts,
            self._passed(arrivals, self.marks[terminals]),
            self._passed(self.posts, self.post_marks),
            self.constants,
            brought,
        )
        return brought

    def _passed(self, first: NDArray[np.int64], marks: NDArray[np.float64]) -> NDArray[np.float64]:
        passed = np.empty(first.size)
        passed_since(first, marks, self.known, self.epochs, self.constants, passed)
        return passed


def eligibility(
    plastic: Plastic,
    own: OwnPlastic,
    kept: NDArray[Any],
    which: int,
    sources: int,
    targets: int,
    synapses: int,
) -> Eligibility:
    """That of a plastic projection that dopamine changes, with so many of each.

    kept: of all projections of its precision.
    """
    row = plastic.layout[which]
    dopamine, delays = row[S_DOPAMINE], int(row[S_DELAYS])
    terminals = slice(row[S_TERMINALS], row[S_TERMINALS] + sources * delays)
    posts = slice(row[S_POST], row[S_POST] + targets)
    return Eligibility(
        constants=plastic.constants[row[S_CONSTANTS] :],
        known=own.dopamine[dopamine],
        epochs=own.epochs[dopamine],
        eligible=kept[row[S_KEPT] : row[S_KEPT] + synapses],
        delays=delays,
        arrivals=own.arrival[terminals],
        marks=own.mark[terminals],
        posts=plastic.post_step[posts],
        post_marks=plastic.post_mark[posts],
    )

"""How much memory a worker needs, so that it has no more than that, and no more are begun."""

from engine.errors import EngineError, NetworkTooLargeError
from engine.runtime.layout import Layout
from engine.runtime.memory import free_memory, readable
from engine.runtime.threads import usable_cores
from engine.sweeps.examples import at_ends, of_each_wording
from engine.sweeps.one_run import Run, values_of
from engine.sweeps.plan import Plan
from engine.toml.reading import network_of

PROGRAM_BYTES = 500_000_000
"""Of a worker that has loaded all and compiles."""
ROOM = 1.5
"""Times what a network needs: some more is used for moments while it is built."""
SPIKE_RATE_HZ, SPIKE_BYTES = 100.0, 120
"""Of neurons at most, as far as can be known; of each spike and what is made of it."""
MOST_LOOKED_AT = 100
"""Points, evenly taken, beside those at the ends."""


def bytes_of_a_worker(plan: Plan) -> int:
    """What a worker needs at most, for any run."""
    step = -(-len(plan.points) // MOST_LOOKED_AT)
    points = [
        *plan.points[::step],
        *at_ends(plan.points, plan.kinds),
        *of_each_wording(plan.points, plan.kinds),
    ]
    return PROGRAM_BYTES + max(_bytes(plan, point) for point in dict.fromkeys(points))


def _bytes(plan: Plan, point: tuple[object, ...]) -> int:
    try:
        values = values_of(plan.setting, Run(point, plan.seeds[0], ""))  # type: ignore[arg-type]
        network = network_of(values, None)
        needed = sum(Layout(network, 1).needed_bytes.values())
    except EngineError:
        # Its row will say why.
        return 0
    spikes = network.size * plan.setting.duration_ms / 1000.0 * SPIKE_RATE_HZ
    return int(ROOM * needed + SPIKE_BYTES * spikes)


def workers_with_room(each: int, wanted: int | None, runs: int) -> int:
    """How many workers of so many bytes there can be: as many as cores, runs and memory allow.

    wanted: so many by the user's will. Raises NetworkTooLargeError if there is no room for them.
    """
    free = free_memory()
    room = runs if free is None else free.bytes // each
    least = wanted or 1
    if free is not None and room < least:
        raise NetworkTooLargeError(
            f"{least} worker{'s' if least > 1 else ''} of {readable(each)} each need more memory "
            f"than the {readable(free.bytes)} that are free{free.within}; choose fewer workers, a "
            "smaller size or a shorter duration"
        )
    return min(wanted or usable_cores(), max(1, runs), room)

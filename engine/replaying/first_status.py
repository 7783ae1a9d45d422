"""What can be said of a recording before it is played."""

from dataclasses import replace
from importlib.metadata import version

from engine.live.first_status import first_status
from engine.live.frame import AS_DESCRIBED, Status
from engine.live.replayed import Replayed
from engine.live.run_configuration import RunConfiguration
from engine.quoting import listed
from engine.recordings.recording import Recording
from engine.replaying.hands_at import HandsAt


def first_replay_status(recording: Recording, speed: float | None) -> Status:
    """The status at its start. speed: times real time, None as fast as possible."""
    network, recorded_by = recording.network, recording.header.program_version
    current = HandsAt(recording.hands).current(recording.first_step, 0.0)
    configuration = RunConfiguration(
        network=network, size=network.size, seed=network.seed, current=current
    )
    return replace(
        first_status(configuration, speed),
        resizable=False,
        coupling=AS_DESCRIBED,
        step=recording.first_step,
        replayed=Replayed(
            file=recording.path.name,
            first_step=recording.first_step,
            end_step=recording.end_step,
            version="" if recorded_by == version("snn-tui") else recorded_by,
            populations=listed(recording.plan.populations or ()),
            hand_steps=tuple(sorted({hand.step for hand in recording.hands})),
        ),
    )

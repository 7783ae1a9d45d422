"""The command line that repeats what runs, and what of it no command can say."""

import shlex
from dataclasses import dataclass
from decimal import Decimal

from engine.live.by_hand import Deed
from engine.live.frame import Status
from engine.live.run_configuration import DEFAULT_NETWORK, RunConfiguration, own_current
from engine.quoting import escaped
from snn_tui.dashboard.quantities import spelled
from snn_tui.limits import MAX_LIVE_CURRENT

DEEDS: dict[Deed, tuple[str, str]] = {
    "pulse": ("a pulse", "{} pulses"),
    "reward": ("a reward", "{} rewards"),
    "current": ("a current changed on the way", "a current changed {} times on the way"),
    "learning": ("learning turned off or on", "learning turned off and on"),
}
"""Of one, and of several."""
USUAL_FPS = 30
NO_COMMAND = (
    "No command repeats it: the network is from a saved moment, and was built anew since. "
    "S saves it as a file, for snn-tui --network FILE."
)
UNPRINTABLE = "No command can be shown: the name of its file has characters that no line has."


@dataclass(frozen=True, slots=True)
class Repeat:
    """A command, empty if there is none, and a sentence for each thing that it leaves out."""

    command: str
    remarks: tuple[str, ...] = ()


def repeat(status: Status, moment: str, fps: float) -> Repeat:
    """The command for what runs. moment: the file of `--resume`, empty if there is none."""
    configuration, is_resumed = status.configuration, status.resumed_step is not None
    if configuration is None or not (is_resumed or configuration.origin):
        return Repeat("", (NO_COMMAND,))
    words = ["snn-tui"]
    words += ["--resume", moment] if is_resumed else _of_network(configuration)
    if configuration.threads is not None:
        words += ["--threads", str(configuration.threads)]
    words += _of_speed(status)
    if fps != USUAL_FPS:
        words += ["--fps", f"{fps:g}"]
    command, remarks = shlex.join(words), []
    if escaped(command) != command:
        return Repeat("", (UNPRINTABLE,))
    if not is_resumed and not _is_option(configuration.current):
        current = f"{configuration.current:g} {spelled(status.current_unit)}".rstrip()
        remarks.append(
            f"The current of {current} is more than --current takes: S saves a file that has it."
        )
    if deeds := by_hand(status):
        since = "since then" if is_resumed else "up to now"
        remarks.append(f"It leaves out what was done by hand {since}: {deeds}.")
    return Repeat(command, tuple(remarks))


def by_hand(status: Status) -> str:
    """What hands did to the network that neither a command nor a description says, in words."""
    words = []
    for deed, count in status.by_hand:
        one, several = DEEDS[deed]
        if deed != "learning" or status.learning:
            words.append(one if count == 1 else several.format(count))
    if status.learning is False:
        words.append("learning turned off")
    return ", ".join(words)


def _of_network(configuration: RunConfiguration) -> list[str]:
    network, words = configuration.network, []
    if configuration.origin != DEFAULT_NETWORK:
        words += ["--network", configuration.origin]
    words += ["--seed", str(configuration.seed)]
    if configuration.size != network.size:
        words += ["--size", str(configuration.size)]
    current = configuration.current
    if current != own_current(network) and _is_option(current):
        words += ["--current", f"{Decimal(repr(current)).normalize():f}"]
    if network.has_coupling and configuration.coupling != "scaled":
        words += ["--coupling", configuration.coupling]
    return words


def _is_option(current: float) -> bool:
    """Whether the dashboard's option takes such a current."""
    return abs(current) <= MAX_LIVE_CURRENT


def _of_speed(status: Status) -> list[str]:
    """The speed if an option says it: it changes nothing of what is computed."""
    described = 1.0 if status.view is None else status.view.speed or 1.0
    if status.asked_speed is None:
        return ["--no-real-time"]
    return ["--real-time"] if status.asked_speed == 1 != described else []

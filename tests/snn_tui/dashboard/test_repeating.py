"""The command that repeats what runs: the program's own options read it back as what runs."""

import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.description.view import View
from engine.gallery import from_gallery
from engine.live.first_status import first_status
from engine.live.frame import Status
from engine.live.run_configuration import RunConfiguration, run_configuration
from snn_tui import cli
from snn_tui.dashboard.repeating import NO_COMMAND, UNPRINTABLE, Repeat, repeat

AI = from_gallery("brunel-2000-ai")


def status_of(configuration: RunConfiguration, **changes: Any) -> Status:
    return replace(first_status(configuration, 1.0), **changes)


def command(configuration: RunConfiguration, fps: float = 30, **changes: Any) -> str:
    return repeat(status_of(configuration, **changes), "", fps).command


@pytest.mark.parametrize(
    ("configuration", "told"),
    [
        (run_configuration(seed=5), "snn-tui --seed 5"),
        (run_configuration(seed=5, size=10, current=5.0), "snn-tui --seed 5"),
        (
            run_configuration(seed=2**64 - 1, size=1000, current=-3.25, coupling="raw", threads=1),
            "snn-tui --seed 18446744073709551615 --size 1000 --current -3.25 --coupling raw "
            "--threads 1",
        ),
        (
            run_configuration(AI, seed=0, size=1000, current=1e-7, origin="brunel-2000-ai"),
            "snn-tui --network brunel-2000-ai --seed 0 --size 1000 --current 0.0000001",
        ),
        (run_configuration(seed=1, current=100.0), "snn-tui --seed 1 --current 100"),
    ],
)
def test_it_says_what_differs_and_always_the_seed(
    configuration: RunConfiguration, told: str
) -> None:
    assert command(configuration) == told
    assert repeat(status_of(configuration), "", 30).remarks == ()
    assert read_back(told) == configuration


def read_back(line: str) -> RunConfiguration:
    """What the program makes of a command line."""
    program, *words = shlex.split(line)
    assert program == "snn-tui"
    with cli.program.make_context(program, words) as context:
        options = dict(context.params)
    for name in ("resume", "fps", "real_time", "replayed", "serve", "port", "host"):
        options.pop(name)
    options = {name: value for name, value in options.items() if "record" not in name}
    return cli._configured(**options)  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", ["my net's  second.toml", "$HOME;rm *.toml", "größe.toml"])
def test_names_of_files_are_quoted(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text('name="n"\ndt_ms=0.1\n[populations.a]\nsize=2\nmodel="izhikevich"\n')
    configuration = cli._configured(network_name=name, seed=4)
    assert shlex.split(command(configuration))[2] == name
    assert read_back(command(configuration)) == configuration


def test_a_name_that_no_line_has() -> None:
    configuration = run_configuration(AI, origin="a\x1b[2J.toml")
    assert repeat(status_of(configuration), "", 30) == Repeat("", (UNPRINTABLE,))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"asked_speed": None}, " --no-real-time"),
        ({"asked_speed": 2.0}, ""),
        ({"asked_speed": 1.0, "view": View(speed=0.2)}, " --real-time"),
        ({"asked_speed": 0.2, "view": View(speed=0.2)}, ""),
    ],
)
def test_the_speed_where_an_option_says_it(changes: dict[str, Any], words: str) -> None:
    assert command(run_configuration(seed=5), **changes) == f"snn-tui --seed 5{words}"


def test_frames_a_second() -> None:
    assert command(run_configuration(seed=5), fps=15) == "snn-tui --seed 5 --fps 15"


def test_what_no_option_says_is_told() -> None:
    status = status_of(
        run_configuration(seed=5, current=400.0),
        by_hand=(("pulse", 3), ("current", 1), ("reward", 1), ("learning", 1)),
        learning=False,
    )
    told = repeat(status, "", 30)
    assert told.command == "snn-tui --seed 5"
    assert told.remarks == (
        "The current of 400 is more than --current takes: S saves a file that has it.",
        "It leaves out what was done by hand up to now: 3 pulses, a current changed on the way, "
        "a reward, learning turned off.",
    )


def test_a_moment_and_what_came_after() -> None:
    configuration = run_configuration(seed=5, threads=2)
    status = status_of(replace(configuration, origin=""), resumed_step=0)
    assert repeat(status, "my moment.npz", 30).command == (
        "snn-tui --resume 'my moment.npz' --threads 2"
    )
    after = repeat(replace(status, by_hand=(("pulse", 1),)), "m.npz", 30)
    assert after.remarks == ("It leaves out what was done by hand since then: a pulse.",)
    anew = repeat(replace(status, resumed_step=None), "m.npz", 30)
    assert (anew.command, anew.remarks) == ("", (NO_COMMAND,))

"""Saving, the command, and the network's own file, as the user asks and as they are told."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from engine.gallery import from_gallery
from engine.live.commands import Load, Save
from engine.live.run_configuration import RunConfiguration, run_configuration
from engine.live.saved import Saved
from snn_tui.dashboard import keeping
from snn_tui.dashboard.network_file import NetworkFile
from tests.snn_tui.dashboard.stage import Stage, dashboard

CLASSIC = from_gallery("classic")
MINE = run_configuration(CLASSIC, size=100, seed=7, origin="mine.toml")
TEXT = 'name="classic"\ndt_ms=10\n[populations.a]\nsize=3\nmodel="hindmarsh-rose"\n'


class Noon(datetime):
    """A clock that stands."""

    @classmethod
    def now(cls, tz: object = None) -> "Noon":
        """Always the same."""
        return cls(2026, 3, 4, 12, 0, 0)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(keeping, "datetime", Noon)
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def test_it_asks_the_engine_and_tells_what_came_of_it(folder: Path) -> None:
    stem = "classic-2026-03-04-120000"
    async with dashboard(learning=True) as stage:
        assert await stage.press("M") == [Save("moment", folder, stem)]
        assert stage.told == ["Saving this moment ..."]
        await stage.frame()
        assert stage.told == [f"Saved this moment, 12.3 kB: {folder / stem}, for --resume"]
        assert await stage.press("S") == [Save("network", folder, stem)]
        await stage.frame(by_hand=(("pulse", 2),), learning=False)
        assert stage.told == [
            f"Saved the network: {folder / stem}, for --network with --seed 7; without what was "
            "done by hand: 2 pulses, learning turned off"
        ]
        await stage.frame()
        assert len(stage.told) == 1


async def test_a_refusal_is_told() -> None:
    async with dashboard(deaf=True) as stage:
        await stage.press("M")
        await stage.frame(saved=Saved(1, "moment", refusal="No moment is saved: disk full"))
        assert stage.told == ["No moment is saved: disk full"]


async def test_a_folder_that_has_gone_is_told(folder: Path) -> None:
    async with dashboard() as stage:
        folder.rmdir()
        assert await stage.press("M") == []
        (told,) = stage.told
        assert told.startswith("No moment is saved: the current folder has gone")
        folder.mkdir()


async def test_the_name_of_a_file_is_that_of_the_network_as_far_as_files_have_such() -> None:
    async with dashboard(network="../my net/§") as stage:
        (command,) = await stage.press("S")
        assert isinstance(command, Save)
        assert command.stem == "my-net-2026-03-04-120000"


async def test_leaving_waits_for_the_moment() -> None:
    async with dashboard(deaf=True) as stage:
        await stage.press("M", "q")
        assert stage.told == [keeping.LEAVING]
        assert not stage.app._exit
        await stage.frame(saved=Saved(1, "moment", Path("moment.npz"), 1))
        assert stage.app._exit


async def test_leaving_twice_does_not() -> None:
    async with dashboard(deaf=True) as stage:
        await stage.press("M", "q", "q")
        assert stage.app._exit


async def test_what_was_saved_holds_up_nobody() -> None:
    async with dashboard() as stage:
        await stage.press("M")
        await stage.frame()
        await stage.press("q")
        assert stage.app._exit


async def test_the_command_is_shown_and_copied() -> None:
    configuration = replace(MINE, origin="my net.toml")
    async with dashboard(configuration=configuration, by_hand=(("pulse", 1),)) as stage:
        stage.app._fps = 30
        await stage.press("y")
        shown = "\n".join(stage.text)
        line = "snn-tui --network 'my net.toml' --seed 7 --size 100"
        assert line in shown
        assert "It leaves out what was done by hand up to now: a pulse." in shown
        assert stage.app.clipboard == line
        await stage.press("escape")
        assert line not in "\n".join(stage.text)


async def test_two_blanks_stay_two_when_copied() -> None:
    async with dashboard(configuration=replace(MINE, origin="my  net.toml")) as stage:
        await stage.press("y")
        assert "'my  net.toml'" in stage.app.clipboard


async def test_without_a_command_nothing_is_copied() -> None:
    async with dashboard(configuration=replace(MINE, origin="")) as stage:
        await stage.press("y")
        assert "No command repeats it" in "\n".join(stage.text)
        assert stage.app.clipboard == ""


async def test_what_goes_on_says_so_and_where_a_reset_leads() -> None:
    async with dashboard(started=False) as stage:
        stage.app.moment = "m.npz"
        await stage.frame(400, resumed_step=380)
        await stage.frame()
        assert stage.told == ["Goes on at 3.80 s from m.npz; r starts it from its beginning"]


def watching(stage: Stage, configuration: RunConfiguration = MINE) -> NetworkFile:
    """The network's file, looked at when the test does."""
    file = NetworkFile("mine.toml", configuration.network)
    stage.app.network_file = file
    return file


async def changed(stage: Stage, file: NetworkFile, text: str) -> None:
    before = len(stage.runner.commands)
    Path("mine.toml").write_text(text)
    file.look()
    file.look()
    await stage.tick()
    assert all(isinstance(command, Load) for command in stage.runner.commands[before:])


async def test_a_typo_leaves_the_network_and_goes_when_it_is_right() -> None:
    async with dashboard(configuration=MINE) as stage:
        file = watching(stage)
        await changed(stage, file, TEXT.replace("size", "sise"))
        assert stage.runner.sent(Load) == []
        (told,) = stage.told
        assert told.startswith("mine.toml, line 4: populations.a: key 'size' is missing")
        for _ in range(5):
            await stage.frame(1)
        assert stage.told == [told]
        await changed(stage, file, TEXT)
        (command,) = stage.runner.sent(Load)
        assert isinstance(command, Load)
        assert (command.network.size, command.origin, command.is_changed) == (3, "mine.toml", True)
        assert stage.told == []
        configuration = replace(MINE, network=command.network, current=6.5)
        await stage.frame(configuration=configuration)
        assert stage.told == ["Read again: mine.toml; as it was set: size 100, current 6.5"]


async def test_a_file_that_is_right_again_and_the_same_is_not_built_anew() -> None:
    async with dashboard(configuration=MINE) as stage:
        file = watching(stage)
        await changed(stage, file, TEXT)
        await changed(stage, file, TEXT + "[")
        assert "mine.toml is not TOML" in stage.told[0]
        await changed(stage, file, TEXT)
        assert stage.told == []
        assert len(stage.runner.sent(Load)) == 1


async def test_another_network_is_left_alone_until_a_key_goes_back() -> None:
    async with dashboard(configuration=run_configuration(seed=3)) as stage:
        file = watching(stage)
        await changed(stage, file, TEXT)
        await changed(stage, file, TEXT + "[")
        assert stage.runner.sent(Load) == []
        assert stage.told == []
        Path("mine.toml").write_text(TEXT)
        file.look(is_asked=True)
        await stage.tick()
        (command,) = stage.runner.sent(Load)
        assert isinstance(command, Load)
        assert (command.network.seed, command.is_changed) == (7, False)


async def test_one_of_the_gallery_is_not_read() -> None:
    async with dashboard(configuration=run_configuration(seed=3)) as stage:
        watching(stage)
        another = run_configuration(replace(CLASSIC, seed=4), origin="classic")
        await stage.frame(configuration=another)
        assert stage.told == []


async def test_the_key_reads_it_again() -> None:
    async with dashboard(configuration=MINE) as stage:
        await stage.press("u")
        assert stage.told == [keeping.NO_FILE]
        file = watching(stage)
        Path("mine.toml").write_text(TEXT)
        await stage.press("u")
        assert file._asked.is_set()
        file.look(is_asked=True)
        await stage.tick()
        assert len(stage.runner.sent(Load)) == 1
        file.look(is_asked=True)
        await stage.tick()
        assert stage.told == ["mine.toml says the same as before"]


async def test_the_palette_has_them() -> None:
    async with dashboard() as stage:
        (command,) = await stage.press("ctrl+p", *"moment", "enter")
        assert isinstance(command, Save)
        assert command.what == "moment"

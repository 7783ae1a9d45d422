"""The reward key: what it sends, and what is shown once the engine gave it."""

from dataclasses import replace

import pytest

from engine.live.commands import Rebuild, Reward
from engine.live.frame import Dopamine
from tests.snn_tui.dashboard.stage import dashboard

KNOWN = Dopamine(dose=100.0, level=0.2)


@pytest.mark.parametrize("view", ["1", "5"])
async def test_a_reward_is_told_when_the_engine_gave_it(view: str) -> None:
    async with dashboard(learning=True, dopamine=KNOWN) as stage:
        await stage.press(view)
        assert "dopamine 0.2" in stage.text[0]
        assert await stage.press("D") == [Reward(100.0)]
        assert stage.told == []
        await stage.frame()
        assert stage.told == ["Reward at 4.00 s: dopamine +100"]
        assert "dopamine 100" in stage.text[0]


async def test_an_engine_that_does_not_answer_leaves_all_as_it_was() -> None:
    async with dashboard(learning=True, dopamine=KNOWN, deaf=True) as stage:
        assert await stage.press("D") == [Reward(100.0)]
        await stage.frame()
        assert stage.told == []
        assert "dopamine 0.2" in stage.text[0]


async def test_each_reward_takes_the_place_of_the_one_before() -> None:
    async with dashboard(learning=True, dopamine=KNOWN) as stage:
        for _ in range(3):
            await stage.press("D")
            await stage.frame(100)
        assert stage.told == ["Reward at 6.00 s: dopamine +100"]


async def test_without_learning_it_says_that_nothing_comes_of_it() -> None:
    async with dashboard(learning=False, dopamine=replace(KNOWN, dose=-2.5)) as stage:
        await stage.press("D")
        await stage.frame()
        assert stage.told == [
            "Reward at 4.00 s: dopamine -2.5; learning is off, so it changes no weight"
        ]


async def test_a_reset_is_no_reward() -> None:
    async with dashboard(learning=True, dopamine=replace(KNOWN, rewards=3, last_ms=70.0)) as stage:
        assert await stage.press("r") == [Rebuild()]
        await stage.frame(dopamine=KNOWN)
        assert stage.told == []


async def test_where_dopamine_changes_nothing_words_say_so() -> None:
    async with dashboard(learning=True) as stage:
        assert "dopamine" not in stage.text[0]
        assert await stage.press("D") == []
        (told,) = stage.told
        assert told.startswith("No weight of The classic network is changed by dopamine")
        assert "reward-stdp" in told


@pytest.mark.parametrize("view", ["1", "5"])
async def test_the_footer_names_the_key_where_it_does_something(view: str) -> None:
    async with dashboard((80, 24), learning=True) as stage:
        await stage.press(view)
        assert "D reward" not in stage.text[-1]
        await stage.frame(dopamine=KNOWN)
        assert "D reward" in stage.text[-1]
        await stage.frame(dopamine=None)
        assert "D reward" not in stage.text[-1]


async def test_the_palette_gives_one() -> None:
    async with dashboard(learning=True, dopamine=KNOWN) as stage:
        assert await stage.press("ctrl+p", *"reward", "enter") == [Reward(100.0)]

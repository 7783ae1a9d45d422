"""Whatever arrives from the terminal, keys go on to be read, and its end is told once."""

import asyncio
import os
import pty
import tty
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from textual import events
from textual.message import Message

from snn_tui.dashboard.terminal.keyboard import Keyboard


class Typist:
    """Types into a pipe, and collects what comes of it."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.losses = 0
        self.reading, self.writing = os.pipe()
        self.keyboard = Keyboard(self.reading, self.messages.append, self._lose)

    def _lose(self) -> None:
        self.losses += 1

    async def type(self, data: bytes) -> None:
        os.write(self.writing, data)
        await self.until(lambda: self.messages != [])

    async def until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not done():
                await asyncio.sleep(0.001)

    @property
    def keys(self) -> list[str]:
        return [message.key for message in self.messages if isinstance(message, events.Key)]


@asynccontextmanager
async def typist() -> AsyncIterator[Typist]:
    given = Typist()
    given.keyboard.open()
    yield given
    given.keyboard.close()
    os.close(given.reading)


async def test_keys_come_as_keys() -> None:
    async with typist() as given:
        await given.type("aé\x1b[A".encode())
        assert given.keys == ["a", "é", "up"]
        os.close(given.writing)


async def test_a_lone_escape_is_a_key() -> None:
    async with typist() as given:
        os.write(given.writing, b"\x1b")
        await given.until(lambda: given.keys == ["escape"])
        os.close(given.writing)


@pytest.mark.parametrize("data", [b"\x1b[99999999999u", b"\x1b[1114112;1u", b"\xff\xfe", b"\xc3"])
async def test_what_no_keyboard_sends_breaks_nothing(data: bytes) -> None:
    async with typist() as given:
        os.write(given.writing, data)
        await asyncio.sleep(0.01)
        os.write(given.writing, b"  b")
        await given.until(lambda: "b" in given.keys)
        os.close(given.writing)


async def test_the_end_is_told_once() -> None:
    async with typist() as given:
        os.close(given.writing)
        await given.until(lambda: given.losses > 0)
        await asyncio.sleep(0.01)
        assert given.losses == 1


@pytest.mark.parametrize(
    "nonsense",
    ["\x1b[99999999999u", "\x1b[9999999999999999999;1u", "\x1b[57441;;55555555555555u", "\xff"],
)
async def test_nonsense_does_not_end_it(nonsense: str) -> None:
    ours, theirs = pty.openpty()
    told: list[Message] = []
    tty.setraw(theirs)
    keyboard = Keyboard(theirs, told.append, lambda: None)
    keyboard.open()
    try:
        os.write(ours, f"a{nonsense}b\r".encode("latin-1"))
        keyboard.read_within(10)
    finally:
        keyboard.close()
        os.close(ours)
        os.close(theirs)
    keys = [event.key for event in told if isinstance(event, events.Key)]
    assert keys[0] == "a"
    assert keys[-2:] == ["b", "enter"]

"""What comes from the terminal, whatever it is."""

import os
import pty
import tty

import pytest
from textual import events
from textual.message import Message

from snn_tui.terminal.keyboard import Keyboard


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

"""The watchdog's way back: whole, whatever the orderly one had come to."""

import os
import pty

from snn_tui.dashboard.terminal import modes
from snn_tui.dashboard.terminal.driver import TerminalDriver


class Written:
    """An outlet that a terminal takes everything from."""

    def __init__(self) -> None:
        self.data = b""

    def write_within(self, data: bytes, seconds: float) -> None:
        self.data += data


def test_the_settings_come_back_though_an_orderly_end_was_cut_off() -> None:
    ours, theirs = pty.openpty()
    before = modes.attributes(theirs)
    driver = object.__new__(TerminalDriver)
    driver._input, driver._before = theirs, before
    driver._outlet = outlet = Written()
    modes.make_raw(theirs)
    assert modes.attributes(theirs) != before
    # The orderly end has begun, and has not come to the settings.
    driver._is_active, driver._is_taken = False, True
    driver._force_back()
    assert modes.attributes(theirs) == before
    assert outlet.data == modes.LEAVE.encode()
    os.close(ours)
    os.close(theirs)

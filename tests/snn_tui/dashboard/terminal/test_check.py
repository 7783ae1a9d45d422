import io

import pytest

from snn_tui.dashboard.terminal.check import why_no_dashboard


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


ALL = (Terminal(), Terminal())


def test_two_terminals_will_do() -> None:
    assert why_no_dashboard(ALL, {"TERM": "xterm-256color"}) is None
    assert why_no_dashboard(ALL, {}) is None


@pytest.mark.parametrize(("missing", "name"), enumerate(["stdin", "stdout"]))
def test_each_of_the_two_is_needed_and_named(missing: int, name: str) -> None:
    streams = [*ALL]
    streams[missing] = io.StringIO()  # type: ignore[call-overload]
    refusal = why_no_dashboard(tuple(streams), {"TERM": "xterm"})
    assert refusal is not None
    assert refusal.startswith(f"snn-tui: {name} is not a terminal;")
    assert "--headless" in refusal
    assert "\n" not in refusal


def test_several_that_are_missing_are_all_named() -> None:
    refusal = why_no_dashboard((io.StringIO(), io.StringIO()), {})
    assert "stdin and stdout are not terminals" in str(refusal)


@pytest.mark.parametrize("stream", [None, Terminal()])
def test_a_closed_stream_is_no_terminal(stream: Terminal | None) -> None:
    if stream is not None:
        stream.close()
    assert why_no_dashboard((stream, *ALL[1:]), {}) is not None


def test_a_dumb_terminal_is_named() -> None:
    assert "TERM=dumb" in str(why_no_dashboard(ALL, {"TERM": "dumb"}))

"""The server as a process: what it says, and how it ends with all that it started."""

import asyncio
import signal
import socket
import subprocess
import sys

import pyte
import pytest

from tests.snn_tui.program import PATIENCE_S, run
from tests.snn_tui.serving.pages import browser, gone, is_alive, page, process_of
from tests.snn_tui.serving.serving_process import serving, serving_lightly

HINT = "snn-tui: open this in a browser; Ctrl-C ends it, and all pages.\n"


class Screen:
    """What a page shows."""

    def __init__(self, opened):
        self._opened = opened
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)

    async def wait_for(self, text):
        """Until it is there."""
        async with asyncio.timeout(PATIENCE_S):
            while not any(text in line for line in self._screen.display):
                self._stream.feed(await self._opened.receive_bytes())
                await self._opened.send_json(["stdin", "\x1b[1;1R"])

    async def press(self, keys):
        """Type."""
        await self._opened.send_json(["stdin", keys])


def children(process):
    """The processes that it started."""
    with open(f"/proc/{process.pid}/task/{process.pid}/children", encoding="ascii") as file:
        return [int(child) for child in file.read().split()]


async def test_the_dashboard_in_a_page_ends_with_q_and_outlives_no_server():
    """Not even one that was killed, and could not end it."""
    with serving("--size=3", "--seed=7") as server:
        async with browser(server.port) as client:
            async with page(client, token=server.token) as opened:
                screen = Screen(opened)
                await screen.wait_for("running")
                await screen.wait_for("N 3")
                (first,) = children(server.process)
                await screen.press("\x1a ")
                await screen.wait_for("paused")
                await screen.press("q")
                async for _ in opened:
                    pass
            await gone([first])
            async with page(client, token=server.token) as opened:
                await Screen(opened).wait_for("running")
                (second,) = children(server.process)
                code, said = await asyncio.to_thread(server.ended_by, signal.SIGKILL)
        assert (code, said) == (-signal.SIGKILL, HINT)
    await gone([second])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_every_signal_ends_the_server_and_all_pages(number):
    with serving_lightly() as server:
        async with browser(server.port) as client:
            pages = [page(client, token=server.token) for _ in range(3)]
            processes = [await process_of(await each.__aenter__()) for each in pages]
            code, said = await asyncio.to_thread(server.ended_by, number)
        assert (code, said) == (128 + number, HINT)
        assert not any(map(is_alive, processes))


async def test_nohup_others_and_what_is_no_request():
    """A signal that is ignored stays so; of requests that are none, nothing is said."""
    with serving_lightly("0.0.0.0", prefix=("nohup",)) as server:
        assert server.host == "127.0.0.1"
        for odd in (b"\x16\x03\x01\x02", b"GET / HTTP/9\r\n\r\n", b"GET /\xff\r\n", b"GET" * 9999):
            with socket.create_connection(("127.0.0.1", server.port)) as connection:
                connection.sendall(odd)
        server.process.send_signal(signal.SIGHUP)
        async with browser(server.port) as client:
            async with page(client, token=server.token) as opened:
                process = await process_of(opened)
            await gone([process])
        code, said = await asyncio.to_thread(server.ended_by, signal.SIGINT)
    assert code == 128 + signal.SIGINT
    assert said.endswith(HINT)
    assert said.removesuffix(HINT).removeprefix("nohup: ignoring input\n") == (
        "snn-tui: others can reach 0.0.0.0, and there is no password and no encryption, only the "
        "token in the address: whoever has it steers the program.\n"
    )


def test_a_port_that_is_taken_is_one_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("--serve", f"--port={port}")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"snn-tui: cannot serve at 127.0.0.1: port {port} is taken; choose another with --port.\n"
    )


def test_without_the_extra_it_says_what_to_install():
    code = (
        "import sys; sys.modules['aiohttp'] = None; sys.argv = ['snn-tui', '--serve']\n"
        "from snn_tui.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == "snn-tui: --serve needs more: pip install 'snn-tui[serve]'\n"

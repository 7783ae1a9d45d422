"""The pages in this process, with something light in place of the dashboard."""

import asyncio
import os
import re
import time
from contextlib import asynccontextmanager

from aiohttp import ClientSession

from snn_tui.serving.server import running
from snn_tui.serving.site import Site

TOKEN = "the-token"
ECHO = ("/bin/sh", "-c", "echo process $$; exec cat")
"""Tells its number, then types back what is typed; ends when it is told to."""
PATIENCE_S = 60.0


@asynccontextmanager
async def served(command=ECHO, host="127.0.0.1"):
    """A client of the pages."""
    application = Site(command).application(TOKEN, host)
    async with running(application, "127.0.0.1", 0) as port, browser(port) as client:
        yield client


def browser(port):
    """What asks this machine's server at that port."""
    return ClientSession(f"http://127.0.0.1:{port}")


def own_origin(client):
    """What the page itself sends along."""
    return str(client._base_url.origin())


@asynccontextmanager
async def page(client, query="", token=TOKEN):
    """A page's socket, as its script opens it."""
    path = f"/{token}/ws{query}"
    async with client.ws_connect(path, origin=own_origin(client)) as socket:
        yield socket


async def read_until(socket, pattern):
    """What the page is sent, up to the pattern, which is returned as found."""
    text = ""
    async with asyncio.timeout(PATIENCE_S):
        while not (found := re.search(pattern, text)):
            text += (await socket.receive_bytes()).decode()
    return found


async def process_of(socket):
    """The number of the process behind a page that echoes."""
    return int((await read_until(socket, r"process (\d+)\s"))[1])


def is_alive(process):
    """Whether there is such a process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def gone(processes):
    """Wait until none of the processes is there."""
    start = time.monotonic()
    while any(map(is_alive, processes)):
        assert time.monotonic() - start < PATIENCE_S, "a process is left"
        await asyncio.sleep(0.01)

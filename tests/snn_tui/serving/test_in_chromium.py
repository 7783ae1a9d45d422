"""The dashboard in a real browser."""

import asyncio
import json
import time

import pyte
import pytest

from screenshots import chromium
from tests.snn_tui.program import PATIENCE_S
from tests.snn_tui.serving.pages import gone
from tests.snn_tui.serving.serving_process import serving
from tests.snn_tui.serving.test_server import children

pytestmark = pytest.mark.skipif(chromium.PROGRAM is None, reason="Chromium is not installed")
WITH_A_PICTURE = 20_000
"""Bytes: the screenshot of an empty page has a tenth."""


class Watched:
    """A tab, and what passes between its page and the dashboard."""

    def __init__(self, tab):
        self.tab = tab
        self.asked = []
        self.sizes = []
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        tab.on("request", lambda request: self.asked.append(request.url))
        tab.on("websocket", self._watch)

    def _watch(self, socket):
        self.asked.append(socket.url)
        socket.on("framesent", self._see_sent)
        socket.on("framereceived", self._see_received)

    def _see_sent(self, message):
        kind, *values = json.loads(message)
        if kind == "resize":
            self.sizes += values
            self._screen.resize(self.sizes[-1]["height"], self.sizes[-1]["width"])

    def _see_received(self, message):
        if isinstance(message, bytes):
            self._stream.feed(message)

    async def wait_for(self, words):
        """Where they are shown, in cells."""
        start = time.monotonic()
        while time.monotonic() - start < PATIENCE_S:
            for y, line in enumerate(self._screen.display):
                if words in line:
                    return line.index(words), y
            await asyncio.sleep(0.01)
        raise AssertionError("\n".join(self._screen.display))

    async def click(self, words):
        """Where they are shown."""
        x, y = await self.wait_for(words)
        box = await self.tab.locator(".xterm-screen").bounding_box()
        cell = box["width"] / self._screen.columns, box["height"] / self._screen.lines
        await self.tab.mouse.click(box["x"] + (x + 1) * cell[0], box["y"] + (y + 0.5) * cell[1])


async def test_a_page_shows_the_dashboard_takes_keys_and_clicks_and_leaves_nothing():
    with serving("--size=3", "--seed=7") as server:
        async with chromium.tab(1200, 800) as tab:
            shown = Watched(tab)
            await tab.goto(server.address.strip())
            await shown.wait_for("running")
            (process,) = children(server.process)

            await tab.keyboard.press("Space")  # no click before
            await shown.wait_for("paused")
            assert len(await tab.screenshot()) > WITH_A_PICTURE

            await shown.click("? help")
            await shown.wait_for("Keys and words")
            await tab.keyboard.press("Escape")

            await tab.set_viewport_size({"width": 400, "height": 200})
            await shown.wait_for("is too small")
            size = shown.sizes[-1]
            await shown.wait_for(f"{size['width']}x{size['height']} is too small")
            await tab.set_viewport_size({"width": 800, "height": 500})
            await shown.wait_for("paused")

            assert "connect-src" in await tab.evaluate(FETCH_ELSEWHERE)
            assert len(shown.asked) >= 6
            ours = server.address.strip().partition("//")[2]
            assert {url.partition("//")[2].startswith(ours) for url in shown.asked} == {True}

            await tab.keyboard.press("q")
            await gone([process])
            await tab.get_by_text("Start another").click()
            await shown.wait_for("running")
            await tab.keyboard.press("Space")
            await shown.wait_for("paused")
            (process,) = children(server.process)
            await tab.close()
            await gone([process])
        assert children(server.process) == []


FETCH_ELSEWHERE = """() => new Promise(tell => {
  document.addEventListener("securitypolicyviolation", event => tell(event.effectiveDirective));
  fetch("http://127.0.0.1:1/").catch(() => {});
})"""

"""Debian's Chromium, which asks nobody else for anything, driven by playwright."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Page

PROGRAM = shutil.which("chromium")
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@asynccontextmanager
async def tab(width: int, height: int) -> "AsyncIterator[Page]":
    """An empty tab of so many pixels."""
    from playwright.async_api import async_playwright  # noqa: PLC0415 - only where a tab is opened

    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=PROGRAM, args=OPTIONS)
        try:
            yield await chromium.new_page(viewport={"width": width, "height": height})
        finally:
            await chromium.close()

"""The files that a page is made of, ours and those that come with textual-serve.

Of textual-serve, what runs in the browser is taken: xterm.js, and the script that connects it to a
socket. Its server answers anybody, starts any number of processes by a shell, and its page takes a
font from elsewhere.
"""

from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path

from aiohttp import web

OURS = Path(__file__).with_name("page")
PAGE = OURS / "index.html"
THEIRS = ("css/xterm.css", "js/textual.js")


def routes() -> list[web.RouteDef]:
    """Where each file is, beside the page."""
    static = files("textual_serve") / "static"
    paths = [OURS / "page.css", OURS / "page.js", *(Path(str(static / name)) for name in THEIRS)]
    return [web.get(f"/{{token}}/{path.name}", _sender(path)) for path in paths]


def _sender(path: Path) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def send(_request: web.Request) -> web.StreamResponse:
        return web.FileResponse(path)

    return send

"""Site: the pages, and the sockets between them and their dashboards."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import ExitStack

from aiohttp import WSCloseCode, WSMsgType, web

from snn_tui.serving import page_files
from snn_tui.serving.guard import add_headers, guard
from snn_tui.serving.page_process import PageProcess, Size
from snn_tui.starvation import starvation
from snn_tui.streams import reason, tell

MOST_PAGES = 8
FULL = f"There are {MOST_PAGES} pages, and no more can be at once: close one, then load this again."
HEARTBEAT_S = 15.0
FAREWELL_S = 1.0
MOST_BYTES = 1 << 20
"""Of a message, which is a key or what was pasted."""


class Site:
    """Pages, and what is behind them."""

    def __init__(self, command: Sequence[str]) -> None:
        """command: starts the dashboard of a page."""
        self._command = command
        self._pages = 0
        self._processes = asyncio.Semaphore(MOST_PAGES)
        self._sockets: set[web.WebSocketResponse] = set()

    def application(self, token: str, host: str) -> web.Application:
        """What aiohttp runs; host: the name or address that it is given."""
        application = web.Application(middlewares=(guard(token, host),))
        application.add_routes(
            [
                web.get("/{token}", self._lead_to_page),
                web.get("/{token}/", self._page),
                web.get("/{token}/ws", self._socket),
                *page_files.routes(),
            ]
        )
        application.on_response_prepare.append(add_headers)
        application.on_shutdown.append(self._close)
        return application

    async def _lead_to_page(self, request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(f"{request.path}/")

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        self._require_place()
        return web.FileResponse(page_files.PAGE)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        self._require_place()
        with ExitStack() as page:
            self._pages += 1
            page.callback(self._forget_page)
            async with self._processes:  # Those of pages that were closed end within moments.
                process = await self._started(request)
                try:
                    return await self._connected(request, process)
                finally:
                    page.close()
                    await process.end()

    def _require_place(self) -> None:
        if self._pages >= MOST_PAGES:
            raise web.HTTPServiceUnavailable(text=FULL)

    def _forget_page(self) -> None:
        self._pages -= 1

    async def _started(self, request: web.Request) -> PageProcess:
        size = _size(request.query.get("width", ""), request.query.get("height", ""))
        try:
            return await PageProcess.start(self._command, size)
        except OSError as error:
            tell(f"snn-tui: no dashboard for a page: {starvation(error) or reason(error)}")
            raise web.HTTPServiceUnavailable(text="The dashboard could not be started.") from error

    async def _connected(self, request: web.Request, process: PageProcess) -> web.StreamResponse:
        socket = web.WebSocketResponse(
            heartbeat=HEARTBEAT_S, timeout=FAREWELL_S, compress=False, max_msg_size=MOST_BYTES
        )
        await socket.prepare(request)
        self._sockets.add(socket)
        showing = asyncio.create_task(_show(process, socket))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await _obey(message.data, process, socket)
        finally:
            showing.cancel()
            self._sockets.discard(socket)
        return socket

    async def _close(self, _application: web.Application) -> None:
        """Let every page know that the server goes; their processes end with their sockets."""
        goodbyes = (socket.close(code=WSCloseCode.GOING_AWAY) for socket in self._sockets)
        await asyncio.gather(*goodbyes)


async def _show(process: PageProcess, socket: web.WebSocketResponse) -> None:
    await process.pass_on(socket.send_bytes)
    await socket.close()


async def _obey(text: str, process: PageProcess, socket: web.WebSocketResponse) -> None:
    """Do what a message of the page's script says; there are no others."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return
    match message:
        case ["stdin", str(typed)]:
            process.type(typed)
        case ["resize", {"width": int(width), "height": int(height)}]:
            process.resize(Size.within_reason(width, height))
        case ["ping", str(sent)]:
            await socket.send_json(["pong", sent])


def _size(width: str, height: str) -> Size:
    """The size that the page asks for, or a terminal's usual one."""
    try:
        return Size.within_reason(int(width), int(height))
    except ValueError:
        return Size(80, 24)

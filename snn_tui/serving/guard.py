"""Guard: who is given a page. Any page in the same browser can send requests here."""

import secrets
from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware

from snn_tui.serving.addresses import is_own_name

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

OTHER_NAME = "This is no name of this server; ask for it as snn-tui printed it."
OTHER_ORIGIN = "Pages of other servers are not answered here."
NO_TOKEN = "This is not the whole address that snn-tui printed, or one that it printed before."
HEADERS = {
    # Nothing is fetched from elsewhere, nor could it be. The terminal's script makes styles.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    # The address has the token: nobody else is told it, and no copy is kept.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def guard(token: str, host: str) -> Middleware:
    """Answers whoever asks by our name, from our page, with the token in the path."""

    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        refusal = why_refused(request, token, host)
        if refusal:
            raise web.HTTPForbidden(text=refusal)
        return await handler(request)

    return answer


def why_refused(request: web.Request, token: str, host: str) -> str:
    """A sentence; empty for a request that is answered."""
    asked = request.headers.get(hdrs.HOST, "")
    if not is_own_name(asked, host):
        return OTHER_NAME
    origin = request.headers.get(hdrs.ORIGIN)
    # A browser tells the origin of a page that opens a socket, but none of an address typed in.
    is_socket = hdrs.UPGRADE in request.headers
    if origin != f"http://{asked}" and (is_socket or origin is not None):
        return OTHER_ORIGIN
    given = request.match_info.get("token", "")
    if not secrets.compare_digest(given.encode(), token.encode()):
        return NO_TOKEN
    return ""


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Tell the browser what the page may do, whatever is answered."""
    response.headers.update(HEADERS)

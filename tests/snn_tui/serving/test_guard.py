"""Who gets a page, and what the page may do."""

import re
from pathlib import Path

import pytest

from snn_tui.serving import guard, page_files
from tests.snn_tui.serving.pages import TOKEN, own_origin, page, read_until, served

FILES = ("", "page.css", "page.js", "xterm.css", "textual.js")


@pytest.mark.parametrize("file", FILES)
async def test_the_page_and_its_files_are_sent_to_whom_has_the_address(file):
    async with served() as client, client.get(f"/{TOKEN}/{file}") as answer:
        assert answer.status == 200
        assert len(await answer.text()) > 300
        kinds = {"css": "css", "js": "javascript"}
        assert answer.content_type.endswith(f"/{kinds.get(file.partition('.')[2], 'html')}")


@pytest.mark.parametrize("path", ["", "ws", "page.js", "no-such-file"])
@pytest.mark.parametrize(
    "token", ["", "/", "/wrong/", f"/{TOKEN[:-1]}/", f"/{TOKEN}x/", "/t%C3%B6/"]
)
async def test_without_the_token_nothing_is_answered(token, path):
    async with served() as client, client.get(f"{token}{path}" or "/") as answer:
        assert answer.status == 403
        assert await answer.text() == guard.NO_TOKEN


async def test_the_address_without_its_last_slash_will_do():
    async with served() as client, client.get(f"/{TOKEN}") as answer:
        assert answer.status == 200
        assert answer.url.path == f"/{TOKEN}/"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://localhost:8000", ""]
)
async def test_pages_of_others_are_refused(origin):
    async with served() as client:
        for path in ("", "ws"):
            headers = {"Origin": origin} | ({"Upgrade": "websocket"} if path else {})
            async with client.get(f"/{TOKEN}/{path}", headers=headers) as answer:
                assert answer.status == 403
                assert await answer.text() == guard.OTHER_ORIGIN


async def test_a_socket_needs_an_origin_and_a_page_may_have_its_own():
    async with served() as client:
        async with client.get(f"/{TOKEN}/ws", headers={"Upgrade": "websocket"}) as answer:
            assert answer.status == 403
        async with client.get(f"/{TOKEN}/", headers={"Origin": own_origin(client)}) as answer:
            assert answer.status == 200
        async with page(client) as socket:
            await read_until(socket, "process")


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.1@evil"])
async def test_a_name_that_others_may_have_made_lead_here_is_refused(name):
    async with served() as client:
        headers = {"Host": name, "Origin": f"http://{name}", "Upgrade": "websocket"}
        for path in ("", "ws", "page.js"):
            async with client.get(f"/{TOKEN}/{path}", headers=headers) as answer:
                assert answer.status == 403
                assert await answer.text() == guard.OTHER_NAME


@pytest.mark.parametrize("name", ["localhost:9000", "192.168.0.7", "[::1]:8000", "brain.example:1"])
async def test_localhost_addresses_and_the_name_that_was_given_are_ours(name):
    """Under any port, for the way may lead through a tunnel."""
    headers = {"Host": name}
    async with served(host="Brain.example") as client:
        answer = await client.get(f"/{TOKEN}/", headers=headers)
        assert answer.status == 200


@pytest.mark.parametrize("path", [f"/{TOKEN}/", f"/{TOKEN}/textual.js", f"/{TOKEN}/none", "/"])
async def test_every_answer_tells_the_browser_to_fetch_nothing_from_elsewhere(path):
    async with served() as client, client.get(path) as answer:
        told = answer.headers["Content-Security-Policy"]
        policy = dict(each.strip().split(" ", 1) for each in told.split(";"))
        assert policy["default-src"] == "'none'"
        assert set(" ".join(policy.values()).split()) == {
            "'none'", "'self'", "'unsafe-inline'", "data:",
        }  # fmt: skip
        assert policy["script-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"


def test_our_files_name_nothing_elsewhere():
    for path in Path(page_files.OURS).iterdir():
        assert re.findall(r"(?:https?:)?//[\w.]+\.\w", path.read_text(encoding="utf-8")) == []

"""Pages and their processes: as many as there may be, and none left behind."""

import asyncio

import pytest
from aiohttp import WSServerHandshakeError

from snn_tui.serving import page_process
from snn_tui.serving.site import FULL, MOST_PAGES
from tests.snn_tui.serving.pages import (
    TOKEN,
    gone,
    is_alive,
    page,
    process_of,
    read_until,
    served,
)

SIZE = ("/bin/sh", "-c", "trap 'stty size' WINCH; stty size; while :; do sleep 0.01; done")
STUBBORN = ("/bin/sh", "-c", "trap '' TERM HUP INT; echo process $$; while :; do sleep 0.01; done")

ODD = (
    *("", "{}", "[]", "[" * 5000, '"stdin"', '["quit"]', '["stdin", 7]'),
    *('["resize", {"width": "x"}]', '["resize", {"width": -5, "height": 1e99}]'),
)


async def test_a_hundred_pages_opened_and_closed_leave_nothing():
    processes = []
    async with served() as client:

        async def open_and_close(turns):
            for _ in range(turns):
                async with page(client) as socket:
                    processes.append(await process_of(socket))
                    assert is_alive(processes[-1])

        await asyncio.gather(*(open_and_close(25) for _ in range(4)))
        assert len(set(processes)) == 100
        await gone(processes)


async def test_pages_closed_before_anything_was_shown_leave_nothing(tmp_path):
    told = tmp_path / "processes"
    command = ("/bin/sh", "-c", f"echo $$ >> {told}; exec sleep 1000")
    async with served(command) as client:
        for _ in range(MOST_PAGES):
            async with page(client):
                pass
    await gone(map(int, told.read_text().split()) if told.exists() else ())


async def test_the_ninth_page_is_told_why_it_is_none():
    async with served() as client:
        pages = [page(client) for _ in range(MOST_PAGES)]
        sockets = [await each.__aenter__() for each in pages]
        processes = [await process_of(socket) for socket in sockets]
        async with client.get(f"/{TOKEN}/") as answer:
            assert answer.status == 503
            assert await answer.text() == FULL
            assert FULL.startswith(f"There are {MOST_PAGES} pages, ")
        with pytest.raises(WSServerHandshakeError, match="503"):
            await page(client).__aenter__()
        for each in pages[1:]:
            await each.__aexit__(None, None, None)
        await gone(processes[1:])
        assert is_alive(processes[0])
        async with client.get(f"/{TOKEN}/") as answer:
            assert answer.status == 200
        async with page(client) as socket:
            await process_of(socket)
        await pages[0].__aexit__(None, None, None)


async def test_a_new_page_waits_for_the_processes_of_those_that_were_closed(monkeypatch):
    monkeypatch.setattr(page_process, "PATIENCE_S", 0.3)
    async with served(STUBBORN) as client:
        pages = [page(client) for _ in range(MOST_PAGES)]
        processes = [await process_of(await each.__aenter__()) for each in pages]
        await asyncio.gather(*(each.__aexit__(None, None, None) for each in pages))
        assert all(map(is_alive, processes))
        async with page(client) as socket:
            await process_of(socket)
            assert not all(map(is_alive, processes))


async def test_a_process_that_will_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(page_process, "PATIENCE_S", 0.1)
    async with served(STUBBORN) as client:
        async with page(client) as socket:
            process = await process_of(socket)
        await gone([process])


async def test_when_the_process_ends_the_page_is_told():
    async with served(("/bin/sh", "-c", "echo bye")) as client, page(client) as socket:
        await read_until(socket, "bye")
        assert (await socket.receive(10)).type.name == "CLOSE"


async def test_what_is_typed_arrives_as_it_is_and_odd_messages_are_nothing():
    async with served() as client, page(client) as socket:
        await process_of(socket)
        for odd in ODD:
            await socket.send_str(odd)
        await socket.send_bytes(b'["stdin", "no"]')
        await socket.send_json(["ping", "17"])
        assert await socket.receive_json(timeout=10) == ["pong", "17"]
        await socket.send_json(["stdin", "µ\x1b[A\ud800\x03\r"])
        assert (await read_until(socket, r"\r"))[0]


async def test_a_page_says_its_size_at_first_and_when_it_changes():
    async with served(SIZE) as client, page(client, "?width=100&height=30") as socket:
        await read_until(socket, r"^30 100\r?\n")
        for asked, given in (((132, 43), "43 132"), ((0, 10**12), "1000 1")):
            await socket.send_json(["resize", {"width": asked[0], "height": asked[1]}])
            await read_until(socket, f"{given}\r?\n")


@pytest.mark.parametrize("query", ["", "?width=x&height=2", "?width=9"])
async def test_a_page_without_a_size_has_the_usual_one(query):
    async with served(SIZE) as client, page(client, query) as socket:
        await read_until(socket, "^24 80\r?\n")


async def test_what_cannot_be_started_is_told_on_both_sides(capsys):
    async with served(("/nowhere/snn-tui",)) as client:
        for _ in range(2 * MOST_PAGES):
            with pytest.raises(WSServerHandshakeError, match="503"):
                await page(client).__aenter__()
    lines = set(capsys.readouterr().err.splitlines())
    assert lines == {"snn-tui: no dashboard for a page: No such file or directory"}


async def test_no_process_has_a_terminal_of_ours(monkeypatch):
    monkeypatch.setenv("TERM_PROGRAM", "vscode")
    monkeypatch.setenv("TERM", "dumb")
    told = ("/bin/sh", "-c", "echo $TERM,$TERM_PROGRAM,$COLORTERM,$(tty < /dev/tty)")
    async with served(told) as client, page(client) as socket:
        await read_until(socket, "^xterm-256color,,truecolor,")

"""The process of a page, by itself."""

import asyncio

from snn_tui.serving.page_process import PageProcess, Size


async def test_one_that_ends_while_it_is_sent_signals_is_waited_for_by_one_alone(caplog):
    """How a process ended can be asked for once; whoever asks second is told that it is unknown."""
    for _ in range(30):
        process = await PageProcess.start(["sh", "-c", "read line"], Size(80, 24))
        process.type("\n")
        for width in range(200):
            process.resize(Size(width, 25))
            await asyncio.sleep(0)
        await process.end()
    assert not caplog.records

"""Makes the picture of the dashboard in a browser: `python -m screenshots.in_browser`.

The real program in a real browser, in real time: another picture at every run, so look at it.
"""

import asyncio
import subprocess
import sys

from screenshots import chromium
from screenshots.make import FOLDER, SEED

PICTURE = FOLDER / "in-browser.png"
SIZE = (1120, 760)
LOADING_S = 12.0
"""With kernels that were compiled before."""
ARGUMENTS = ("--serve", "--port=0", "--size=20", f"--seed={SEED}", "--fps=10")


async def save(address: str) -> None:
    """Save what a tab shows there."""
    async with chromium.tab(*SIZE) as tab:
        await tab.goto(address)
        await asyncio.sleep(LOADING_S)
        await tab.keyboard.press("Space")
        await asyncio.sleep(1.0)
        await tab.screenshot(path=PICTURE)


def main() -> None:
    """Serve, and save the picture beside this file."""
    command = [sys.executable, "-m", "snn_tui", *ARGUMENTS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            asyncio.run(save(server.stdout.readline().strip()))
        finally:
            server.terminate()
    print(PICTURE.name)


if __name__ == "__main__":
    main()

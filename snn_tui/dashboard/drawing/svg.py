"""SVG screenshots that look the same with any monospaced font, in any viewer."""

import re
from html import escape, unescape

_TEXT = re.compile(
    r'<text class="([^"]+)" x="([^"]+)" y="([^"]+)" textLength="([^"]+)" clip-path="([^"]+)">'
    r"([^<]*)</text>"
)
_PIECE = re.compile(r"[\u2801-\u28ff]|[^\s\u2800-\u28ff]{1,8}")
"""Braille by the character, for many fonts borrow it from another; all else a few at a time."""


def pinned(svg: str) -> str:
    """The same picture with each piece of text put where it belongs.

    The toolkit places whole runs of text. Viewers that ignore their length, or the blanks that
    they begin with, draw them askew unless they have the very font.
    """
    return _TEXT.sub(_pinned_run, svg)


def _pinned_run(run: re.Match[str]) -> str:
    style, left, y, length, clip = run.groups()[:5]
    text = unescape(run[6])
    cell = float(length) / len(text)
    pieces = "".join(
        f'<tspan x="{float(left) + cell * piece.start():.5g}" '
        f'textLength="{cell * len(piece[0]):.5g}">{escape(piece[0])}</tspan>'
        for piece in _PIECE.finditer(text)
    )
    return f'<text class="{style}" y="{y}" clip-path="{clip}">{pieces}</text>' if pieces else ""

"""The themes: one dark, one light, one of high contrast."""

from textual.theme import Theme

from engine.quoting import shown

DARK = Theme(
    name="snn-dark",
    primary="#6cb6c9",
    secondary="#9aa7d9",
    accent="#f2b45c",
    warning="#f2b45c",
    error="#f07178",
    success="#8fc98f",
    foreground="#cdd6e0",
    background="#10151c",
    surface="#171e28",
    panel="#212b38",
    variables={
        "trace": "#5aa9b8",
        "spike": "#ffc66d",
        "unknown": "#3a4656",
        "curve-x": "#7fd0df",
        "curve-y": "#b9a5ea",
        "curve-z": "#8fc98f",
        "curve-current": "#f2b45c",
        "quiet": "#7d8a9a",
        "frame": "#2f3c4c",
        "frame-focus": "#6cb6c9",
        "chosen": "#233244",
        "population-1": "#7fd0df",
        "population-2": "#f2b45c",
        "population-3": "#b9a5ea",
        "population-4": "#8fc98f",
        "population-5": "#f07178",
        "population-6": "#cdd6e0",
    },
)
LIGHT = Theme(
    name="snn-light",
    dark=False,
    primary="#1f6f85",
    secondary="#5a5fa8",
    accent="#b35300",
    warning="#a34a00",
    error="#b3261e",
    success="#2f7d32",
    foreground="#22303c",
    background="#f7f8f6",
    surface="#eceeea",
    panel="#dfe3de",
    variables={
        "trace": "#2d8096",
        "spike": "#c43e00",
        "unknown": "#c3cac8",
        "curve-x": "#17697f",
        "curve-y": "#6a4fb3",
        "curve-z": "#2f7d32",
        "curve-current": "#b35300",
        "quiet": "#5f6c76",
        "frame": "#c0c8c6",
        "frame-focus": "#1f6f85",
        "chosen": "#d5e5ea",
        "population-1": "#17697f",
        "population-2": "#b35300",
        "population-3": "#6a4fb3",
        "population-4": "#2f7d32",
        "population-5": "#b3261e",
        "population-6": "#22303c",
    },
)
CONTRAST = Theme(
    name="snn-contrast",
    primary="#00ffff",
    secondary="#ffffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff8080",
    success="#00ff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    text_alpha=1.0,
    variables={
        "trace": "#ffffff",
        "spike": "#ffff00",
        "unknown": "#909090",
        "curve-x": "#00ffff",
        "curve-y": "#ff9dff",
        "curve-z": "#00ff00",
        "curve-current": "#ffff00",
        "quiet": "#d8d8d8",
        "frame": "#a0a0a0",
        "frame-focus": "#ffff00",
        "chosen": "#00408a",
        "population-1": "#00ffff",
        "population-2": "#ffff00",
        "population-3": "#ff9dff",
        "population-4": "#00ff00",
        "population-5": "#ff8080",
        "population-6": "#ffffff",
    },
)
THEMES = (DARK, LIGHT, CONTRAST)


def known_theme(name: str) -> tuple[Theme, str]:
    """The theme of this name, or the dark one and a word to the user."""
    for theme in THEMES:
        if theme.name == name:
            return theme, ""
    names = ", ".join(theme.name for theme in THEMES)
    return DARK, f"There is no theme {shown(name)}; there are {names}."


def theme_after(name: str) -> Theme:
    """The next theme, round and round."""
    names = [theme.name for theme in THEMES]
    return THEMES[(names.index(name) + 1) % len(THEMES)]

"""What is remembered between runs, in the platform's config folder."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path

FILE = "settings.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's preferences."""

    theme: str = "snn-dark"


def settings_path() -> Path:
    """Where the settings are kept."""
    return user_config_path("snn-tui", appauthor=False) / FILE


def load(path: Path) -> tuple[Settings, str]:
    """The settings, and a word to the user if the file was of no use."""
    try:
        theme = tomllib.loads(path.read_text(encoding="utf-8")).get("theme", Settings().theme)
    except FileNotFoundError:
        return Settings(), ""
    except OSError as error:
        return Settings(), f"Settings in {path} could not be read: {error.strerror}"
    except ValueError as error:
        return Settings(), f"Settings in {path} are not TOML, and not used: {error}"
    return Settings(theme=str(theme)), ""


def save(settings: Settings, path: Path) -> str:
    """Remember the settings; returns a word to the user if that was not possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'theme = "{settings.theme}"\n', encoding="utf-8")
    except OSError as error:
        return f"Theme not remembered in {path}: {error.strerror}"
    return ""

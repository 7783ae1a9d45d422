from pathlib import Path

import pytest

from snn_tui.dashboard import settings, themes
from snn_tui.dashboard.settings import Settings


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    assert settings.save(Settings(theme="snn-light"), path) == ""
    assert settings.load(path) == (Settings(theme="snn-light"), "")


def test_without_a_file_there_are_defaults_and_nothing_to_say(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "none.toml") == (Settings(), "")


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe", b"[["])
def test_a_damaged_file_gives_defaults_and_a_word(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    loaded, problem = settings.load(path)
    assert loaded == Settings()
    assert str(path) in problem


def test_a_folder_that_cannot_be_made_gives_a_word(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "not remembered" in settings.save(Settings(), tmp_path / "file" / "settings.toml")


def test_settings_are_kept_in_a_folder_of_the_programs_own() -> None:
    path = settings.settings_path()
    assert path.parent.name == "snn-tui"
    assert path.is_absolute()


def test_an_unknown_theme_becomes_the_dark_one_and_a_word() -> None:
    theme, problem = themes.known_theme("mauve")
    assert theme is themes.DARK
    assert "mauve" in problem
    assert "snn-contrast" in problem


def test_themes_go_round() -> None:
    names = [theme.name for theme in themes.THEMES]
    assert [themes.theme_after(name).name for name in names] == [*names[1:], names[0]]


def test_themes_name_the_same_colours() -> None:
    assert len({frozenset(theme.variables) for theme in themes.THEMES}) == 1

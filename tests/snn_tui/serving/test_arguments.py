"""The dashboard of a page is started as the server was."""

import sys

import click
import pytest

from snn_tui import cli
from snn_tui.serving import arguments, command
from snn_tui.serving.addresses import is_loopback, page_address

GIVEN = (
    ("--size", "1000", "--seed=18446744073709551615", "--serve", "--port=8001"),
    ("--serve", "--network", 'a b\'; touch "$(x)" --.toml', "--no-real-time", "--fps=5"),
    ("--current=-0.00001", "--real-time", "--threads=2", "--coupling=raw", "--host=::1"),
    ("--network=--serve", "--serve"),
    (),
)


def context(given):
    return cli.program.make_context("snn-tui", list(given))


@pytest.mark.parametrize("given", GIVEN)
def test_all_options_but_those_of_serving_are_passed_on(given):
    before = context(given)
    after = context(arguments.passed_on(before, command.OPTIONS))
    assert after.params == before.params | {"serve": False, "port": None, "host": None}


def test_a_command_is_a_list_for_no_shell():
    given = context(["--serve", "--network=$HOME; x", "--size=5"])
    made = arguments.command(given, command.OPTIONS)
    assert made[0] == sys.executable
    assert made[-2:] == ["--network=$HOME; x", "--size=5"]


def test_modules_of_the_current_folder_are_not_loaded_unless_they_are_here(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    given = context(["--serve"])
    assert arguments.command(given, command.OPTIONS)[1:] == ["-P", "-m", "snn_tui"]
    monkeypatch.syspath_prepend(str(tmp_path))
    assert arguments.command(given, command.OPTIONS)[1:] == ["-m", "snn_tui"]


@pytest.mark.parametrize("option", ["--port=8000", "--host=localhost"])
def test_what_is_for_serving_needs_it(option):
    with pytest.raises(click.UsageError, match=f"{option.partition('=')[0]} needs --serve"):
        cli.program.main([option], standalone_mode=False)


@pytest.mark.parametrize(
    ("host", "shown", "loopback"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("localhost", "localhost", True),
        ("127.1.2.3", "127.1.2.3", True),
        ("::1", "[::1]", True),
        ("::", "[::1]", False),
        ("0.0.0.0", "127.0.0.1", False),
        ("192.168.0.7", "192.168.0.7", False),
        ("brain.example", "brain.example", False),
    ],
)
def test_addresses(host, shown, loopback):
    assert page_address(host, 8000, "token") == f"http://{shown}:8000/token/"
    assert is_loopback(host) is loopback

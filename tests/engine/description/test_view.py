"""The [view] of a description: read, written, checked."""

from dataclasses import replace

import pytest

from engine import (
    DescriptionError,
    NetworkFileError,
    View,
    from_gallery,
    network_text,
    parse_network,
)
from engine.simulation import Simulation

CELL = 'name = "n"\ndt_ms = 0.5\n{}\n[populations.p]\nsize = 1\nmodel = "izhikevich"\n'


def parsed(view):
    return parse_network(CELL.format(view), "n.toml")


def test_a_view_is_read_and_written():
    network = parsed("[view]\nspeed = 20\ncolumn_ms = 5")
    assert network.view == View(speed=20.0, column_ms=5)
    assert parse_network(network_text(network), "again") == network


@pytest.mark.parametrize("view", ["", "[view]", "[view]\nspeed = 0.5"])
def test_each_of_it_may_be_left_to_the_screen(view):
    network = parsed(view)
    assert parse_network(network_text(network), "again") == network
    assert network.view is None or network.view.column_ms is None


@pytest.mark.parametrize(
    ("view", "told"),
    [
        ("speed = 0", "view.speed: must be from 0.01 to 1000, not 0"),
        ("speed = true", "view.speed"),
        ('speed = "max"', "view.speed"),
        ("column_ms = 2.5", "view.column_ms"),
        ("column_ms = 0", "view.column_ms"),
        ("column_ms = 1001", "view.column_ms: must be at most 1000, not 1001"),
        ("columns = 3", "columns"),
    ],
)
def test_what_can_not_be_is_refused_with_its_place(view, told):
    with pytest.raises(NetworkFileError, match=r"n\.toml, line [34]: ") as refused:
        parsed(f"[view]\n{view}")
    assert told in str(refused.value)


def test_a_column_is_whole_steps():
    network = from_gallery("classic")
    with pytest.raises(DescriptionError, match=r"view.column_ms: 25 ms is no multiple of dt_ms"):
        replace(network, view=View(column_ms=25))
    with pytest.raises(DescriptionError, match="view: must be View, not 3"):
        replace(network, view=3)


def test_a_view_changes_nothing_of_what_is_computed():
    network = from_gallery("classic")
    viewed = replace(network, view=View(speed=5.0, column_ms=100))
    one, other = (Simulation(each).advance(300) for each in (network, viewed))
    assert one.step.tolist() == other.step.tolist()

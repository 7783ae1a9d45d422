"""A network whose file was changed takes the place of the one that runs."""

from dataclasses import replace

import pytest

from engine.gallery import from_gallery
from engine.live.commands import Learn, Load, Rebuild, SetCurrent
from engine.live.run_configuration import run_configuration
from engine.live.session import Session

LEARNING = from_gallery("classic-learning")
EDITED = replace(LEARNING, title="Edited").resized(30)
FILE = "mine.toml"


@pytest.fixture
def session():
    configuration = run_configuration(LEARNING, seed=5, origin=FILE)
    session = Session(configuration, None, lambda: 0.0)
    session.build(configuration)
    return session


def status(session):
    return session.frame(taken=True).status


def test_what_hands_set_stays(session):
    for command in (Rebuild(size=12), SetCurrent(4.5), Learn(False)):
        session.obey(command)
    session.obey(Load(EDITED, FILE, is_changed=True))
    now = status(session)
    assert (now.title, now.size, now.seed, now.current) == ("Edited", 12, 5, 4.5)
    assert now.learning is False
    assert now.configuration.network is EDITED


def test_what_they_did_not_set_is_the_files(session):
    session.obey(Load(EDITED, FILE, is_changed=True))
    now = status(session)
    assert (now.size, now.seed, now.configuration.origin) == (30, 5, FILE)


def test_it_changes_the_network_that_was_being_built(session):
    session.abandoned = replace(session.configuration, size=14)
    session.obey(Load(EDITED, FILE, is_changed=True))
    assert status(session).size == 14


def test_in_place_of_another_network_nothing_of_that_one_stays(session):
    for command in (Load(from_gallery("classic")), Rebuild(size=12), Learn(False)):
        session.obey(command)
    assert status(session).configuration.origin == "classic"
    session.obey(Load(EDITED, FILE, is_changed=True))
    now = status(session)
    assert (now.size, now.learning, now.configuration.origin) == (30, True, FILE)


def test_one_that_cannot_be_built_leaves_the_one_before_for_a_reset(session):
    huge = replace(LEARNING.resized(1_000_000), title="Huge")
    session.obey(Load(huge, FILE, is_changed=True))
    assert status(session).phase == "failed"
    session.obey(Rebuild())
    now = status(session)
    assert (now.phase, now.title) == ("running", LEARNING.title)

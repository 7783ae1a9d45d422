"""Kinds of parts: each has a name and, where kernels know it, a number of its own."""

import inspect
from dataclasses import fields

import pytest

import engine
from engine.connections.catalogue import CONNECTIVITIES
from engine.distributions.catalogue import CONSTANT, DISTRIBUTIONS
from engine.inputs.catalogue import INPUTS
from engine.spike_trains.catalogue import SPIKE_TRAINS
from engine.synapses.catalogue import SYNAPSES

CATALOGUES = [CONNECTIVITIES, DISTRIBUTIONS, INPUTS, SPIKE_TRAINS, SYNAPSES]


def test_numbers_of_kernels_are_distinct():
    rules = [kind.rule for kind in CONNECTIVITIES.values()]
    laws = [CONSTANT, *(kind.law for kind in DISTRIBUTIONS.values() if hasattr(kind, "law"))]
    for numbers in (rules, laws):
        assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("kinds", CATALOGUES)
def test_kinds_go_by_their_names(kinds):
    for name, kind in kinds.items():
        assert kind.kind == name
        assert getattr(engine, kind.__name__) is kind
        assert kind.__name__ in engine.__all__


@pytest.mark.parametrize("kinds", CATALOGUES)
def test_all_kinds_of_a_catalogue_have_the_same_to_be_asked(kinds):
    """What a kind has only for itself is private, a field, or what the catalogue names apart."""
    apart = {"matrix", "pair_outside", "in_degrees", "require_size", "trains", "steps", "pieces"}
    own = [
        {name for name, _ in inspect.getmembers(kind) if not name.startswith("_")}
        - {field.name for field in fields(kind)}
        - apart
        for kind in kinds.values()
        if kind is not engine.Given
    ]
    assert all(each == own[0] for each in own)

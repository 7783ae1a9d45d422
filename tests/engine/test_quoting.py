"""What is echoed of somebody's input is short, in one line, and harmless to a terminal."""

import time
import unicodedata

import pytest
from hypothesis import given, strategies as st

from engine.errors import UnknownNameError
from engine.quoting import cut, listed, nearest, plain, shown, shown_key, shown_path

HOSTILE = (
    "\x00\x07\x1b]0;PWN\x07\x1b[2J\x7f\x80\x9b\x9f\u061c\u200b\u200d\u200e\u2028\u202e\u2066\ufeff"
    "\r\n\t\v\f\x85\u2029\udc80\ud800\U000e0001"
)


def is_harmless(text):
    return text.isprintable() and "\n" not in text


@given(st.text(st.characters()) | st.text(HOSTILE), st.integers(10, 100))
def test_nothing_that_a_terminal_obeys_is_left(text, most):
    for told in (plain(text), plain(text, most), shown(text), shown_key(text), shown_path(text)):
        assert is_harmless(told), ascii(told)
    assert len(plain(text, most)) <= most


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Brunel (2000), Fig. 8C", "Brunel (2000), Fig. 8C"),
        ("two\n\n  lines\tand\u2028more\x85", "two lines and more"),
        ("\x1b]0;PWN\x07\x1b[2J", r"\x1b]0;PWN\x07\x1b[2J"),
        ("a\u202eb\u2066c\u200d", r"a\u202eb\u2066c\u200d"),
        ("\x9b2J", r"\x9b2J"),
        ("caf\udce9", r"caf\udce9"),
        ("Größe 大きさ ∑", "Größe 大きさ ∑"),
        ("cafe\u0301", "café"),
        ("\u0301\u0301x" + "\u0301" * 500 + "y", "x\u0301\u0301y"),
        ("\u2764\ufe0f", "\u2764"),
    ],
)
def test_texts_as_they_are_told(text, told):
    assert plain(text) == told


def test_accents_do_not_pile_up():
    told = plain("z" + "\u0335\u0301\u0316" * 300 + "a" + "\u1160" * 300)
    assert len(told) < 10
    assert sum(unicodedata.category(c) == "Mn" for c in told) == 2


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("a", "'a'"),
        (2.5, "2.5"),
        ({"a": 1}, "{'a': 1}"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_as_they_are_told(value, told):
    assert shown(value) == told


def test_numbers_of_thousands_of_digits_are_told_as_large():
    assert shown(10**5000) == shown(-(16**100_000)) == "so large a number"


def test_whatever_is_shown_is_short_and_takes_no_time():
    deep = {}
    for _ in range(100_000):
        deep = {"a": deep}
    begun = time.process_time()
    for value in ("x" * 10**7, [list(range(100))] * 10**6, deep, "\x1b" * 10**6, range(10**9)):
        assert len(shown(value)) <= 40
    assert len(shown_path("p" * 10**6)) <= 200
    assert time.process_time() - begun < 2
    while deep:
        deep = deep["a"]


def test_the_beginning_and_the_end_of_a_long_text_stay():
    assert cut("abcdefghijklmnopqrstuvwxyz", 12) == "abcdef...xyz"


def test_lists_of_names_end_somewhere():
    assert listed(["a", "b"]) == "a, b"
    assert listed(f"population{k}" for k in range(1000)).endswith(" more")
    assert len(listed(["x" * 10**6] * 1000)) < 400


def test_near_names_are_found_whatever_their_case_and_never_slowly():
    assert nearest("SIZE", ["size", "model"]) == "size"
    assert nearest("sise", ["size", "model"]) == "size"
    begun = time.process_time()
    assert nearest("x" * 10**7, ["size"]) is None
    assert nearest("size", [f"key{k}" for k in range(10**6)]) is None
    assert time.process_time() - begun < 5


def test_an_unknown_name_of_any_length_makes_a_short_message():
    message = str(UnknownNameError("model", "\x1b[2J" * 10**5, ["y" * 10**5] * 100))
    assert len(message) < 500
    assert is_harmless(message)

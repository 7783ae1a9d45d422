"""What all tests of screens share."""

from collections.abc import Iterator
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet


@pytest.fixture(scope="session", autouse=True)
def _each_style_sheet_is_parsed_once() -> Iterator[None]:
    """Each test has an app of its own, and parsing the same sheets took a fifth of its time."""
    parsed: dict[object, list[RuleSet]] = {}
    parse_rules = Stylesheet._parse_rules

    def remembered(self: Stylesheet, css: str, **of: Any) -> list[RuleSet]:
        key = (frozenset(self._variables.items()), css, *of.items())
        if key not in parsed:
            parsed[key] = parse_rules(self, css, **of)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", remembered)
        yield

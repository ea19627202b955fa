"""Buttons that a press ends: all beside it, or those of its own question alone."""

from __future__ import annotations

import pytest

from bot.engine.routes import PRESSES
from bot.views.used_up import USED_UP, ends


def test_every_used_button_is_one_that_can_be_pressed() -> None:
    assert PRESSES.keys() >= USED_UP


@pytest.mark.parametrize("pressed", ["check.show", "check.count"])
@pytest.mark.parametrize("beside", ["check.show", "check.count"])
def test_consent_ends_both_of_its_buttons(pressed: str, beside: str) -> None:
    assert ends((pressed, "one"), (beside, "one"))


@pytest.mark.parametrize("beside", [("check.count", "another"), ("check.change", "one"), ("weigh", "one")])
def test_what_is_about_something_else_stays(beside: tuple[str, str]) -> None:
    assert not ends(("check.show", "one"), beside)


def test_a_mark_behind_the_colon_is_no_other_thing() -> None:
    assert ends(("proposal.show", "one:mark"), ("proposal.back", "one"))


def test_what_confirms_a_whole_ends_all_beside_it() -> None:
    assert ends(("withdraw.no", "one"), ("answer", "another"))
    assert not ends(("answer", "one"), ("withdraw", "one")), "a press that decides nothing ends nothing"

"""Outcomes about a form that is asked question by question."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("field-asked")
@dataclass(frozen=True, kw_only=True)
class FieldAsked(Outcome):
    """One question of a form that is asked question by question. `form` words the whole form, `index` picks the field.

    `past` is one that is asked on in a newer message: it has no buttons any more.
    """

    form: Outcome
    index: int
    refs: tuple[str, ...] = ()
    problem: str = ""
    past: bool = False

    def without_choices(self) -> Outcome:
        return replace(self, form=self.form.without_choices())


@stored_as("part-kept")
@dataclass(frozen=True, kw_only=True)
class PartKept(Outcome):
    """All words typed for the present field; more may follow, or take their place (`refused`). `last` can be taken off."""

    form: Outcome
    index: int
    parts: int
    refs: tuple[str, ...] = ()
    last: str = ""
    problem: str = ""
    refused: bool = False

    def without_choices(self) -> Outcome:
        return replace(self, form=self.form.without_choices())


@stored_as("read-back")
@dataclass(frozen=True, kw_only=True)
class ReadBack(Outcome):
    """All fields as they will be sent; `field_refs` name them in order (they are `refs` too, after the form's own)."""

    form: Outcome
    refs: tuple[str, ...]
    problem: str = ""


@stored_as("form-lost")
@dataclass(frozen=True, kw_only=True)
class FormLost(Outcome):
    """A form that was being asked question by question can no longer be read; `refs` is what was typed for it, field by field."""

    refs: tuple[str, ...] = ()


@stored_as("typed-given-back")
@dataclass(frozen=True, kw_only=True)
class TypedGivenBack(Outcome):
    """Words typed for a form and not sent, field by field, given back. `form` titles one that is over, not left by its author."""

    refs: tuple[str, ...]
    form: str = ""


@stored_as("dialogue-cancelled")
@dataclass(frozen=True, kw_only=True)
class DialogueCancelled(Outcome):
    """A form that was being asked question by question was given up; `given` are the questions whose saved answers stay."""

    given: tuple[int, ...] = ()

"""Outcomes about support for somebody at risk, and about words that are held until their author says what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.commands import Earlier
from bot.domain.stored import stored_as


class Fleeting:
    """Of such an outcome no message is kept once it was sent, or could not be: nothing tells afterwards that there was one."""


def leaves_no_trace(outcome: Outcome) -> bool:
    """Return whether no message of it is kept; also where it is said with the offer to take the words for an answer."""
    return isinstance(outcome, Fleeting) or isinstance(getattr(outcome, "said", None), Fleeting)


@stored_as("support-shown")
@dataclass(frozen=True, kw_only=True)
class SupportShown(Outcome, Fleeting):
    """Contacts to whom the reader can turn; the same for who asked for it and for whose words suggested it (`found`).

    `held` names their words that are kept unsent, if any are, `answer` says that these are an answer; `openly` says that they
    stand in a channel; `late` that they have gone their normal way before they were understood. `person` is whose name would
    be told if they ask to be contacted, by member id.
    """

    contacts: tuple[str, ...]
    person: str = ""
    found: bool = False
    held: str = ""
    answer: bool = False
    openly: bool = False
    late: bool = False


@stored_as("support-named")
@dataclass(frozen=True, kw_only=True)
class SupportNamed(Outcome, Fleeting):
    """Answer to words that suggest a risk, of somebody who was shown the contacts within the hour: they go their normal way."""


@stored_as("contact-offered")
@dataclass(frozen=True, kw_only=True)
class ContactOffered(Outcome, Fleeting):
    """Offer to tell somebody, with all that would be told and to whom, before anything is.

    `person` is the member id; `name` and `you` are names.
    """

    person: str
    name: str
    you: str


@stored_as("contact-asked-for")
@dataclass(frozen=True, kw_only=True)
class ContactAskedFor(Outcome, Fleeting):
    name: str
    you: str
    contacts: tuple[str, ...]


@stored_as("contact-declined")
@dataclass(frozen=True, kw_only=True)
class ContactDeclined(Outcome, Fleeting):
    pass


@stored_as("contact-impossible")
@dataclass(frozen=True, kw_only=True)
class ContactImpossible(Outcome, Fleeting):
    contacts: tuple[str, ...]


@stored_as("contact-wanted")
@dataclass(frozen=True, kw_only=True)
class ContactWanted(Outcome, Fleeting):
    """Notice to the support person: somebody pressed twice that they want to be contacted."""

    name: str


@stored_as("held-words-thrown-away")
@dataclass(frozen=True, kw_only=True)
class HeldWordsThrownAway(Outcome, Fleeting):
    pass


@stored_as("held-words-gone")
@dataclass(frozen=True, kw_only=True)
class HeldWordsGone(Outcome, Fleeting):
    """They were sent, thrown away or destroyed before."""


@stored_as("held-words-corrected")
@dataclass(frozen=True, kw_only=True)
class HeldWordsCorrected(Outcome, Fleeting):
    """A message whose words are held was edited; `held` and `answer` are as in SupportShown."""

    held: str
    answer: bool


@stored_as("support-contacts-shown")
@dataclass(frozen=True, kw_only=True)
class SupportContactsShown(Outcome):
    """The support contacts as they are set, for admins.

    `person` is a name. `former` are contacts that were just replaced; `by_operator` says whose they are.
    """

    contacts: tuple[str, ...]
    person: str = ""
    by_operator: bool = False
    changed: bool = False
    former: tuple[str, ...] = ()
    earlier: Earlier | None = None


@stored_as("support-person-told")
@dataclass(frozen=True, kw_only=True)
class SupportPersonTold(Outcome):
    """Notice to a new support person, chosen by an admin: `by` is a name."""

    by: str

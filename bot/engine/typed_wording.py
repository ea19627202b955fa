"""Check of words that somebody types and others read as they stand: no name, no insult, and nothing that acts (rule 12).

Checked are a decider's wording or reason, what is answered to a point, a team's statement in its meeting, a question that somebody
proposes. A wording is also to be the typist's own: it is compared with words that they could have seen, and never with answers,
since a refusal would confirm a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from bot.domain.confidential import ConfidentialText
from bot.domain.errors import Refusal
from bot.domain.model import Round, RoundState
from bot.domain.outcomes.challenges import WordingNotFit
from bot.domain.releases.repeated_words import repeats_a_run
from bot.domain.taken_out import kinds_taken_out
from bot.engine.checks.challenge_groups import group_challenges
from bot.engine.context import EventContext
from bot.engine.known_names import names_to_hide
from bot.engine.rounds import draft_release, round_facts
from bot.engine.withdrawn_words import repeats_withdrawn_words
from bot.themes.fit_words import unfit_words

_WORD = re.compile(r"[^\W\d_]+")


def typed_line(values: Mapping[str, ConfidentialText], name: str) -> str:
    """Return what was typed into a field as one line, composed (NFC); empty where nothing was."""
    return " ".join(unicodedata.normalize("NFC", values[name].reveal()).split()) if values.get(name) else ""


def find_unfit(context: EventContext, text: str) -> tuple[str, tuple[str, ...]]:
    """Return why words cannot be shown to others as they are, with the kinds where it is "personal"; empty where they can."""
    shown = context.services.finder.redact(text, names_to_hide(context))
    if kinds := kinds_taken_out([(text, shown)]):
        return "personal", kinds
    if " ".join(shown.split()) != text:
        return "acts", ()
    if any(unfit_words().holds(word) for word in _WORD.findall(text.lower())):
        return "unfit", ()
    return "", ()


def check_typed_wording(context: EventContext, member: str, text: str, field: str, about: str = "") -> None:
    """Raise a Refusal of this field of the form, which keeps what was typed, where the text may not be published.

    `about` names the words that are reworded, if they are somebody's: they are shown with permission, and some of them may stay.
    """
    why, kinds = find_unfit(context, text)
    if why:
        raise Refusal(WordingNotFit(why=why, kinds=kinds), field=field)
    if any(_repeats_shown_words(context, each, text, about) for each in _decided_by(context, member)):
        raise Refusal(WordingNotFit(why="quoted"), field=field)


def _decided_by(context: EventContext, member: str) -> list[Round]:
    """The rounds whose challenges this member decides: they could have seen what is shown in them."""
    deciding = context.uow.rounds.where(state=RoundState.DRAFT, deciding=True)
    return [round_ for round_ in deciding if member in round_.deciders]


def _repeats_shown_words(context: EventContext, round_: Round, wording: str, about: str) -> bool:
    """Return whether a wording repeats what others wrote in the draft or the challenges, taken back meanwhile or not."""
    release = round_facts.release_of(context, round_)
    if release is None:
        return False
    names = [
        *(name for name in draft_release.shown_refs(release) if name != about),
        *(ref for case in group_challenges(context, round_) for ref in case.words),
    ]
    texts = [text.reveal() for text in context.uow.texts.read(names) if text] if names else []
    return repeats_a_run(wording, texts) or repeats_withdrawn_words(context, release, wording, about)

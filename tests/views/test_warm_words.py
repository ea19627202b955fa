"""Who tells something hard hears a human sentence first; an idiom, or a thing that broke, brings none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.outcomes.answering import AnswerForm, AnswerSaved
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.dialogue import PartKept
from bot.domain.outcomes.drafts import DraftKept
from bot.domain.outcomes.quote_offers import Quotable, QuoteOffer
from bot.views import messages
from bot.views.messages import warm_words
from bot.views.messages.warm_words import WARM, is_hard
from bot.views.text import as_text

HARD = """
I was bullied by the team lead for months
My manager shouted at me in front of everyone
I cried in the car after every shift
I'm burnt out and nobody notices
We are exhausted, all of us
I can't cope with the calls at night
I cannot sleep before a Monday
I have panic attacks before handover
I feel so alone on the night shift
My mother died in May and I was asked to work the week after
After my miscarriage nobody said a word to me
I am scared of the next inspection
They laughed at me when I asked for help
I was harassed by a client and had to go back the next day
I dread every Monday
I'm depressed and hide it
I broke down in the kitchen
We were humiliated in the review
Since my divorce I can only do mornings, and I am ashamed to ask
I am at breaking point
"""
HARMLESS = """
The laptop died and my timesheet was gone
The rota comes too late for us
I'm afraid the form is too long
We are dying for a better coffee machine
I would love a quiet room
Our anti-bullying policy is out of date
The lift died again and we had to walk
We lost the key to my cupboard
It is a crying shame that we have no budget
I am happy with my team
Clients who were bullied need a longer first call
The printer is exhausted of ink
I'm afraid we have no time for that
My phone died during the outreach
The kitchen is a nightmare, and we share it with sales
We shout at the same time in our meetings
I fear that the letters go out too late
People with anxiety wait for weeks
Stop the death by PowerPoint
We should burn the old forms
"""


@pytest.mark.parametrize("words", HARD.strip().splitlines())
def test_something_hard_is_met_with_a_human_sentence(words: str) -> None:
    assert is_hard(words)


@pytest.mark.parametrize("words", HARMLESS.strip().splitlines())
def test_what_is_not_hard_brings_none(words: str) -> None:
    assert not is_hard(words)


FORM = AnswerForm(round="r", questions=("What is good?",), refs=("a",), late=False, k=5)
SAYS = "I was bullied by the team lead for months"
AT = datetime(2026, 3, 6, 18, tzinfo=UTC)
OFFER = QuoteOffer(answers=(Quotable(number=1, seen="x"),), seen_all="x")
REPLIES: tuple[tuple[Outcome, tuple[str, ...]], ...] = (
    (DraftKept(round="r", questions=("What is good?",), refs=("a",)), (SAYS,)),
    (PartKept(form=FORM, index=0, parts=1, refs=("a",)), (SAYS,)),
    (
        AnswerSaved(round="r", given=(1,), taken_back=(), until=AT, zone="UTC", late=False, offer=OFFER, refs=("a",)),
        (SAYS,),
    ),
)


@pytest.mark.parametrize(("outcome", "texts"), REPLIES, ids=lambda it: type(it).__name__)
def test_it_stands_before_anything_else(
    outcome: Outcome, texts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert as_text(messages.word_outcome(outcome, texts)).startswith(WARM)
    assert WARM not in as_text(messages.word_outcome(outcome, ("The rota comes late",)))
    # Negative control: without a look at the words nobody would hear it.
    monkeypatch.setattr(warm_words, "is_hard", lambda words: False)
    assert WARM not in as_text(messages.word_outcome(outcome, texts))

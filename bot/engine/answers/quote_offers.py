"""The offer to show somebody's words, made with the words as others would see them. Permission belongs to the words seen (C6, C7).

Every button that allows words names them: the answers, and a keyed mark of the words as they were shown with it. Where the mark
is not that of the words as they would appear now, nothing is allowed, and the words are shown again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.domain.model import Answer, Member
from bot.domain.outcomes import answering as said
from bot.domain.outcomes.quote_offers import Quotable, QuoteOffer
from bot.domain.receipt_room import choose_shown_whole
from bot.domain.taken_out import kinds_taken_out
from bot.engine import access, ref_names
from bot.engine.context import EventContext, WorkContext
from bot.engine.known_names import names_to_hide
from bot.views.split import text_length

_PURPOSE = "words-seen"
_MARK = 8
"""Hexadecimal digits: some platforms let a button carry no more."""


def words_as_shown(work: WorkContext, answer: Answer, names: tuple[str, ...]) -> str:
    """The words of an answer as others would see them; allowed ones as they were when their author allowed them."""
    kept = work.read(ref_names.words_ref(answer.id)) if answer.allowed else ""
    return kept or work.services.finder.redact(work.read(answer.id), names)


def mark_of_words(work: WorkContext, shown: Iterable[tuple[Answer, str]]) -> str:
    """Return what tells whether these answers are shown in the same words."""
    parts = [part for answer, words in shown for part in (answer.id, words)]
    return work.uow.fingerprint(_PURPOSE, *parts)[:_MARK]


def seen_one(work: WorkContext, answer: Answer, words: str) -> str:
    """Return what the button carries that allows these words of one answer."""
    return f"{answer.id}:{mark_of_words(work, [(answer, words)])}"


def seen_all(work: WorkContext, round_id: str, shown: Iterable[tuple[Answer, str]]) -> str:
    """Return what the button carries that allows these words of several answers, each to another question."""
    ordered = sorted(shown, key=lambda each: each[0].number)
    numbers = "".join(str(answer.number) for answer, _ in ordered)
    return f"{round_id}:{numbers}:{mark_of_words(work, ordered)}"


def offer_quotes(
    context: EventContext, member: Member, saved: Mapping[int, Answer], again: tuple[int, ...]
) -> tuple[QuoteOffer | None, tuple[str, ...]]:
    """Return a receipt's offer to show the answers just saved, by question number, and the refs of the words that it shows."""
    if not saved or not member.offer_quotes:
        return None, ()
    written = {number: context.read(answer.id) for number, answer in saved.items()}
    names = names_to_hide(context)
    words = {number: words_as_shown(context, saved[number], names) for number in choose_shown_whole(_lengths(written))}
    shown = choose_shown_whole(_lengths(words))
    pairs = [(saved[number], words[number]) for number in shown]
    offer = QuoteOffer(
        answers=tuple(Quotable(number=row.number, seen=seen_one(context, row, text)) for row, text in pairs),
        seen_all=seen_all(context, pairs[0][0].round, pairs) if len(pairs) > 1 else "",
        too_long=tuple(sorted(set(saved) - set(shown))),
        again=again,
        taken_out=kinds_taken_out((written[number], words[number]) for number in shown),
    )
    return offer, tuple(context.echo_words(text) for _, text in pairs)


def _lengths(words: Mapping[int, str]) -> dict[int, int]:
    return {number: text_length(text, "utf-16") for number, text in words.items()}


def set_quote_offers(context: EventContext, offers: bool) -> None:
    """Store a person's default: whether each receipt offers to show their words. What they have allowed stays as it is."""
    context.member = replace(access.require_member(context), offer_quotes=offers)
    context.uow.members.save(context.member)
    context.reply(said.QuoteOffersSet(offers=offers))

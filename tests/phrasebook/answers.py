"""Samples of what a member is told about their own answers."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import answering as said
from bot.domain.outcomes import challenges, meetings
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.dialogue import DialogueCancelled, FieldAsked, FormLost, PartKept, ReadBack, TypedGivenBack
from bot.domain.outcomes.quote_offers import Quotable, QuoteOffer
from tests.phrasebook.samples import AT, QUESTIONS, STRETCHES, TODAY, WORDS, ZONE, Sample

FORM = said.AnswerForm(round="r", questions=QUESTIONS, refs=("a", "b", "c"), late=False, k=5)
LATE_FORM = said.AnswerForm(round="r", questions=QUESTIONS, refs=("a", "b", "c"), late=True, k=5)
CHALLENGE = challenges.ChallengeForm(round="r", item="1.1", label="Rotas that change late")
NOTES = meetings.NotesForm(meeting="m", number=1, question=QUESTIONS[0])


def _asked(kind: type[said.Asking], late: bool = False, merged: tuple[str, ...] = ()) -> Outcome:
    return kind(
        round="r", team="Crisis line", questions=QUESTIONS, closes_at=AT, zone=ZONE, k=5, merged=merged, late=late
    )


def _saved(given: tuple[int, ...], back: tuple[int, ...] = (), late: bool = False) -> Outcome:
    return said.AnswerSaved(round="r", given=given, taken_back=back, until=AT, zone=ZONE, late=late)


def _previewed(*allowed: bool) -> Sample:
    answers = tuple(
        said.Previewed(token=f"t{n}", number=n, question=QUESTIONS[n - 1], allowed=each, seen=f"t{n}:0a1b2c3d")
        for n, each in enumerate(allowed, start=1)
    )
    refs = tuple(f"words:{n}" for n in range(len(allowed)))
    all_of_them = "r:12:0a1b2c3d" if allowed.count(False) > 1 else ""
    shown = said.WordsPreviewed(answers=answers, refs=refs, seen_all=all_of_them)
    return Sample(shown, (WORDS,) * len(allowed), f"{allowed.count(True)} of {len(allowed)} allowed")


def _allowed(*numbers: int, drafted: bool = False) -> Outcome:
    answers = tuple(said.AllowedAnswer(token=f"t{n}", number=n) for n in numbers)
    return said.WordsAllowed(answers=answers, round="r", drafted=drafted)


def _offered(
    *numbers: int,
    too_long: tuple[int, ...] = (),
    again: tuple[int, ...] = (),
    taken_out: tuple[str, ...] = (),
    note: str = "",
) -> Sample:
    offer = QuoteOffer(
        answers=tuple(Quotable(number=n, seen=f"t{n}:0a1b2c3d") for n in numbers),
        seen_all="r:123:0a1b2c3d" if len(numbers) > 1 else "",
        too_long=too_long,
        again=again,
        taken_out=taken_out,
    )
    saved = said.AnswerSaved(
        round="r",
        given=tuple(sorted((*numbers, *too_long))),
        taken_back=(),
        until=AT,
        zone=ZONE,
        offer=offer,
        refs=tuple(f"once:{n}" for n in numbers),
    )
    return Sample(saved, (WORDS,) * len(numbers), f"offering {note or len(numbers)}")


ASKING = (
    Sample(_asked(said.QuestionsAsked)),
    Sample(_asked(said.QuestionsAsked, merged=("Night shift",)), note="asked together"),
    Sample(replace(_asked(said.QuestionsAsked), language_model="models.example.org"), note="with a language model"),
    Sample(_asked(said.QuestionsAsked, late=True), note="late"),
    Sample(replace(_asked(said.QuestionsAsked), changed=True), note="with others than last time"),
    Sample(replace(_asked(said.QuestionsAsked), moved=True), note="another channel than last time"),
    Sample(_asked(said.EveryoneReminded)),
    Sample(_asked(said.ReminderDue)),
    Sample(FORM, (None, None, None)),
    Sample(replace(FORM, language_model="models.example.org"), (None, None, None), "with a language model"),
    Sample(LATE_FORM, (WORDS, None, WORDS), "late, filled in"),
)
SAVING = (
    Sample(_saved((1,))),
    Sample(_saved((1, 3), (2,)), note="and one taken back"),
    Sample(_saved((), (1,)), note="only taken back"),
    Sample(_saved((2,), late=True), note="late"),
    Sample(_saved((), (2,), late=True), note="only taken back, late"),
    Sample(replace(_saved((2,)), unread=(2,)), note="in a language that is not read"),
    Sample(replace(_saved((1, 2, 3)), unread=(1, 3)), note="two in a language that is not read"),
    _offered(1),
    _offered(1, 2, 3),
    _offered(1, 2, 3, 4, 5),
    _offered(2, again=(2,), note="words that were allowed before an edit"),
    _offered(1, too_long=(2, 3), note="one, two are too long"),
    _offered(too_long=(2,), note="nothing but a long one"),
    _offered(1, taken_out=("name", "NHS number"), note="words that name somebody"),
    Sample(said.NothingFilledIn(round="r")),
    *(Sample(said.NothingFilledIn(round="r", question_count=asked), note=f"{asked} asked") for asked in (1, 2, 5)),
    Sample(said.NothingChanged(round="r", until=AT, zone=ZONE)),
    Sample(said.WithdrawalAsked(round="r")),
    *(
        Sample(said.AnswersWithdrawn(round="r", stage=stage, count=2), note=stage)
        for stage in ("open", "closed", "draft", "final")
    ),
    Sample(
        said.AnswersWithdrawn(round="r", stage="draft", count=2, leaves_at=AT, zone=ZONE),
        note="draft, with words in it",
    ),
    Sample(said.AnswersKept(round="r")),
    Sample(said.AnswersKept(round=""), note="everything"),
    Sample(said.NothingToWithdraw()),
    Sample(said.ReminderSet(at=AT, zone=ZONE)),
    Sample(said.ReminderTooLate(round="r", closes_at=AT, zone=ZONE)),
    Sample(said.RoundDeclined(round="r", kept=False)),
    Sample(said.RoundDeclined(round="r", kept=True), note="answered before"),
    Sample(said.AnswerTooLong(number=2, length=3001, limit=3000)),
)
SHOWING = (
    _previewed(False),
    _previewed(True, False),
    _previewed(False, False),
    Sample(replace(_previewed(False).outcome, taken_out=("email address",), round="r"), (WORDS,), "with an address"),
    Sample(replace(_previewed(False).outcome, changed=True, offers=False), (WORDS,), "changed since"),
    Sample(_allowed(2)),
    Sample(_allowed(1, 2, 3), note="three at once"),
    Sample(_allowed(2, drafted=True), note="after the draft"),
    Sample(said.QuoteOffersSet(offers=False), note="nothing"),
    Sample(said.QuoteOffersSet(offers=True), note="each time"),
    Sample(said.WordsPrivate(number=2, round="r")),
    Sample(said.WordsPrivate(number=2, round="r", too_late=True), note="too late"),
    Sample(said.WordsPrivate(number=2, round="r", leaves_at=AT, zone=ZONE), note="in a draft"),
    Sample(said.NothingToShow(round="r")),
)
REFUSING = (
    Sample(said.NoRoundForYou()),
    Sample(said.NoRoundForYou(typed=True, next_at=AT, zone=ZONE), note="words were typed, the next is known"),
    Sample(said.NotYourRound()),
    Sample(said.BeganWithoutYou()),
    Sample(said.RoundNotRunning()),
    *(Sample(said.NotReadable(kind=kind), note=kind) for kind in ("voice", "photo", "sticker", "other")),
    Sample(said.TypedInPublic()),
    Sample(said.TypedInPublic(kind="photo"), note="a picture"),
    Sample(said.WritingStopped()),
    Sample(said.WritingResumed()),
    Sample(said.WritingResumed(asked_now=True), note="a round is open"),
    *(Sample(said.AwayNoted(days=days, today=TODAY), note=note) for note, days in STRETCHES.items()),
    Sample(said.BackNoted()),
    Sample(said.BackNoted(asked_now=True), note="a round is open"),
)
IN_TURN = (
    Sample(FieldAsked(form=FORM, index=0), note="the first"),
    Sample(FieldAsked(form=LATE_FORM, index=2, refs=("a", "b", "c")), (WORDS, None, WORDS), "filled in before"),
    *(Sample(FieldAsked(form=CHALLENGE, index=0, problem=why), note=why) for why in ("choose", "needed")),
    Sample(FieldAsked(form=FORM, index=1, problem="long"), note="long"),
    Sample(FieldAsked(form=FORM, index=1, refs=("a", "b", "c")), (None, WORDS, None), "saved before"),
    Sample(PartKept(form=FORM, index=1, parts=1, refs=("turn:x:1",), last="0a1b2c"), (WORDS,)),
    Sample(
        PartKept(form=FORM, index=1, parts=2, refs=("turn:x:1",), last="0a1b2c", problem="long"),
        (WORDS,),
        "too long",
    ),
    Sample(PartKept(form=FORM, index=1, parts=3, refs=("turn:x:1",)), (WORDS,), "three messages"),
    Sample(ReadBack(form=FORM, refs=("x", "y", "z", "a", "b", "c")), (WORDS, None, None, None, WORDS, None)),
    Sample(ReadBack(form=FORM, refs=("x", "y", "z", "a", "b", "c")), ("", None, None, WORDS, WORDS, None), "emptied"),
    Sample(
        ReadBack(form=FORM, refs=("x", "y", "z", "a", "b", "c"), problem="unkept"),
        (WORDS, None, None, None, WORDS, None),
        "typed into it",
    ),
    Sample(FieldAsked(form=NOTES, index=0), note="others read it"),
    Sample(PartKept(form=NOTES, index=0, parts=1, refs=("turn:x:0",)), (WORDS,), "others read it"),
    Sample(PartKept(form=NOTES, index=0, parts=2, refs=("turn:x:0",), refused=True), (WORDS,), "refused"),
    Sample(
        PartKept(form=NOTES, index=0, parts=1, refs=("turn:x:0", "once:1"), refused=True),
        (f"Tea is good\n{WORDS}", WORDS),
        "one line refused",
    ),
    Sample(ReadBack(form=NOTES, refs=("x",)), (WORDS,), "others read it"),
    Sample(DialogueCancelled()),
    Sample(DialogueCancelled(given=(1, 3)), note="in a change"),
    Sample(FormLost(refs=("typed",)), (WORDS,)),
    Sample(FormLost(), note="nothing was typed"),
    Sample(TypedGivenBack(refs=("typed",)), (WORDS,)),
    Sample(TypedGivenBack(refs=("typed",), form="Challenge the draft"), (WORDS,), "of a form that is over"),
)
SAMPLES = (*ASKING, *SAVING, *SHOWING, *REFUSING, *IN_TURN)

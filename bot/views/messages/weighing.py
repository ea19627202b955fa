"""Words for weighing a draft: what people share, what they see differently, in private."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.model.weighing import ItemKind
from bot.domain.outcomes import weighing as said
from bot.domain.weighing import CARRIED_KINDS, CHALLENGED_KINDS
from bot.views.messages import times
from bot.views.messages.wording import Texts, count_in_words, count_of, plain_view, words_form, words_message
from bot.views.view import Button, Buttons, Form, FormField, Note, Option, Text, View

WEIGH = "Weigh these points"
CHALLENGE = "Challenge one"
MISSING = "Something is missing"
LONGEST_REPEATED_WORDS = 400
"""Characters of somebody's words that are repeated where they are weighed; they stand whole in the draft."""
A_MINUTE = 6
"""Number of items that are weighed in one minute."""

_CHOICES = (
    Option("agree", "I say so too"),
    Option("differ", "I see it differently"),
    Option("skip", "Skip"),
)


def weigh_buttons(round_: str, count: int, told: bool = True) -> Buttons:
    """The two buttons under a draft; under one that has nothing to weigh or challenge, the second alone.

    Where nothing of it can be told, it is not weighed: a press that changes nothing would be asked for in vain.
    """
    missing = Button(MISSING, "missing", round_)
    first = Button(WEIGH, "weigh", round_, "primary") if told else Button(CHALLENGE, "challenge", f"{round_}:")
    return Buttons((first, missing) if count else (missing,))


def each_can_say(who: str, count: int, told: bool) -> str:
    """Return what people are asked to do with a draft of so many items, behind the day until which they can."""
    if told and count:
        return f"{who} can weigh it in private: say what you share, and what you see differently."
    return f"{who} can say in private {what_can_be_said(count)}."


def what_can_be_said(count: int) -> str:
    """Return what can be said of a draft that is not weighed, and has so many items that can be challenged."""
    return "what is not right, and what is missing" if count else "what is missing"


def after_checking(round_: str, weigh: bool) -> tuple[Button, ...]:
    """Buttons under the receipt for something that was said of a draft."""
    go_on = (Button("Go on weighing", "weigh.on", round_),) if weigh else ()
    return (*go_on, Button("Take it all back", "weigh.none", round_))


def _confidential(asked: said.WeighingAsked | said.WeighForm) -> str:
    if asked.few_teams:
        return (
            "Nobody sees who weighed, or how. Only from three teams on does the final summary say how widely something is "
            "shared: with fewer, one team could take its own part from it and read the rest. What you challenge, or "
            "say is missing, counts as everywhere."
        )
    if not asked.told:
        return (
            "Nobody sees who weighed, or how. This round is too small for the final summary to say how widely something is "
            "shared: one could count. What you challenge, or say is missing, counts as everywhere."
        )
    return (
        f"Nobody sees who weighed, or how. Where at least {asked.k} people weigh something, the final summary can say how widely "
        "it is shared."
    )


_ANSWERS = (Option("agree", "Yes"), Option("differ", "No"), Option("skip", "Skip"))
GONE = "words that are kept no longer"
_OF_OTHER_ROUNDS = {
    ItemKind.EARLIER_POINT: "A point of an earlier summary: “{}”. Is it still so?",
    ItemKind.FOLLOW_UP: "Something was done about “{}”. Is it better now?",
    ItemKind.PROPOSED_QUESTION: "Somebody proposes a question: “{}”. Should we ask it?",
}


@words_message(said.WeighingAsked)
def weighing_asked(asked: said.WeighingAsked, texts: Texts) -> View:
    until = times.day_and_time(asked.until, asked.zone)
    minutes = -(-asked.count // A_MINUTE)
    time = "a minute" if minutes <= 1 else f"{count_in_words(minutes)} minutes"
    whose = f"the whole of {asked.name}" if asked.of_organisation else asked.name
    if not asked.told:
        return _asked_to_check(asked, whose, until)
    return View(
        (
            Text(
                f"The draft of {whose} is there, with {count_of(asked.count, 'thing')} to weigh. "
                "To each you say “I say so too” or “I see it differently”, or you skip it.",
                opens=f"The draft of {whose}",
            ),
            Text(
                f"It takes about {time}, and you can leave out what you like. Until {until} you can change what is saved, or "
                "take it back."
            ),
            weigh_buttons(asked.round, asked.count),
            Note(_confidential(asked)),
        ),
        f"A draft of {'the whole organisation' if asked.of_organisation else 'your team'} waits for your view.",
    )


def _asked_to_check(asked: said.WeighingAsked, whose: str, until: str) -> View:
    """The invitation where nothing can be told of how a draft is weighed: there is nothing to weigh, and all else counts."""
    why = (
        "Only from three teams on can a summary say how widely something is shared: with fewer, one team could take its own part "
        "from it and read the rest."
        if asked.few_teams
        else "You are too few for a summary to say how widely something is shared: one could count."
    )
    return View(
        (
            Text(f"The draft of {whose} is there. Is it what you meant?", opens=f"The draft of {whose}"),
            Text(f"{why} So there is nothing to weigh. Until {until} you can say {what_can_be_said(asked.count)}."),
            weigh_buttons(asked.round, asked.count, told=False),
            Note("Nobody sees who said it."),
        ),
        f"A draft of {'the whole organisation' if asked.of_organisation else 'your team'} waits for your view.",
    )


def asked_about(label: str) -> str:
    """Words for what a draft does not state: it asks whether there is a point."""
    return f"Several of you may have written about “{label}”. Is it a point for you too?"


def _asked_of(item: said.ItemToWeigh, words: str) -> str:
    if item.kind is ItemKind.STATEMENT:
        return f"Somebody wrote: “{words}”"
    if item.kind is ItemKind.CANDIDATE:
        return asked_about(item.label)
    if item.kind is ItemKind.TEAM_STATEMENT:
        return f"Said together in a meeting: “{item.label}”"
    return _OF_OTHER_ROUNDS.get(item.kind, "“{}”").format(item.label or words or GONE)


def shortened_words(words: str, most: int = LONGEST_REPEATED_WORDS) -> str:
    """Return somebody's words as far as they are repeated outside the draft."""
    return words if len(words) <= most else f"{words[:most].rsplit(maxsplit=1)[0]} …"


def _asides(form: said.WeighForm, item: said.ItemToWeigh) -> tuple[Button, ...]:
    token = f"{form.round}:{item.key}"
    kinds = CHALLENGED_KINDS if form.told else CHALLENGED_KINDS - CARRIED_KINDS
    challenge = (Button("Challenge it", "challenge", token),) if item.kind in kinds else ()
    return (*challenge, *((Button("The same as another", "same", token),) if item.pairs else ()))


def _fields(form: said.WeighForm, texts: Texts) -> Iterator[FormField]:
    quoted = iter(texts)
    for item in form.items:
        words = "" if item.label else shortened_words(next(quoted, "") or "")
        yield FormField(
            name=item.key,
            label=_asked_of(item, words),
            value=item.chosen,
            options=_ANSWERS if item.kind in (ItemKind.FOLLOW_UP, ItemKind.PROPOSED_QUESTION) else _CHOICES,
            asides=_asides(form, item),
        )
    yield FormField(
        name="missing",
        label="Is something missing? In your words, if you like",
        hint="I ask before anybody sees it.",
        limit=1000,
    )


@words_form(said.WeighForm)
def weigh_form(form: said.WeighForm, texts: Texts) -> Form:
    return Form(
        name="weigh",
        token=form.round,
        title=WEIGH,
        fields=tuple(_fields(form, texts)),
        submit="Save",
        note=_confidential(form),
        each_counts=True,
        begin=form.begin,
    )


@words_form(said.SameForm)
def same_form(form: said.SameForm, texts: Texts) -> Form:
    quoted = iter(texts)
    options = tuple(
        Option(item.key, f"“{item.label or shortened_words(next(quoted, '') or '')}”") for item in form.others
    )
    first = () if form.item else (FormField(name="item", label="Which one?", options=options, required=True),)
    return Form(
        name="same",
        token=f"{form.round}:{form.item}",
        title="Two are the same",
        fields=(*first, FormField(name="other", label="The same as which?", options=options, required=True)),
        submit="Save",
        note="Two become one when enough of those who weighed both say so. The earlier wording stays.",
    )


@words_message(said.SameNoted)
def same_noted(noted: said.SameNoted, texts: Texts) -> View:
    until = times.day_and_time(noted.until, noted.zone)
    if noted.undone:
        return plain_view(
            "Taken back: you no longer say that the two are the same.",
            buttons=after_checking(noted.round, weigh=True),
        )
    return plain_view(
        "Noted: you say that the two are the same. It counts once you have weighed both. "
        f"Until {until} you can take it back: just say it again.",
        buttons=after_checking(noted.round, weigh=True),
    )


@words_message(said.CannotBeSame)
def cannot_be_same(refused: said.CannotBeSame, texts: Texts) -> View:
    return plain_view("Please choose two different ones that stand under the same question.")


@words_message(said.OppositesNotSame)
def opposites_not_same(refused: said.OppositesNotSame, texts: Texts) -> View:
    return plain_view(
        "These two take opposite sides of their question, so they stay two. Please choose two that say the same."
    )


@words_message(said.NoOtherSame)
def no_other_same(refused: said.NoOtherSame, texts: Texts) -> View:
    return plain_view("There is no other one left here that could be the same.")


def _more_buttons(saved: said.WeighingSaved) -> tuple[Button, ...]:
    challenge = (Button(CHALLENGE, "challenge", f"{saved.round}:"),) if saved.challengeable else ()
    return (*challenge, *((Button("Two are the same", "same", f"{saved.round}:"),) if saved.pairs else ()))


@words_message(said.WeighingSaved)
def weighing_saved(saved: said.WeighingSaved, texts: Texts) -> View:
    until = times.day_and_time(saved.until, saved.zone)
    more = _more_buttons(saved)
    if not saved.weighed:
        return plain_view(
            f"You have weighed nothing so far. Until {until} you can.",
            buttons=(Button(WEIGH, "weigh", saved.round, "primary"), *more),
        )
    how = "all of it" if saved.weighed == saved.count else f"{saved.weighed} of {saved.count}"
    return plain_view(
        f"Thank you. You have weighed {how}. Until {until} you can change it or take it back.",
        summary="What you weighed is saved.",
        buttons=(
            Button("Change", "weigh", saved.round),
            *more,
            Button("Take it all back", "weigh.none", saved.round),
        ),
    )


@words_message(said.WeighingTakenBack)
def weighing_taken_back(done: said.WeighingTakenBack, texts: Texts) -> View:
    return plain_view(
        "Taken back: nothing that you said of this draft counts.",
        buttons=(Button(WEIGH, "weigh", done.round),) if done.weigh else (),
    )


@words_message(said.NothingToWeigh)
def nothing_to_weigh(nothing: said.NothingToWeigh, texts: Texts) -> View:
    return plain_view("There is nothing to weigh in this draft. “Something is missing” under it is open to you.")

"""Words for checking a draft: challenges, what is missing, and what became of them."""

from __future__ import annotations

from bot.domain.model.sharing import ChallengeOutcome, CheckKind, QuotePlace
from bot.domain.outcomes import challenges as said
from bot.domain.releases import POINT_FLOOR
from bot.domain.releases.challenges import MOST_MISSING
from bot.views.messages import times
from bot.views.messages.personal_data import point_out
from bot.views.messages.weighing import after_checking, shortened_words
from bot.views.messages.wording import (
    Texts,
    count_in_words,
    plain_view,
    quote_name,
    words_form,
    words_message,
)
from bot.views.view import Block, Button, Buttons, Form, FormField, Option, Quote, Text, View

KINDS = {
    CheckKind.MEANING: "it means something else",
    CheckKind.TOO_STRONG: "it is too strong",
    CheckKind.WRONG_CAUSE: "the cause is another",
    CheckKind.MISSING: "something is missing",
    CheckKind.OTHER: "something else",
}


def challenged_part(label: str, quoted: QuotePlace | None = None) -> str:
    """Return the words for what is challenged; somebody's own words are pointed at, not repeated."""
    if quoted:
        return (
            f"quote {quote_name(quoted)} of the draft"
            if quoted.place
            else f"somebody’s words to question {quoted.question}"
        )
    return f"“{label}”" if label else "the summary as a whole"


@words_message(said.SoundsRight)
def sounds_right(noted: said.SoundsRight, texts: Texts) -> View:
    return plain_view(
        f"Noted: {challenged_part(noted.label)} sounds right to you. Nobody sees who checked.",
        summary="Your check is noted.",
    )


@words_form(said.ChallengeForm)
def challenge_form(form: said.ChallengeForm, texts: Texts) -> Form:
    kinds = tuple(Option(kind.value, label) for kind, label in KINDS.items() if kind is not CheckKind.MISSING)
    mine = (texts[-1] or "") if form.changed and texts else ""
    words = iter(texts)
    items = tuple(Option(key, label or quoted_words(next(words, ""))) for key, label in form.items)
    which = (FormField(name="point", label="What do you challenge?", options=items, required=True),) if items else ()
    what = "it" if items else f"“{form.label}”" if form.label else quoted_words(next(words, ""))
    return Form(
        name="challenge",
        token=f"{form.round}:{form.item}",
        title="Challenge the draft",
        fields=(
            *which,
            FormField(name="kind", label=f"What is wrong with {what}?", options=kinds, required=True),
            FormField(
                name="words",
                label="In your words, if you like",
                hint="I ask before anybody sees them.",
                value=mine,
                limit=1000,
            ),
        ),
        submit="Challenge",
        note=f"Confidential: who decides sees what kind of challenge it is, from {POINT_FLOOR} people up, and never who.",
    )


def quoted_words(words: str | None) -> str:
    """Return somebody's words in quotation marks, as far as they are repeated."""
    return f"“{shortened_words(words or '')}”"


@words_form(said.MissingForm)
def missing_form(form: said.MissingForm, texts: Texts) -> Form:
    return Form(
        name="missing",
        token=f"{form.round}:{form.instead}" if form.instead else form.round,
        title="Something is missing",
        fields=(
            FormField(
                name="words",
                label="What is missing?",
                hint="I ask before anybody sees it.",
                value=(texts[0] or "") if texts else "",
                limit=1000,
                required=True,
            ),
        ),
        submit="Send",
        note="Confidential: nobody sees who sent it.",
    )


@words_message(said.ChallengeNoted)
def challenge_noted(noted: said.ChallengeNoted, texts: Texts) -> View:
    until = times.day_and_time(noted.decided_after, noted.zone)
    what = f"Your challenge to {challenged_part(noted.label, noted.quoted)} is noted: {KINDS[noted.kind]}"
    if noted.kind is CheckKind.MISSING:
        what = "Noted: something is missing"
    instead = " It takes the place of what you said of it before." if noted.instead else ""
    after = (
        f"After {until} I tell you what became of it. It is decided if the check makes a point of these words."
        if noted.if_point
        else f"After {until} I tell you what became of it."
    )
    blocks: list[Block] = [Text(f"{what}. {after}{instead}")]
    if noted.refs:
        found = point_out(noted.taken_out, "The person who decides")
        change = (Button("Change the words", "check.change", noted.token),) if found else ()
        blocks += [
            *((Text(found),) if found else ()),
            Text("May the person who decides see these words, unnamed? This is exactly how they would look:"),
            Quote(texts[0] or ""),
            Buttons(
                (
                    Button("Show these words", "check.show", noted.token, "primary"),
                    Button("Only count me", "check.count", noted.token),
                    *change,
                )
            ),
        ]
    if noted.round:
        blocks.append(Buttons(after_checking(noted.round, noted.weigh)))
    return View(tuple(blocks), "Your challenge is noted.")


@words_message(said.MissedEnough)
def missed_enough(enough: said.MissedEnough, texts: Texts) -> View:
    return plain_view(
        f"You have said {count_in_words(MOST_MISSING)} things that are missing, and I cannot take more of one draft. “Take it all "
        "back”, under my answer to any of them, makes room; or leave this empty, and all else counts."
    )


@words_message(said.ChallengeWordsGone)
def words_gone(gone: said.ChallengeWordsGone, texts: Texts) -> View:
    return plain_view("Those words are no longer there. If you changed them, what you wrote last counts.")


@words_message(said.ChallengeWordsShown)
def words_shown(done: said.ChallengeWordsShown, texts: Texts) -> View:
    if done.shown:
        told = "Thank you: the person who decides may see these words, not who wrote them."
        other = Button("Only count me after all", "check.count", done.token)
    else:
        told = f"You are only counted, from {POINT_FLOOR} people up. Nobody sees your words."
        other = Button("Show these words after all", "check.show", done.token)
    after = after_checking(done.round, done.weigh) if done.round else ()
    return plain_view(told, buttons=((other,) if done.token else ()) + after)


@words_message(said.CheckingOver)
def checking_over(over: said.CheckingOver, texts: Texts) -> View:
    return plain_view(
        "The time for checking this draft is over, so I could not count this. In the next round you can raise the point again."
    )


@words_message(said.NothingToChallenge)
def nothing_to_challenge(nothing: said.NothingToChallenge, texts: Texts) -> View:
    return plain_view("There is nothing to challenge in this draft. “Something is missing” under it is open to you.")


@words_message(said.ChooseAPoint)
def choose_a_point(missing: said.ChooseAPoint, texts: Texts) -> View:
    return plain_view("Please choose what you mean.")


@words_message(said.MissingNeedsWords)
def missing_needs_words(needed: said.MissingNeedsWords, texts: Texts) -> View:
    return plain_view("Please say in a few words what is missing: without words nobody could add it.")


@words_message(said.NoLongerInDraft)
def no_longer_in_draft(gone: said.NoLongerInDraft, texts: Texts) -> View:
    return plain_view("These words have left the draft, so there is nothing more to say of them.")


_WHY = {
    "few": f"fewer than {count_in_words(POINT_FLOOR)} people raised it, and nobody was shown its words, so nobody could decide "
    "on it. You can raise it again in the next round. If you then let whoever decides see your words, without your name, it is "
    "decided in any case.",
    "crowded": "so many people challenged this point, each in one way, that whoever decides could have told who they were. They "
    "were shown the other challenges to it, and not this one. You can raise it again in the next round.",
    "undecided": "nobody decided on it in time. The final summary says that it stays open.",
    "no point": "the check did not make a point of it, so there was nothing to decide.",
    "gone": "these words have left the draft, so there was nothing to decide.",
    "": "whoever decides left it open, and the final summary says so. You can raise it again in the next round.",
}


@words_message(said.ChallengeEnded)
def challenge_ended(told: said.ChallengeEnded, texts: Texts) -> View:
    about, of_item = challenged_part(told.label, told.quoted), bool(told.label or told.quoted)
    if told.kind is ChallengeOutcome.ACCEPTED and not of_item:
        return plain_view(f"What you said was missing is added: “{told.wording}”.", summary="About your challenge.")
    if told.kind is ChallengeOutcome.ACCEPTED:
        return plain_view(
            f"Your challenge to {about} was accepted. It now reads: “{told.wording}”.", summary="About your challenge."
        )
    if told.kind is ChallengeOutcome.MERGED:
        return plain_view(
            f"After your challenge, {about} was merged into “{told.wording}”.", summary="About your challenge."
        )
    if told.kind is ChallengeOutcome.DECLINED:
        what = f"Your challenge to {about} was declined." if of_item else "What you said was missing is not added."
        return plain_view(f"{what} The reason: {told.reason}", summary="About your challenge.")
    what = f"Nothing came of your challenge to {about}" if of_item else "Nothing came of what you said was missing"
    return plain_view(f"{what}: {_WHY[told.why]}", summary="About your challenge.")

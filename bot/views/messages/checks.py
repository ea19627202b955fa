"""Words for checking a draft, and for deciding what becomes of challenges."""

from __future__ import annotations

from bot.domain.model.sharing import ChallengeOutcome, CheckKind, QuotePlace
from bot.domain.outcomes import challenges as said
from bot.domain.releases import POINT_FLOOR
from bot.domain.releases.challenges import LONGEST_REASON, LONGEST_WORDING, MOST_MISSING
from bot.views.messages import times
from bot.views.messages.personal_data import point_out, with_article
from bot.views.messages.summaries import band_words
from bot.views.messages.weighing import after_checking, shortened_words
from bot.views.messages.wording import (
    Texts,
    count_in_words,
    join_and,
    plain_view,
    quote_name,
    words_form,
    words_message,
)
from bot.views.view import Block, Button, Buttons, Divider, Form, FormField, Heading, Note, Option, Quote, Text, View

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


def _challenge_of(label: str, quoted: QuotePlace | None) -> str:
    return f"The challenge to {challenged_part(label, quoted)}" if label or quoted else "What was said to be missing"


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
    points = tuple(Option(key, label or _quoted(next(words, ""))) for key, label in form.points)
    which = (FormField(name="point", label="What do you challenge?", options=points, required=True),) if points else ()
    what = "it" if points else f"“{form.label}”" if form.label else _quoted(next(words, ""))
    return Form(
        name="challenge",
        token=f"{form.round}:{form.point}",
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
        note="Confidential: who decides sees what kind of challenge it is, from 3 people up, and never who.",
    )


def _quoted(words: str | None) -> str:
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
        f"If the check makes a point of it, your challenge gets an outcome after {until}. I tell you either way."
        if noted.if_point
        else f"After {until} it gets an outcome, and I tell you which."
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


@words_message(said.ChallengeWordsShown)
def words_shown(done: said.ChallengeWordsShown, texts: Texts) -> View:
    if done.shown:
        return plain_view("Thank you: the person who decides may see these words, not who wrote them.")
    return plain_view("You are only counted, from 3 people up. Nobody sees your words.")


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


@words_message(said.CasesToDecide)
def cases_listed(asked: said.CasesToDecide, texts: Texts) -> View:
    until = times.day_and_time(asked.until, asked.zone)
    blocks: list[Block] = [
        Text(f"Challenges to the draft of {asked.name}"),
        Text(f"Please decide each one until {until}. What you decide is shown in the final summary."),
    ]
    at = 0
    for case in asked.cases:
        token = case.key.token(asked.round)
        blocks += [Divider(), *_case_opening(case)]
        if asked.again and case.words:
            blocks.append(Text("The words are in my first message about this, under the same number."))
        blocks += [Quote(text) for text in texts[at : at + case.words] if text]
        at += case.words
        merge = (Button("Merge with another", "merge", token),) if case.merges else ()
        blocks.append(
            Buttons(
                (
                    Button("Accept, reword" if case.point else "Accept, add a point", "accept", token, "primary"),
                    *merge,
                    Button("Decline with a reason", "refuse", token),
                    Button("Leave it open", "hold", token),
                )
            )
        )
    blocks.append(
        Note("Words are shown with their authors’ consent. You cannot see who challenged, and no setting changes that.")
    )
    return View(tuple(blocks), "Challenges wait for your decision.")


def _case_opening(case: said.Case) -> tuple[Block, Block]:
    number = f"{case.number}. " if case.number else ""
    if case.check:
        return Heading(f"{number}Something is missing"), Text("Somebody wrote, in words that you may see:")
    about = Heading(f"{number}About {challenged_part(case.label, case.quoted)}")
    count = (
        f"{band_words(case.band).capitalize()} say"
        if case.band
        else "Said by fewer than three, in words that you may see"
    )
    return about, Text(f"{count}: {KINDS[case.kind]}.")


@words_message(said.NoCasesToDecide)
def no_cases(nothing: said.NoCasesToDecide, texts: Texts) -> View:
    return plain_view("No challenge waits for your decision. When one does, I write to you.")


@words_message(said.DecisionNeedsQuestion)
def decision_needs_question(needed: said.DecisionNeedsQuestion, texts: Texts) -> View:
    return plain_view("Please choose the question that it belongs to: there it stands in the final summary.")


@words_message(said.DecisionNeedsWords)
def decision_needs_words(needed: said.DecisionNeedsWords, texts: Texts) -> View:
    return plain_view("Please write a few words here: they are shown in the final summary.")


@words_message(said.WordingNotFit)
def wording_not_fit(refused: said.WordingNotFit, texts: Texts) -> View:
    nothing = "Nothing is decided yet."
    if refused.why == "personal":
        found = join_and([with_article(kind) for kind in refused.kinds])
        return plain_view(
            f"Everybody in the team will read this, and I found {found} in it. Please leave that out. {nothing}"
        )
    if refused.why == "unfit":
        return plain_view(
            f"Please leave the swear words and insults out: everybody in the team will read this. {nothing}"
        )
    if refused.why == "same":
        return plain_view(f"It reads like this already. Please change it, or decline with a reason. {nothing}")
    if refused.why == "long":
        return plain_view(
            f"Please say it in at most {refused.most} characters: it becomes one line of the final summary. {nothing}"
        )
    if refused.why == "team":
        return plain_view(
            "These teams were asked together, and words for a place, for hours or of a team’s name would tell which of them it "
            f"comes from. Please leave them out. {nothing}"
        )
    if refused.why == "quoted":
        return plain_view(f"Please use your own words: five in a row of these are somebody else’s. {nothing}")
    return plain_view(
        f"Please use plain words, without mentions, links or signs that format text: they would not appear as typed. {nothing}"
    )


@words_message(said.NothingToMergeWith)
def nothing_to_merge_with(alone: said.NothingToMergeWith, texts: Texts) -> View:
    return plain_view(
        f"There is no other point to merge {challenged_part(alone.label, alone.quoted)} with. "
        "You can accept it, decline it or leave it open. Say “challenges” to see it again."
    )


@words_form(said.RewordForm)
def reword_form(form: said.RewordForm, texts: Texts) -> Form:
    of_item = bool(form.label or form.refs)
    label = (
        f"How should {_quoted(texts[0])} read?"
        if texts
        else "How should it read?"
        if of_item
        else "What should be added?"
    )
    options = tuple(Option(key, text) for key, text in form.questions)
    which = (FormField(name="question", label="To which question?", options=options, required=True),) if options else ()
    return Form(
        name="accept",
        token=form.token,
        title="Accept the challenge",
        fields=(*which, FormField(name="wording", label=label, value=form.label, required=True, limit=LONGEST_WORDING)),
        submit="Accept",
        note="The final summary shows both the old and the new wording."
        if of_item
        else "The final summary shows it as added.",
        public=True,
    )


@words_form(said.MergeForm)
def merge_form(form: said.MergeForm, texts: Texts) -> Form:
    options = tuple(Option(key, label) for key, label in form.others)
    return Form(
        name="merge",
        token=form.token,
        title="Merge with another",
        fields=(
            FormField(
                name="into",
                label=f"Which point is {_decided_part(form.label, texts)} part of?",
                options=options,
                required=True,
            ),
        ),
        submit="Merge",
    )


def _decided_part(label: str, texts: Texts) -> str:
    return f"“{label}”" if label else _quoted(texts[0] if texts else "")


@words_form(said.DeclineForm)
def decline_form(form: said.DeclineForm, texts: Texts) -> Form:
    return Form(
        name="refuse",
        token=form.token,
        title="Decline with a reason",
        fields=(
            FormField(
                name="reason",
                label=f"Why does {_decided_part(form.label, texts)} stay as it is?"
                if form.label or form.refs
                else "Why is it not added?",
                required=True,
                limit=LONGEST_REASON,
            ),
        ),
        submit="Decline",
        note="The reason is shown in the final summary.",
        public=True,
    )


_RULED = {
    ChallengeOutcome.ACCEPTED: "accepted",
    ChallengeOutcome.MERGED: "merged",
    ChallengeOutcome.DECLINED: "declined, with your reason",
    ChallengeOutcome.UNDECIDED: "left open",
}


@words_message(said.CaseRuled)
def challenge_decided(done: said.CaseRuled, texts: Texts) -> View:
    again = f"{done.left} left to decide. Say “challenges” to see what is left."
    left = again if done.left else "That was the last one: the final summary is on its way."
    return plain_view(f"{_challenge_of(done.label, done.quoted)} is {_RULED[done.kind]}. {left}")


@words_message(said.CaseRuledAlready)
def ruled_already(done: said.CaseRuledAlready, texts: Texts) -> View:
    return plain_view(f"{done.by} has decided this one already: it is {_RULED[done.kind].split(',')[0]}.")


_WHY = {
    "few": f"fewer than {count_in_words(POINT_FLOOR)} people raised it, and nobody was shown its words, so nobody could decide it. "
    "You can raise it again in the next round. If you then let who decides see your words, unnamed, it is decided in any case.",
    "crowded": "so many people challenged this point, each in one way, that who decides could have told who they were. They were "
    "shown the other challenges to it, and not this one. You can raise it again in the next round.",
    "undecided": "nobody decided it in time. The final summary says that it stays open.",
    "no point": "the check did not make a point of it, so there was nothing to decide.",
    "gone": "these words have left the draft, so there was nothing to decide.",
    "": "who decides left it open, and the final summary says so. You can raise it again in the next round.",
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
    what = f"Your challenge to {about} has no outcome" if of_item else "What you said was missing has no outcome"
    return plain_view(f"{what}: {_WHY[told.why]}", summary="About your challenge.")

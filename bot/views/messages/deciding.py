"""Words for who decides what becomes of challenges: what waits for them, their forms, and what they decided."""

from __future__ import annotations

from bot.domain.model.sharing import ChallengeOutcome, QuotePlace
from bot.domain.outcomes import challenges as said
from bot.domain.parts import split_by_counts
from bot.domain.releases.challenges import LONGEST_REASON, LONGEST_WORDING
from bot.views.messages import times
from bot.views.messages.checks import KINDS, challenged_part, quoted_words
from bot.views.messages.personal_data import with_article
from bot.views.messages.summaries import band_words
from bot.views.messages.wording import Texts, join_and, plain_view, words_form, words_message
from bot.views.view import Block, Button, Buttons, Divider, Form, FormField, Heading, Note, Option, Quote, Text, View


def _challenge_of(label: str, quoted: QuotePlace | None) -> str:
    return f"The challenge to {challenged_part(label, quoted)}" if label or quoted else "What was said to be missing"


@words_message(said.CasesToDecide)
def cases_listed(asked: said.CasesToDecide, texts: Texts) -> View:
    until = times.day_and_time(asked.until, asked.zone)
    blocks: list[Block] = [
        Text(f"Challenges to the draft of {asked.name}"),
        Text(f"Please decide each one until {until}. What you decide is shown in the final summary."),
    ]
    for case, words in zip(asked.cases, split_by_counts(texts, (case.words for case in asked.cases)), strict=True):
        token = case.key.ruling_id(asked.round)
        blocks += [Divider(), *_case_opening(case)]
        if asked.again and case.words:
            blocks.append(Text("The words are in my first message about this, under the same number."))
        blocks += [Quote(text) for text in words if text]
        merge = (Button("Merge with another", "merge", token),) if case.merges else ()
        blocks.append(
            Buttons(
                (
                    Button("Accept, reword" if case.item else "Accept, add a point", "accept", token, "primary"),
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


@words_message(said.NotToMergeInto)
def not_to_merge_into(chosen: said.NotToMergeInto, texts: Texts) -> View:
    return plain_view(
        "Nothing can be merged into that one now. Say “challenges” to see what there is, and choose another."
    )


@words_form(said.RewordForm)
def reword_form(form: said.RewordForm, texts: Texts) -> Form:
    of_item = bool(form.label or form.refs)
    label = (
        f"How should {quoted_words(texts[0])} read?"
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
    return f"“{label}”" if label else quoted_words(texts[0] if texts else "")


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

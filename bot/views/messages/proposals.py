"""Words about questions that members propose."""

from __future__ import annotations

from bot.domain.outcomes import proposals as said
from bot.domain.proposals import LONGEST_WAIT
from bot.domain.releases import POINT_FLOOR
from bot.domain.releases.challenges import LONGEST_REASON
from bot.views.messages.personal_data import with_article
from bot.views.messages.weighing import GONE
from bot.views.messages.wording import (
    Texts,
    count_in_words,
    count_of,
    first_text,
    join_and,
    plain_view,
    words_form,
    words_message,
)
from bot.views.view import Block, Button, Buttons, Form, FormField, Note, Quote, Text, View

PROPOSE, THROW_AWAY, TAKE_BACK = "Propose it, unnamed", "Do not propose it", "Take it back"
ASK, ASK_ALL, DECLINE = "Ask it", "Ask it of all teams", "Do not ask it, and say why"


def _quoted(texts: Texts) -> str:
    return first_text(texts) or GONE


def _longest(days: int) -> str:
    return "three months" if days == LONGEST_WAIT.days else count_of(days, "day")


@words_message(said.ProposalSeen)
def proposal_seen(seen: said.ProposalSeen, texts: Texts) -> View:
    return View(
        (
            Text(f"This is what others in {seen.team} would see, without your name:"),
            Quote(_quoted(texts)),
            Text(
                f"Once {count_in_words(POINT_FLOOR)} people’s proposals wait, they are weighed together, with a draft: “Should we "
                f"ask it?” After {_longest(seen.longest_days)} yours is weighed even if it is the only one. Either way at least "
                f"{seen.needed} people have to be asked together. What you weigh of it yourself does not count. If it is widely "
                "shared, whoever leads you decides, and you all hear how."
            ),
            Buttons(
                (Button(PROPOSE, "proposal.show", seen.seen, "primary"), Button(THROW_AWAY, "proposal.back", seen.id))
            ),
            Note("Nobody is told who proposed it. A way of writing can be recognised."),
        ),
        "A question that you propose.",
    )


_NOTED = {
    "back": "Taken back: I keep nothing of it.",
    "leaving": "Taken back. It is being weighed now, so it stays to the end of that: nobody sees when it left. Then I keep "
    "nothing of it, and nobody is asked to decide.",
    "shared": "Your question is widely shared, and whoever leads your team decides on it. It is your team’s now: I do not keep "
    "that it was yours.",
    "old": "Your question has waited too long: there was no draft to weigh it with. I keep nothing of it; you can propose it "
    "again.",
    "ended": "Your question was weighed: it is not widely shared, or too few weighed it. I keep nothing of it; you can propose "
    "another.",
}


@words_message(said.ProposalNoted)
def proposal_noted(noted: said.ProposalNoted, texts: Texts) -> View:
    if noted.what == "waiting":
        return plain_view(
            "Proposed. It waits to be weighed, without your name. “proposals” shows it.",
            buttons=(Button(TAKE_BACK, "proposal.back", noted.id),),
        )
    return plain_view(_NOTED[noted.what], summary="About a question that you proposed.")


_REFUSED = {
    "public": "Please say that to me in private: what you type here others may read. Nothing was proposed.",
    "team": "You are in no team that could be asked it.",
    "most": "Three questions of yours wait already. “proposals” shows them, and takes one back.",
    "acts": "It holds something that would act or not be seen, such as a link. Please say it in plain words.",
    "unfit": "It holds a word that insults somebody. Please say it in other words.",
    "asked": "That question is asked already.",
    "gone": "That proposal is no longer there, or is not for you to decide.",
    "full": "Five questions are asked already, and more are not answered in a few minutes. “questions remove” takes one off.",
    "reason": "Please say why: your team hears it.",
    "long": f"Please say it in {LONGEST_REASON} characters at most.",
}


@words_message(said.ProposalRefused)
def proposal_refused(refused: said.ProposalRefused, texts: Texts) -> View:
    if refused.why == "personal":
        found = join_and([with_article(kind) for kind in refused.kinds])
        return plain_view(f"I found what looks like {found} in it. Please say it without that. Nothing was proposed.")
    return plain_view(_REFUSED[refused.why])


_STATES = {"waiting": "waits to be weighed", "weighed": "is being weighed"}


@words_message(said.ProposalsShown)
def proposals_shown(shown: said.ProposalsShown, texts: Texts) -> View:
    blocks: list[Block] = []
    for one, words in zip(shown.own, texts, strict=False):
        state = _STATES.get(one.state, "")
        blocks += [
            Quote(words or GONE),
            Text(f"Yours; it {state}."),
            Buttons((Button(TAKE_BACK, "proposal.back", one.id),)),
        ]
    if not shown.own:
        blocks.append(
            Text("You have no question waiting. To propose one, say “propose a question:” and then the question.")
        )
    if shown.offered:
        several = "One waits" if shown.offered == 1 else f"{shown.offered} wait"
        blocks.append(Text(f"{several} for your decision:"))
    return View(tuple(blocks), "Proposed questions.")


@words_message(said.ProposalOffered)
def proposal_offered(offered: said.ProposalOffered, texts: Texts) -> View:
    of_all = (Button(ASK_ALL, "proposal.all", offered.id),) if offered.admin else ()
    buttons = (Button(ASK, "proposal.yes", offered.id, "primary"), *of_all)
    return View(
        (
            Text(f"It is widely shared in {offered.team} that this should be asked:"),
            Quote(_quoted(texts)),
            Text("You decide. Either way the team hears it in its channel."),
            Buttons((*buttons, Button(DECLINE, "proposal.no", offered.id))),
            Note("Who proposed it is not known to anybody."),
        ),
        "A proposed question waits for your decision.",
    )


@words_form(said.ReasonForm)
def reason_form(form: said.ReasonForm, texts: Texts) -> Form:
    return Form(
        name="proposal.no",
        token=form.id,
        title="Why not?",
        fields=(
            FormField(
                name="reason",
                label=f"“{_quoted(texts)}” will not be asked, because",
                hint="Your team hears it, with your name.",
                limit=LONGEST_REASON,
                required=True,
            ),
        ),
        submit="Post it",
    )


@words_message(said.ProposalDecided)
def proposal_decided(told: said.ProposalDecided, texts: Texts) -> View:
    if told.reason:
        return View(
            (
                Text("It is widely shared among you that this should be asked:"),
                Quote(_quoted(texts)),
                Text(f"{told.by} will not ask it. The reason: {told.reason}"),
            ),
            "A proposed question was decided on.",
        )
    whom = "all teams are" if told.of_all else "you are"
    return View(
        (
            Text(f"From the next round on {whom} also asked this. One of you proposed it, and it is widely shared:"),
            Quote(_quoted(texts)),
        ),
        "A proposed question was decided on.",
    )


@words_message(said.ProposalDeclined)
def proposal_declined(done: said.ProposalDeclined, texts: Texts) -> View:
    return plain_view(f"Posted in the channel of {done.team}, with your reason.")

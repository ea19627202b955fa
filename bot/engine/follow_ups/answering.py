"""Answering what becomes of a point: the form, its words and its day, the post where the point was posted, whoever sees to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.calendar import UnclearWords
from bot.calendar.dates import Unsure, read_stretch
from bot.domain.confidential import ConfidentialText
from bot.domain.errors import Refusal
from bot.domain.follow_ups import (
    OWED,
    FollowUpAnswer,
    FollowUpStep,
    answer_follow_up,
    confirm_owner,
)
from bot.domain.model import FollowUp, Member, Urgency
from bot.domain.outcomes import follow_ups as said
from bot.domain.outcomes.dates import DaysNotUnderstood
from bot.domain.releases.challenges import LONGEST_REASON
from bot.engine import access, audit_trail
from bot.engine.context import EventContext, WorkContext
from bot.engine.follow_ups.known import (
    answerers_of,
    follow_ups_of,
    is_around,
    line_of,
    may_answer,
    people_around,
    refs_of,
    save_dated,
    today_for,
)
from bot.engine.people import team_channels
from bot.engine.typed_wording import check_typed_wording, typed_line

POINT_ANSWERED = "point answered"
"""What the audit calls it. Another answer takes its place, and so there is nothing of it to take back."""
LONGEST_ROLE = 60
EXAMPLES = ("Friday", "1 May", "the end of June")
FURTHEST = timedelta(days=2 * 366)
"""A day further away is a slip."""
_LEADING = re.compile(r"(?:until|till|by|on|before)\s+", re.IGNORECASE)
_MYSELF = frozenset({"i", "me", "myself", "ich", "ja"})
_WITH_A_DAY = (FollowUpStep.DO, FollowUpStep.LISTEN)
Values = Mapping[str, ConfidentialText]


def follow_up_form(context: EventContext, token: str) -> said.FollowUpForm:
    """Return the question what becomes of a point. Refused for whoever may not answer it."""
    acting, found = _answerable(context, token.partition(":")[0])
    return said.FollowUpForm(
        token=f"{found.id}:{found.turn}",
        line=line_of(context, found),
        own_name=acting.name,
        whole=not found.teams,
        refs=refs_of([found]),
    )


def submit_follow_up(context: EventContext, token: str, values: Values) -> None:
    """Take an answer, post it, and ask whoever was named. What cannot be taken is said at its field."""
    id, _, turn = token.partition(":")
    acting, found = _answerable(context, id)
    if turn != str(found.turn):
        raise Refusal(said.FollowUpRefused(why="changed"))
    answer = _read_answer(context, acting, found, values)
    answered = answer_follow_up(found, answer, context.now, today_for(context, found))
    save_dated(context, answered)
    point = f"“{answered.label}”: " if answered.label else ""
    audit_trail.record_audit(context, POINT_ANSWERED, f"{point}{answered.state}")
    post_answer(context, answered)
    asked = context.uow.members.get(answered.asked) if answered.asked else None
    if asked:
        question = said.OwnerAsked(
            token=f"{answered.id}:{answered.turn}",
            line=line_of(context, answered),
            by=acting.name,
            refs=refs_of([answered]),
        )
        # As a prompt, since they did nothing themselves: who said “stop” is not written to.
        context.tell(asked.id, question, Urgency.PROMPT, key=f"owner:{answered.id}:{answered.turn}")
    team = answered.team
    left = sum(row.state in OWED and may_answer(context, row, acting) for row in follow_ups_of(context, team))
    context.reply(said.FollowUpNoted(asked=asked.name if asked else "", left=left))


def _answerable(context: EventContext, id: str) -> tuple[Member, FollowUp]:
    acting = access.require_member(context)
    found = context.uow.follow_ups.get(id)
    if found is None or not may_answer(context, found, acting):
        raise Refusal(said.FollowUpRefused(why="gone"))
    return acting, found


def _read_answer(context: EventContext, acting: Member, found: FollowUp, values: Values) -> FollowUpAnswer:
    try:
        step = FollowUpStep(values["step"].reveal() if values.get("step") else "")
    except ValueError:
        raise Refusal(said.FollowUpRefused(why="step"), field="step") from None
    sentence = _sentence(context, acting, values)
    if step is FollowUpStep.REFUSE and not sentence:
        raise Refusal(said.FollowUpRefused(why="words"), field="words")
    due = _day(context, found, values, step) if step in _WITH_A_DAY else None
    owner, role, asked = "", "", ""
    if step in _WITH_A_DAY:
        owner, role, asked = _owner(context, acting, found, typed_line(values, "owner"))
    return FollowUpAnswer(step=step, sentence=sentence, owner=owner, role=role, asked=asked, due=due)


def _sentence(context: EventContext, acting: Member, values: Values) -> str:
    text = typed_line(values, "words")
    if len(text) > LONGEST_REASON:
        raise Refusal(said.FollowUpRefused(why="long"), field="words")
    if text:
        check_typed_wording(context, acting.id, text, field="words")
    return text


def _day(context: EventContext, found: FollowUp, values: Values, step: FollowUpStep) -> date:
    """Return the day that somebody named: one to come, or, for what is being done, today."""
    words = _LEADING.sub("", typed_line(values, "day"))
    today = today_for(context, found)
    if words.casefold() == "today" and step is FollowUpStep.DO:
        return today
    meant = read_stretch(f"until {words}", now=context.now, zone=found.zone)
    if isinstance(meant, Unsure) and len(meant.choices) == 1:
        # It is far away, which of somebody's leave is asked back, and of a promise is usual.
        (meant,) = meant.choices
    if words and isinstance(meant, UnclearWords | Unsure):
        raise Refusal(DaysNotUnderstood(what=meant.what, examples=EXAMPLES), field="day")
    if not words or isinstance(meant, UnclearWords | Unsure) or meant.until is None:
        raise Refusal(said.FollowUpRefused(why="day"), field="day")
    day = meant.until - timedelta(days=1) if meant.through else meant.until
    first = today + timedelta(days=1) if step is FollowUpStep.LISTEN else today
    if not first <= day <= today + FURTHEST:
        raise Refusal(said.FollowUpRefused(why="past"), field="day")
    return day


def _owner(context: EventContext, acting: Member, found: FollowUp, named: str) -> tuple[str, str, str]:
    """Return the owner, the role, and who is asked first, by what was typed: a name, or what is nobody's name.

    Without a word it is whoever answers. Who has agreed before is not asked again.
    """
    if not named or named.casefold() in _MYSELF:
        return acting.id, "", ""
    people = _people_called(people_around(context, found), named.lstrip("@").casefold())
    if len(people) > 1:
        raise Refusal(said.FollowUpRefused(why="several"), field="owner")
    agreed = (acting.id, found.owner if not found.asked else "")
    if people and people[0].id in agreed:
        return people[0].id, "", ""
    if people:
        return acting.id, "", people[0].id
    if len(named) > LONGEST_ROLE:
        raise Refusal(said.FollowUpRefused(why="owner"), field="owner")
    check_typed_wording(context, acting.id, named, field="owner")
    return acting.id, named, ""


def _people_called(people: list[Member], name: str) -> list[Member]:
    """Return who has this name, or where nobody has the whole of it, who has it as the first."""
    whole = [row for row in people if row.name.casefold() == name]
    return whole or [row for row in people if row.name.casefold().split()[:1] == [name]]


def post_answer(work: WorkContext, answered: FollowUp) -> None:
    """Say the answer where the point was posted."""
    outcome = said.FollowUpPosted(
        line=line_of(work, answered),
        name="" if answered.teams else work.organisation().name,
        asking=bool(answered.asked),
        refs=refs_of([answered]),
    )
    for team, channel in homes_of(work, answered):
        work.say(channel, outcome, Urgency.DIGEST, key=f"answer:{answered.id}:{answered.turn}:{team}")


def homes_of(work: WorkContext, follow_up: FollowUp) -> list[tuple[str, str]]:
    """Return the teams that hear of it, with the addresses of the channels that had the point, wherever the teams are now."""
    round_ = work.uow.rounds.get(follow_up.round)
    return [(team.id, channel) for team, channel in team_channels.channels_of(work, round_)] if round_ else []


def answer_as_owner(context: EventContext, token: str, agreed: bool) -> None:
    """Note what somebody says who was asked to see to a point, and tell who had asked."""
    id, _, turn = token.partition(":")
    acting = access.require_member(context)
    found = context.uow.follow_ups.get(id)
    asked = found is not None and found.asked == acting.id and turn == str(found.turn)
    if found is None or not asked or not is_around(context, found, acting):
        raise Refusal(said.FollowUpRefused(why="gone"))
    before = found.owner
    now = confirm_owner(found, acting.id) if agreed else replace(found, asked="")
    save_dated(context, now)
    if agreed:
        outcome = said.OwnerPosted(line=line_of(context, now), refs=refs_of([now]))
        for team, channel in homes_of(context, now):
            context.say(channel, outcome, Urgency.DIGEST, key=f"owner:{id}:{turn}:{team}")
    told = said.OwnerAnswered(line=line_of(context, now), agreed=agreed, refs=refs_of([now]))
    context.reply(told)
    whom = [before] if before and context.uow.members.get(before) else answerers_of(context, now)
    for member in whom:
        named = said.OwnerAnswered(line=told.line, agreed=agreed, name=acting.name, refs=told.refs)
        context.tell(member, named, key=f"owner answered:{id}:{turn}:{member}")

"""Deciding challenges: accepted with new wording, merged, declined with a reason, or left undecided. The first decision counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain import rounds
from bot.domain.confidential import ConfidentialText
from bot.domain.errors import Refusal
from bot.domain.model import ChallengeOutcome, CheckKind, Delivery, Member, Release, Round, RoundState, Ruling
from bot.domain.outcomes import challenges as said
from bot.domain.outcomes.answering import NotYourRound
from bot.domain.outcomes.base import Outcome
from bot.domain.releases.challenges import LONGEST_REASON, LONGEST_WORDING
from bot.domain.releases.decided_final import decided_merges, decided_wordings
from bot.domain.weighing import may_be_merged
from bot.domain.wordings import same_wording
from bot.engine import access
from bot.engine.answers import form_ends
from bot.engine.checks import weighing_count
from bot.engine.checks.challenge_groups import ChallengeGroup, group_challenges
from bot.engine.context import EventContext, WorkContext
from bot.engine.rounds import deadlines, finalising, round_facts
from bot.engine.typed_wording import check_typed_wording, typed_line
from bot.themes.fit_words import tells_of_one_of


def end_of_window(work: WorkContext, round_: Round) -> None:
    """Count what was weighed when the window is over, and show what there is to decide, or make the summary final."""
    weighing_count.count_draft_weighings(work, round_)
    if not _undecided_groups(work, round_):
        finalising.finalise_round(work, round_)
        return
    until = deadlines.decision_end_of(round_, work.now)
    deciding = rounds.with_next_at(replace(round_, deciding=True, decide_until=until))
    work.uow.rounds.save(deciding)
    outcome = _to_decide(work, deciding)
    for member in round_.deciders:
        work.tell(member, outcome, key=_cases_key(round_, member))
    form_ends.close_ended_forms(work)


def _cases_key(round_: Round, member: str) -> str:
    return f"cases:{round_.id}:{member}"


def _undecided_groups(work: WorkContext, round_: Round) -> dict[int, ChallengeGroup]:
    """Return the cases that wait for a decision, by their numbers among all of the round."""
    cases = [each for each in group_challenges(work, round_) if each.numbered]
    decided = {row.case for row in work.uow.rulings.where(round=round_.id)}
    numbered = enumerate(cases, start=1)
    return {number: each for number, each in numbered if each.to_decide and each.key not in decided}


def _to_decide(work: WorkContext, round_: Round) -> said.CasesToDecide:
    waiting = _undecided_groups(work, round_)
    return said.CasesToDecide(
        round=round_.id,
        name=round_facts.group_name(work, round_),
        cases=tuple(
            each.case(number, round_.roster, bool(_mergeable_points(work, round_, each.item.key)))
            for number, each in waiting.items()
        ),
        until=round_.decide_until or work.now,
        zone=round_.zone,
        refs=tuple(ref for each in waiting.values() for ref in each.words),
    )


def show_undecided(context: EventContext) -> None:
    """Show once more what waits for the acting person's decision."""
    acting = access.require_member(context)
    deciding = context.uow.rounds.where(state=RoundState.DRAFT, deciding=True)
    mine = [row for row in deciding if acting.id in row.deciders]
    for round_ in mine:
        waiting = _to_decide(context, round_)
        # The words once more would be fewer after somebody was forgotten, and tell whose they were.
        context.reply(replace(waiting, again=True, refs=()) if was_shown(context, round_, acting) else waiting)
    if not mine:
        context.reply(said.NoCasesToDecide())


def reword_form(context: EventContext, token: str) -> Outcome:
    _, round_, case = _open_case(context, token)
    questions = () if case.item.key else _shown_questions(context, round_)
    return said.RewordForm(
        token=token,
        label=_wording_so_far(context, round_, case),
        kind=case.kind,
        questions=questions if len(questions) > 1 else (),
        refs=_words_of(case),
    )


def _words_of(case: ChallengeGroup) -> tuple[str, ...]:
    """Return the name of the words that a case is about, if it is about somebody's words."""
    return (case.item.ref,) if case.item.ref else ()


def _points_beside(release: Release, item: str) -> dict[str, str]:
    """Return the wordings of the drafted points under the same question as an item, by key, in the draft's order."""
    for question in release.summary.questions:
        beside = {each.key: each.label for each in question.points}
        items = {each.key for each in release.items if each.question == question.key}
        if item in beside.keys() | items | {each.key for each in (*question.asks, *question.team_statements)}:
            return {key: label for key, label in beside.items() if key != item}
    return {}


def _wording_so_far(work: WorkContext, round_: Round, case: ChallengeGroup) -> str:
    """Return how the challenged item reads now: as drafted, or as somebody reworded it for another challenge. Words have none."""
    return decided_wordings(work.uow.rulings.where(round=round_.id)).get(case.item.key, case.item.label)


def _shown_questions(work: WorkContext, round_: Round) -> tuple[tuple[str, str], ...]:
    """Return the key and text of each question of which the draft shows something: there a point can be added."""
    release = round_facts.release_of(work, round_)
    return tuple((each.key, each.text) for each in (release.summary.questions if release else ()) if each.shown)


def was_shown(work: WorkContext, round_: Round, decider: Member) -> bool:
    """Return whether the message with the words that wait for a decision reached this decider."""
    first = work.uow.outbox.get(_cases_key(round_, decider.id))
    return first is not None and first.state is Delivery.SENT


def merge_form(context: EventContext, token: str) -> Outcome:
    _, round_, case = _open_case(context, token)
    others = tuple(_mergeable_points(context, round_, case.item.key).items())
    if not others:
        raise Refusal(_nothing_to_merge_with(case))
    return said.MergeForm(token=token, label=case.item.label, others=others, refs=_words_of(case))


def _nothing_to_merge_with(case: ChallengeGroup) -> said.NothingToMergeWith:
    return said.NothingToMergeWith(label=case.item.label, quoted=case.item.quoted)


def _mergeable_points(work: WorkContext, round_: Round, item: str) -> dict[str, str]:
    """Return the points that an item may be merged into, by key, with their labels: of its question, standing, not its opposite."""
    release = round_facts.release_of(work, round_)
    if release is None or not item:
        return {}
    decided = decided_merges(work.uow.rulings.where(round=round_.id))
    left = {key: label for key, label in _points_beside(release, item).items() if key not in decided}
    return {key: label for key, label in left.items() if may_be_merged(release.known_items, decided, item, key)}


def decline_form(context: EventContext, token: str) -> Outcome:
    _, _, case = _open_case(context, token)
    return said.DeclineForm(token=token, label=case.item.label, refs=_words_of(case))


def accept_challenge(context: EventContext, token: str, values: Mapping[str, ConfidentialText]) -> None:
    wording = _publishable_words(context, token, values, "wording", LONGEST_WORDING)
    _, round_, case = _open_case(context, token)
    so_far = _wording_so_far(context, round_, case) or context.read(case.item.ref)
    if case.item.key and same_wording(wording, so_far):
        raise Refusal(said.WordingNotFit(why="same"), field="wording")
    _record_ruling(
        context, token, ChallengeOutcome.ACCEPTED, wording=wording, question=_question_of(context, token, values)
    )


def _question_of(context: EventContext, token: str, values: Mapping[str, ConfidentialText]) -> str:
    """Return the key of the question to which something missing is added, empty for a challenge to an item."""
    _, round_, case = _open_case(context, token)
    questions = dict(_shown_questions(context, round_)) if not case.item.key else {}
    if len(questions) < 2:
        return next(iter(questions), "")
    chosen = values["question"].reveal() if values.get("question") else ""
    if chosen not in questions:
        raise Refusal(said.DecisionNeedsQuestion(), field="question")
    return chosen


def merge_points(context: EventContext, token: str, values: Mapping[str, ConfidentialText]) -> None:
    into = _required_words(values, "into")
    _, round_, case = _open_case(context, token)
    others = _mergeable_points(context, round_, case.item.key)
    if into not in others:
        raise Refusal(said.NotToMergeInto() if others else _nothing_to_merge_with(case))
    _record_ruling(context, token, ChallengeOutcome.MERGED, into=into)


def decline_challenge(context: EventContext, token: str, values: Mapping[str, ConfidentialText]) -> None:
    _record_ruling(
        context,
        token,
        ChallengeOutcome.DECLINED,
        reason=_publishable_words(context, token, values, "reason", LONGEST_REASON),
    )


def leave_undecided(context: EventContext, token: str) -> None:
    _record_ruling(context, token, ChallengeOutcome.UNDECIDED)


def _publishable_words(
    context: EventContext, token: str, values: Mapping[str, ConfidentialText], name: str, most: int
) -> str:
    """Return what the acting decider typed, if it may be published."""
    acting, round_, case = _open_case(context, token)
    text = _required_words(values, name)
    if len(text) > most:
        raise Refusal(said.WordingNotFit(why="long", most=most), field=name)
    check_typed_wording(context, acting.id, text, field=name, about=case.item.ref)
    names = () if rounds.is_of_organisation(round_) else round_facts.team_names(context, round_).values()
    if tells_of_one_of(names, text):
        raise Refusal(said.WordingNotFit(why="team"), field=name)
    return text


def _required_words(values: Mapping[str, ConfidentialText], name: str) -> str:
    words = typed_line(values, name)
    if not words:
        raise Refusal(said.DecisionNeedsWords(), field=name)
    return words


def _open_case(context: EventContext, token: str) -> tuple[Member, Round, ChallengeGroup]:
    """Return who decides, and on what; refused when it was decided before, when it is over, or when there is no such case."""
    check = context.uow.checks.get(token)
    round_id = check.round if check else token.partition(":")[0]
    acting, round_ = access.require_decider(context, round_id)
    earlier = context.uow.rulings.get(token)
    if earlier:
        by = context.uow.members.get(earlier.by)
        raise Refusal(said.CaseRuledAlready(by=by.name if by else "Somebody", kind=earlier.kind))
    if round_.state is not RoundState.DRAFT or not round_.deciding:
        raise Refusal(said.CheckingOver())
    for case in group_challenges(context, round_):
        if not case.numbered or case.key.ruling_id(round_id) != token:
            continue
        if not case.to_decide:
            raise Refusal(said.NoLongerInDraft())
        return acting, round_, case
    raise Refusal(NotYourRound())


CHANGING = (ChallengeOutcome.ACCEPTED, ChallengeOutcome.MERGED)
"""Outcomes that change an item."""


def _change_for_all(context: EventContext, ruling: Ruling) -> None:
    """Let the last change of an item hold for all accepted challenges to it: in the final it has one wording, or one place."""
    if not ruling.item or ruling.kind not in CHANGING:
        return
    for earlier in context.uow.rulings.where(round=ruling.round):
        if earlier.item == ruling.item and earlier.kind in CHANGING and earlier.id != ruling.id:
            same = replace(earlier, kind=ruling.kind, wording=ruling.wording, into=ruling.into)
            context.uow.rulings.save(same)


def _record_ruling(
    context: EventContext,
    token: str,
    kind: ChallengeOutcome,
    wording: str = "",
    into: str = "",
    reason: str = "",
    question: str = "",
) -> None:
    acting, round_, case = _open_case(context, token)
    ruling = Ruling(
        id=case.key.ruling_id(round_.id),
        round=round_.id,
        item=case.item.key,
        challenge=CheckKind(case.kind),
        kind=kind,
        by=acting.id,
        wording=wording,
        into=into,
        reason=reason,
        question=question,
        check=case.check,
    )
    context.uow.rulings.save(ruling)
    _change_for_all(context, ruling)
    left = len(_undecided_groups(context, round_))
    context.reply(said.CaseRuled(label=case.item.label, kind=kind, left=left, quoted=case.item.quoted))
    for decider in round_.deciders:
        form_ends.close_ended_forms(context, decider)
    if not left:
        finalising.finalise_round(context, round_)

"""Late answers to a question that is no longer asked: released together once k people gave some, never at once (release rule 5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain import rounds
from bot.domain.model import Answer, Question, Round, Urgency
from bot.domain.outcomes.sharing import AddendumPosted
from bot.domain.questions import keys_of, merge_questions
from bot.domain.releases import Candidate, Contribution, Released, decide_release, freeze_addendum
from bot.domain.releases.groups import aggregate_of
from bot.engine.context import WorkContext
from bot.engine.people import team_channels
from bot.engine.rounds import draft_release, ledger_lines, round_facts
from bot.engine.rounds.draft_release import Analysed


@dataclass(frozen=True, slots=True)
class Extra:
    """Contributions of an addendum, and the former questions that it answers; both empty when there is none."""

    contributions: frozenset[Contribution]
    questions: Sequence[Question]

    def beside(self, asked: Sequence[Question]) -> tuple[Question, ...]:
        """The questions of the round and the former ones, for one look at all the words."""
        return merge_questions([asked, self.questions])


def plan_late_release(
    work: WorkContext,
    round_: Round,
    asked: Sequence[Question],
    waiting: frozenset[Contribution],
    roster: Collection[str],
) -> Extra:
    """Return what may come out beside the release of this round: nothing beside one that an admin started at will."""
    if not rounds.is_scheduled(round_):
        return Extra(frozenset(), ())
    found = freeze_addendum(waiting, asked=keys_of(asked), roster=roster, k=round_.k)
    keys = {each.question for each in found}
    sets = sorted(work.uow.question_sets.where(), key=lambda row: row.version) if keys else []
    return Extra(found, merge_questions((row.questions for row in sets), only=keys))


def publish_late_release(
    work: WorkContext, round_: Round, extra: Extra, analysed: Analysed, answers: Mapping[str, Answer]
) -> None:
    """Post the addendum in the teams' channels if the gate lets it; it is not checked, and so it is final at once."""
    if not extra.contributions:
        return
    candidate = Candidate(
        release_id=work.token(),
        aggregate=aggregate_of(round_.teams),
        round=round_.id,
        roster=round_.roster,
        contributions=extra.contributions,
        asked=keys_of(extra.questions),
        teams=len(round_.teams),
    )
    candidate = draft_release.with_findings(work, candidate, analysed, keys_of(extra.questions), answers)
    decision = decide_release(candidate, ledger_lines.ledger_near(work, candidate.contributions), round_.k)
    if not isinstance(decision, Released):
        return
    name = round_facts.group_name(work, round_)
    release = draft_release.record_release(work, candidate, decision, analysed, name, extra.questions, answers)
    release = replace(release, final=True)
    work.uow.releases.save(release)
    outcome = AddendumPosted(
        name=release.name,
        summary=release.summary,
        k=round_.k,
        refs=draft_release.shown_refs(release),
        has_other_teams=round_facts.others_are_asked(work, round_.teams),
    )
    for team, channel in team_channels.channels_of(work, round_):
        work.say(channel, outcome, Urgency.DIGEST, key=f"addendum:{round_.id}:{team.id}")

"""Late answers to a question that is no longer asked: released together once k people gave some (release.md, rule 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain import questions
from bot.domain.model import Answer, QuestionSet, Round, Urgency
from bot.domain.outcomes.sharing import AddendumPosted
from bot.domain.releases import Candidate, Contribution, Released, addendum, decide
from bot.engine.handlers import asking, publishing
from bot.engine.handlers.publishing import About, Analysed
from bot.engine.work import Work


@dataclass(frozen=True, slots=True)
class Extra:
    """What an addendum would draw on, and the former questions that it answers; both empty when there is none."""

    contributions: frozenset[Contribution]
    questions: QuestionSet

    def beside(self, asked: QuestionSet) -> QuestionSet:
        """The questions of the round and the former ones, for one look at all the words."""
        return questions.merged([asked, self.questions])


def of(work: Work, round_: Round, asked: QuestionSet, waiting: frozenset[Contribution]) -> Extra:
    found = addendum(waiting, asked=asked.keys, k=round_.k)
    keys = {each.question for each in found}
    sets = sorted(work.uow.question_sets.where(), key=lambda row: row.version) if keys else []
    return Extra(found, questions.merged(sets, only=keys))


def publish(work: Work, round_: Round, extra: Extra, analysed: Analysed, answers: Mapping[str, Answer]) -> None:
    """Post the addendum in the teams' channels if the gate lets it; it is not checked, and so it is final at once."""
    if not extra.contributions:
        return
    candidate = Candidate(
        release_id=work.token(),
        aggregate="+".join(sorted(round_.teams)),
        round=round_.id,
        roster=round_.roster,
        contributions=extra.contributions,
        themes=publishing.theme_sets(analysed, extra.questions.keys),
        asked=extra.questions.keys,
    )
    decision = decide(candidate, publishing.ledger_near(work, candidate.contributions), round_.k)
    if not isinstance(decision, Released):
        return
    about = About(asking.group_name(work, round_), extra.questions, round_.roster)
    release = replace(publishing.record(work, candidate, decision, analysed, about, answers), final=True)
    work.uow.releases.save(release)
    outcome = AddendumPosted(
        name=release.name, summary=release.summary, k=round_.k, refs=publishing.shown_refs(release)
    )
    for team in work.uow.teams.where(id=round_.teams):
        if team.channel:
            work.say(team.channel, outcome, Urgency.DIGEST, key=f"addendum:{round_.id}:{team.id}")

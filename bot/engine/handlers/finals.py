"""From the draft to the final: outcomes of challenges are written in, their authors are told, the summary is posted."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import rounds
from bot.domain.errors import Fault
from bot.domain.model import (
    Change,
    ChangeKind,
    CheckState,
    QuestionSummary,
    Release,
    Round,
    Ruling,
    RulingKind,
    Summary,
    Theme,
    Urgency,
)
from bot.domain.outcomes.sharing import ChallengeEnded, FinalPosted
from bot.domain.releases import band
from bot.engine import refs
from bot.engine.handlers import checking, digests, publishing
from bot.engine.handlers.cases import Challenges, challenges
from bot.engine.work import Work

_STATES = {
    RulingKind.ACCEPTED: CheckState.ACCEPTED,
    RulingKind.MERGED: CheckState.MERGED,
    RulingKind.DECLINED: CheckState.DECLINED,
    RulingKind.HELD: CheckState.HELD,
}


def finalise(work: Work, round_: Round) -> None:
    """Post the final: the draft's themes and bands, changed only by outcomes of challenges and by words taken back."""
    draft = checking.release_of(work, round_)
    if draft is None:
        raise Fault("a draft without its release")
    cases = challenges(work, round_)
    rulings = {(row.theme, row.challenge): row for row in work.uow.rulings.where(round=round_.id)}
    names = checking.labels(work, round_)
    changes = tuple(_change(case, rulings.get((case.theme, case.kind)), names) for case in cases if case.visible)
    kept = publishing.still_shown(work, draft)
    summary = apply(kept.summary, list(rulings.values()))
    final = replace(draft, final=True, summary=replace(summary, changes=changes, checked=_checked(work, round_)))
    work.uow.releases.save(final)
    done = rounds.advance(round_, rounds.Step.FINALISE)
    work.uow.rounds.save(done)
    _post(work, done, final)
    for case in cases:
        _tell_challengers(work, case, rulings.get((case.theme, case.kind)), names)
    digests.send(work, done, final)


def _checked(work: Work, round_: Round) -> str:
    people = {check.member for check in work.uow.checks.where(round=round_.id)}
    return band(len(people), round_.roster, 1).value if people else ""


def apply(summary: Summary, rulings: list[Ruling]) -> Summary:
    """The summary with accepted wordings and merges written in; the bands are those of the draft."""
    wordings = {row.theme: row.wording for row in rulings if row.kind is RulingKind.ACCEPTED and row.theme}
    merged = {row.theme for row in rulings if row.kind is RulingKind.MERGED and row.theme not in wordings}
    return replace(summary, questions=tuple(_question(each, wordings, merged) for each in summary.questions))


def _question(question: QuestionSummary, wordings: dict[str, str], merged: set[str]) -> QuestionSummary:
    themes = tuple(_theme(theme, wordings) for theme in question.themes if theme.key not in merged)
    return replace(question, themes=themes)


def _theme(theme: Theme, wordings: dict[str, str]) -> Theme:
    return replace(theme, label=wordings.get(theme.key, theme.label))


def _change(case: Challenges, ruling: Ruling | None, names: dict[str, str]) -> Change:
    if ruling is None or ruling.kind is RulingKind.HELD:
        return Change(kind=ChangeKind.HELD, label=case.label)
    if ruling.kind is RulingKind.ACCEPTED:
        kind = ChangeKind.REWORDED if case.theme else ChangeKind.ADDED
        return Change(kind=kind, label=case.label, wording=ruling.wording)
    if ruling.kind is RulingKind.MERGED:
        return Change(kind=ChangeKind.MERGED, label=case.label, wording=names.get(ruling.into, ""))
    return Change(kind=ChangeKind.KEPT, label=case.label, reason=ruling.reason)


def _post(work: Work, round_: Round, final: Release) -> None:
    outcome = FinalPosted(
        round=round_.id,
        name=final.name,
        summary=final.summary,
        k=round_.k,
        refs=publishing.shown_refs(final),
    )
    for team in work.uow.teams.where(id=round_.teams):
        if team.channel:
            work.say(team.channel, outcome, Urgency.DIGEST, key=f"final:{round_.id}:{team.id}")


def _tell_challengers(work: Work, case: Challenges, ruling: Ruling | None, names: dict[str, str]) -> None:
    """Every challenge ends with an outcome; its author alone is told which."""
    kind = ruling.kind if ruling else RulingKind.HELD
    why = "" if ruling else "undecided" if case.visible else "few"
    wording = (
        names.get(ruling.into, "") if ruling and ruling.kind is RulingKind.MERGED else ruling.wording if ruling else ""
    )
    outcome = ChallengeEnded(
        label=case.label, kind=kind, wording=wording, reason=ruling.reason if ruling else "", why=why
    )
    for check in case.checks:
        work.uow.checks.save(replace(check, state=_STATES[kind]))
        work.uow.texts.remove([refs.check(check.id)])
        work.tell(check.member, outcome, key=f"ended:{check.id}")

"""Common parts of releases: reading words, grouping, recording what was shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256

from bot.domain.model import Answer, Question, Release, Round
from bot.domain.outcomes.sharing import DraftPosted
from bot.domain.questions import keys_of
from bot.domain.releases import (
    K_FLOOR,
    Candidate,
    CandidatePoint,
    Contribution,
    Label,
    Released,
    summarise_release,
)
from bot.domain.weighing import place_by_words
from bot.engine import ref_names
from bot.engine.context import WorkContext
from bot.engine.rounds import ended_rounds, ledger_lines, told_of_weighing
from bot.engine.rounds.contributions import rounds_of
from bot.ports import AsksElsewhere, Found, FoundPoint, Item, PointFinder
from bot.themes.fit_words import tells_of_one_of


@dataclass(frozen=True, slots=True)
class Pool:
    """The words of a frozen set, for a thread: question key -> items; `signature` names the set, `k` is its largest threshold."""

    items: Mapping[str, tuple[Item, ...]] = field(repr=False)
    directions: Mapping[str, str]
    names: tuple[str, ...] = field(repr=False)
    small: bool
    signature: str
    k: int = K_FLOOR
    told: frozenset[str] = frozenset()
    """The language models of which the rounds behind it told their people; "" where one told of none."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """Points found, by question key."""

    found: Mapping[str, Found]


def largest_threshold(contributions: Iterable[Contribution]) -> int:
    """Return the largest of the thresholds that were promised for them."""
    return max((K_FLOOR, *(each.k for each in contributions)))


def signature_of(contributions: Iterable[Contribution]) -> str:
    return sha256("\n".join(sorted(each.ref for each in contributions)).encode()).hexdigest()


def pool_words(
    work: WorkContext,
    contributions: frozenset[Contribution],
    answers: Mapping[str, Answer],
    questions: Sequence[Question],
    names: tuple[str, ...],
    small: bool,
) -> Pool:
    """Read the words of a frozen set. A contribution whose words are erased is not among the items."""
    ordered = sorted(contributions, key=lambda each: each.ref)
    refs = [each.ref for each in ordered]
    texts = work.uow.texts.read([answers[ref].id for ref in refs])
    items: dict[str, list[Item]] = {key: [] for key in keys_of(questions)}
    for each, text in zip(ordered, texts, strict=True):
        if text:
            items.setdefault(each.question, []).append(Item(each.ref, each.member, text.reveal()))
    return Pool(
        items={key: tuple(found) for key, found in items.items()},
        directions={question.key: question.direction for question in questions},
        names=names,
        small=small,
        signature=signature_of(contributions),
        k=largest_threshold(contributions),
        told=frozenset(row.language_model for row in rounds_of(work, map(answers.__getitem__, refs)).values()),
    )


def analyse_pool(finder: PointFinder, pool: Pool) -> Analysed:
    """Group the words of each question. Slow: it belongs in a thread.

    A language model is asked only where every round that the words are from told its people of this one when it opened.
    """
    if isinstance(finder, AsksElsewhere) and pool.told == {finder.asked_at}:
        finder = finder.asking(pool.k)
    found = {}
    for key, items in pool.items.items():
        hidden = [Item(item.ref, item.who, finder.redact(item.text, pool.names)) for item in items]
        found[key] = finder.find(hidden, pool.directions.get(key, ""), pool.small, pool.names)
    return Analysed(found)


def leave_out_telling_points(analysed: Analysed, teams: Collection[str]) -> Analysed:
    """Return what was found without the points whose wording tells of one of several teams that were asked together (rule 9)."""
    left = {
        key: replace(
            found,
            points=tuple(each for each in found.points if not tells_of_one_of(teams, each.label)),
            candidates=tuple(each for each in found.candidates if not tells_of_one_of(teams, each.label)),
        )
        for key, found in analysed.found.items()
    }
    return Analysed(left)


UNSURE = "?"
"""Prefix of the keys of what may be a point: the draft asks about it."""


def _points_by_key(found: Found) -> dict[str, FoundPoint]:
    """Return the points and candidates of a question by the keys under which the gate and the summary know them."""
    stated = {str(place): point for place, point in enumerate(found.points)}
    return stated | {f"{UNSURE}{place}": point for place, point in enumerate(found.candidates)}


def with_findings(
    work: WorkContext,
    candidate: Candidate,
    analysed: Analysed,
    keys: Iterable[str],
    answers: Mapping[str, Answer],
    *,
    weighed: bool = False,
) -> Candidate:
    """Return the candidate with what was found of its questions, and the points that its quotes may stand under.

    What may be a point is taken up where `weighed`: elsewhere nobody could say whether it is one.
    """
    found = {key: analysed.found.get(key, Found()) for key in keys}
    allowed = [each for each in candidate.contributions if answers[each.ref].allowed]
    texts = work.uow.texts.read([ref_names.words_ref(answers[each.ref].id) for each in allowed])
    words = {each.ref: text.reveal() if text else "" for each, text in zip(allowed, texts, strict=True)}
    return replace(
        candidate,
        points=tuple(
            CandidatePoint(name, key, point.refs, point.matter, point.against, name.startswith(UNSURE))
            for key, each in found.items()
            for name, point in _points_by_key(each).items()
            if weighed or not name.startswith(UNSURE)
        ),
        placed=tuple(
            pair
            for key, each in found.items()
            for pair in place_by_words(
                {one.ref: words[one.ref] for one in allowed if one.question == key}, _places_for_quotes(each)
            )
        ),
        nothing=frozenset(ref for each in found.values() for ref in each.nothing),
        allowed=frozenset(each.ref for each in allowed),
    )


def _places_for_quotes(found: Found) -> dict[str, str]:
    """Return the wordings of the points that a quote may stand under: of no matter of which both sides were found."""
    sides = {(point.matter, point.against) for point in found.points if point.matter}
    return {
        str(place): point.label
        for place, point in enumerate(found.points)
        if (point.matter, not point.against) not in sides
    }


def record_release(
    work: WorkContext,
    candidate: Candidate,
    decision: Released,
    analysed: Analysed,
    name: str,
    questions: Sequence[Question],
    answers: Mapping[str, Answer],
) -> Release:
    """Store a release with its ledger lines and permitted words, and mark the answers that it drew on."""
    labels = {
        (key, name): Label(point.label, point.new)
        for key, found in analysed.found.items()
        for name, point in _points_by_key(found).items()
    }
    asked = tuple((question.key, question.text) for question in questions)
    summary = replace(summarise_release(decision, asked, labels), several_teams=candidate.teams > 1)
    release = Release(
        id=decision.release_id,
        aggregate=candidate.aggregate,
        round=candidate.round,
        name=name,
        summary=summary,
    )
    work.uow.releases.save(release)
    _keep_quotes(work, decision, questions, answers)
    ledger_lines.keep_entry(work, decision.entry)
    for _, pairs in decision.entry.questions:
        for ref, _ in sorted(pairs):
            work.uow.answers.save(replace(answers[ref], released=release.id))
    # What waited from earlier rounds ends with this release now, and not with their time.
    earlier = {answers[ref].round for _, pairs in decision.entry.questions for ref, _ in pairs} - {candidate.round}
    ended_rounds.look_again(work, earlier)
    return release


def _keep_quotes(
    work: WorkContext, decision: Released, questions: Sequence[Question], answers: Mapping[str, Answer]
) -> None:
    """Copy the words that are shown under the release's own names, in its own order."""
    numbers = {key: number for number, key in enumerate(keys_of(questions), start=1)}
    for question in decision.questions:
        number = numbers[question.question] if question.quotes else 0
        for place, ref in enumerate(question.quotes, start=1):
            row = answers[ref]
            work.keep(
                ref_names.shown_ref(decision.release_id, number, place),
                row.member,
                work.read(ref_names.words_ref(row.id)),
            )


def shown_refs(release: Release) -> tuple[str, ...]:
    """Return the names of all permitted words of a release, question by question."""
    return tuple(
        ref_names.shown_ref(release.id, question.number, place)
        for question in release.summary.questions
        for place in range(1, question.words + 1)
    )


def draft_key(round_: str, team: str, *, again: bool = False) -> str:
    """Return the name of the message that carries a round's draft in a team's channel, the first or the one `again` with words."""
    return f"draft:{round_}:{team}{':words' if again else ''}"


def final_key(round_: str, team: str) -> str:
    """Return the name of the message that carries a round's final in a team's channel."""
    return f"final:{round_}:{team}"


def draft_of(release: Release, round_: Round, languages: tuple[str, ...], has_other_teams: bool) -> DraftPosted:
    refs = shown_refs(release)
    return DraftPosted(
        round=round_.id,
        name=release.name,
        summary=release.summary,
        until=round_.check_until or datetime.max.replace(tzinfo=UTC),
        zone=round_.zone,
        k=round_.k,
        refs=refs,
        places=tuple(map(ref_names.place_of, refs)),
        languages=languages,
        items=told_of_weighing.count_to_check(round_, release),
        told=told_of_weighing.can_be_told(round_, release),
        words_at=round_.words_at,
        has_other_teams=has_other_teams,
    )

"""What a group's release and the whole organisation's have in common: reading words, grouping, recording what was shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256

from bot.domain.model import Answer, LedgerLine, QuestionSet, QuestionSummary, Release, Round, Summary, Theme
from bot.domain.outcomes.sharing import DraftPosted
from bot.domain.releases import (
    ORGANISATION,
    THEME_FLOOR,
    Candidate,
    Contribution,
    LedgerEntry,
    Released,
    ThemeSet,
    band,
    seeded,
    words_to_show,
)
from bot.domain.releases.model import Pair, QuestionShown
from bot.engine import refs
from bot.engine.work import Work
from bot.ports import Found, Item, ThemeFinder


@dataclass(frozen=True, slots=True)
class Pool:
    """The words of a frozen set, for a thread: question key -> items; `signature` names the set."""

    items: Mapping[str, tuple[Item, ...]] = field(repr=False)
    directions: Mapping[str, str]
    names: tuple[str, ...] = field(repr=False)
    small: bool
    signature: str


@dataclass(frozen=True, slots=True)
class Analysed:
    """What was found, by question key."""

    found: Mapping[str, Found]


@dataclass(frozen=True, slots=True)
class About:
    """Whose release it is, what was asked, and of how many people."""

    name: str
    questions: QuestionSet
    roster: int


def signature(contributions: Iterable[Contribution]) -> str:
    return sha256("\n".join(sorted(each.ref for each in contributions)).encode()).hexdigest()


def pool(
    work: Work, contributions: frozenset[Contribution], questions: QuestionSet, names: tuple[str, ...], small: bool
) -> Pool:
    """Read the words of a frozen set. A contribution whose words are erased is not among the items."""
    ordered = sorted(contributions, key=lambda each: each.ref)
    texts = work.uow.texts.read([each.ref for each in ordered])
    items: dict[str, list[Item]] = {key: [] for key in questions.keys}
    for each, text in zip(ordered, texts, strict=True):
        if text:
            items.setdefault(each.question, []).append(Item(each.ref, each.member, text.reveal()))
    return Pool(
        items={key: tuple(found) for key, found in items.items()},
        directions=dict(zip(questions.keys, questions.directions, strict=True)),
        names=names,
        small=small,
        signature=signature(contributions),
    )


def analyse(finder: ThemeFinder, pool: Pool) -> Analysed:
    """Group the words of each question. Pure and slow: it belongs in a thread."""
    found = {}
    for key, items in pool.items.items():
        hidden = [Item(item.ref, item.who, finder.redact(item.text, pool.names)) for item in items]
        found[key] = finder.find(hidden, pool.directions.get(key, ""), pool.small, pool.names)
    return Analysed(found)


def theme_sets(analysed: Analysed, keys: Iterable[str]) -> tuple[ThemeSet, ...]:
    """The themes found for these questions, as the gate wants them; a key is the theme's place in what was found."""
    return tuple(
        ThemeSet(key=str(index), question=key, refs=theme.refs)
        for key in keys
        for index, theme in enumerate(analysed.found.get(key, Found()).themes)
    )


def ledger_near(work: Work, contributions: frozenset[Contribution]) -> list[LedgerEntry]:
    """The earlier releases that draw on any of these contributions, whole."""
    touched = {row.release for row in work.uow.ledger.where(ref=tuple(each.ref for each in contributions))}
    entries: dict[str, dict[str, set[Pair]]] = {}
    lines: dict[str, LedgerLine] = {}
    for row in work.uow.ledger.where(release=tuple(touched)):
        entries.setdefault(row.release, {}).setdefault(row.question, set()).add((row.ref, row.pseudonym))
        lines[row.release] = row
    return [
        LedgerEntry(
            release,
            lines[release].aggregate,
            lines[release].round,
            tuple((key, frozenset(questions[key])) for key in sorted(questions)),
        )
        for release, questions in sorted(entries.items())
    ]


def record(
    work: Work,
    candidate: Candidate,
    decision: Released,
    analysed: Analysed,
    about: About,
    answers: Mapping[str, Answer],
) -> Release:
    """Keep a release with its ledger lines and permitted words, and mark the answers that it drew on."""
    # The whole organisation's release shows themes alone: a copy of words would only outlive a withdrawal.
    whole = candidate.aggregate == ORGANISATION
    shown = {} if whole else _keep_words(work, candidate, decision, about.questions, answers)
    summary = Summary(
        questions=tuple(
            _question(candidate, number, about, _shown_of(decision, key), analysed, shown.get(number, 0))
            for number, key in enumerate(about.questions.keys, start=1)
        )
    )
    release = Release(
        id=decision.release_id, aggregate=candidate.aggregate, round=candidate.round, name=about.name, summary=summary
    )
    work.uow.releases.save(release)
    for key, pairs in decision.entry.questions:
        for ref, pseudonym in sorted(pairs):
            line = f"{release.id}:{ref}"
            work.uow.ledger.save(
                LedgerLine(
                    id=line,
                    release=release.id,
                    aggregate=candidate.aggregate,
                    round=candidate.round,
                    question=key,
                    ref=ref,
                    pseudonym=pseudonym,
                )
            )
            work.uow.answers.save(_marked(answers[ref], release))
    return release


def _marked(answer: Answer, release: Release) -> Answer:
    if release.aggregate == ORGANISATION:
        return replace(answer, pooled=release.id)
    return replace(answer, released=release.id)


def _shown_of(decision: Released, key: str) -> QuestionShown | None:
    return next((each for each in decision.questions if each.question == key), None)


def _question(
    candidate: Candidate, number: int, about: About, shown: QuestionShown | None, analysed: Analysed, words: int
) -> QuestionSummary:
    text = about.questions.texts[number - 1]
    if shown is None or not shown.shown:
        return QuestionSummary(number=number, text=text, shown=False, band="too few")
    found = analysed.found.get(shown.question, Found())
    themes = tuple(
        Theme(
            key=f"{number}.{place}",
            label=found.themes[int(theme.key)].label,
            band=theme.band.value,
            new=found.themes[int(theme.key)].new,
        )
        for place, theme in enumerate(shown.themes, start=1)
    )
    return QuestionSummary(
        number=number,
        text=text,
        shown=True,
        band=shown.band.value,
        themes=themes,
        nothing=_band_of(candidate, found.nothing, about.roster),
        words=words,
    )


def _band_of(candidate: Candidate, refs_: frozenset[str], roster: int) -> str:
    """The band of the people behind some contributions; empty for fewer than may be named."""
    people = len({each.member for each in candidate.contributions if each.ref in refs_})
    return band(people, roster, THEME_FLOOR).value if people >= THEME_FLOOR else ""


def _keep_words(
    work: Work, candidate: Candidate, decision: Released, questions: QuestionSet, answers: Mapping[str, Answer]
) -> dict[int, int]:
    """Copy the words that may be shown under the release's own names, in its own order. Returns how many per question."""
    allowed = [ref for ref, row in answers.items() if row.allowed]
    chosen = words_to_show(decision, candidate.contributions, allowed)
    counts: dict[int, int] = {}
    for number in range(1, len(questions.keys) + 1):
        mine = [ref for ref in chosen if answers[ref].question == questions.keys[number - 1]]
        for place, ref in enumerate(sorted(mine, key=lambda ref: seeded(decision.release_id, ref)), start=1):
            work.keep(refs.shown(decision.release_id, number, place), answers[ref].member, work.read(refs.words(ref)))
            counts[number] = place
    return counts


def shown_refs(release: Release) -> tuple[str, ...]:
    """The names of all permitted words of a release, question by question."""
    return tuple(
        refs.shown(release.id, question.number, place)
        for question in release.summary.questions
        for place in range(1, question.words + 1)
    )


def draft_key(round_: Round, team: str) -> str:
    """The name of the message that carries a round's draft in a team's channel."""
    return f"draft:{round_.id}:{team}"


def draft_of(release: Release, round_: Round) -> DraftPosted:
    return DraftPosted(
        round=round_.id,
        name=release.name,
        summary=release.summary,
        until=round_.check_until or datetime.max.replace(tzinfo=UTC),
        zone=round_.zone,
        k=round_.k,
        refs=shown_refs(release),
    )


def still_shown(work: Work, release: Release) -> Release:
    """The release with only the questions' words of which enough are left to be shown (C6)."""
    questions = tuple(_still(work, release, question) for question in release.summary.questions)
    return replace(release, summary=replace(release.summary, questions=questions))


def _still(work: Work, release: Release, question: QuestionSummary) -> QuestionSummary:
    names: Sequence[str] = [refs.shown(release.id, question.number, place) for place in range(1, question.words + 1)]
    left = sum(1 for text in work.uow.texts.read(names) if text) if names else 0
    return question if left >= THEME_FLOOR else replace(question, words=0)

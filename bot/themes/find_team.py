"""The points of one team's answers to one question, worded, with the candidates that people may confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from bot.ports import Item
from bot.themes.codebook import shipped_codebook
from bot.themes.encoding import encode_rounded
from bot.themes.find import LONGEST_TEXT, NamedPoint, NamedPoints
from bot.themes.fit_words import names_barred
from bot.themes.group import arrange_texts
from bot.themes.headings import FixedStatement, Headings
from bot.themes.labels import AGAINST, Voice, choose_phrases, compose_label, shared_phrases, words_in_order
from bot.themes.language import ENGLISH
from bot.themes.likeness import SecondOpinion
from bot.themes.model_proposals import AskModel, fit_statement, propose_points
from bot.themes.multilingual import find_in_languages, fit_topic, language_spoken, topic_names
from bot.themes.redact import without_kinds
from bot.themes.silence import says_nothing
from bot.themes.stance import OPEN, Stance, expected_stance, leaning_of
from bot.themes.team_points import Clause, TeamPoint, check_groups, find_team_points, read_clauses

if TYPE_CHECKING:
    from bot.themes.embed import Encode

MOST_CANDIDATES = 2
OTHER_SIDE = {"keep": "stop", "stop": "keep", "missing": "keep", "open": "keep"}
# People weigh no guess about these.
NOT_GUESSED = frozenset({"fairness", "safety"})


class AskedModel(NamedTuple):
    """A language model, and how many people at least must be behind the clauses that it is shown."""

    ask: AskModel
    fewest: int


@dataclass(frozen=True)
class Encoders:
    """The English encoder with the vectors of the fixed wording, the one for other languages, and one of the operator's.

    `model`: a language model that groups and words in their place, where one is to be asked.
    """

    english: Encode
    headings: Headings
    multilingual: Encode
    second: SecondOpinion | None = None
    model: AskedModel | None = None


class _Worded(NamedTuple):
    """A point's wording. `firm`: it may be stated; `likely`: it may be asked about; `says`: it is more than a topic's name.

    `perhaps`: a statement to ask about in its place.
    """

    label: str
    topic: str
    words: tuple[str, ...]
    firm: bool
    likely: bool
    says: bool
    perhaps: FixedStatement | None = None


class _Wording(NamedTuple):
    """Surroundings of a point: the question's direction, the encoders, barred names, all that was said."""

    direction: str
    encoders: Encoders
    barred: frozenset[str]
    said: str

    def word(self, point: TeamPoint) -> _Worded:
        """The language model's statement where it is fit to be shown, else a wording of our own."""
        proposed = point.proposed and fit_statement(point.proposed, point.clauses, self.barred, self.said)
        own = self._in_own_words(point)
        if not (proposed and self._is_borne_out(point, proposed)):
            return own
        return own._replace(label=proposed, words=(), firm=True, likely=True, says=True)

    def _is_borne_out(self, point: TeamPoint, statement: str) -> bool:
        """Return whether three people each say what the statement says, as far as the English encoder can tell."""
        clauses = [clause for clause in point.clauses if clause.language == ENGLISH]
        rows = encode_rounded(self.encoders.english, [statement, *(clause.text for clause in clauses)])
        return self.encoders.headings.bear_out(rows[1:], [clause.who for clause in clauses], rows[:1])

    def _in_own_words(self, point: TeamPoint) -> _Worded:
        language = language_spoken(point)
        return self._in_english(point) if language == ENGLISH else self._in_other(point, language)

    def _in_english(self, point: TeamPoint) -> _Worded:
        """The statement, or the topic's name and the words that at least three of the point's people used."""
        clauses = [clause for clause in point.clauses if clause.language == ENGLISH]
        people, texts = [clause.who for clause in clauses], [clause.text for clause in clauses]
        rows = encode_rounded(self.encoders.english, texts)
        side = OTHER_SIDE[self.direction] if point.says_against else self.direction
        if side == OPEN:
            side = leaning_of(texts)
        marker = AGAINST[self.direction] if point.says_against else ""
        heading = self.encoders.headings.heading_for(rows, people, side, texts)
        # Of one that a language model alone calls the other side, nothing of our own tells what it says.
        if heading.statement and not point.other_side:
            # An open question asks for no side, so that a statement tells its own.
            stated = f"{heading.statement} ({marker})" if marker and self.direction != OPEN else heading.statement
            return _Worded(stated, heading.topic.id, (), firm=True, likely=True, says=True)
        voices = [Voice(clause.who, clause.text, self.barred) for clause in clauses]
        phrases = shared_phrases(voices)
        name = heading.topic.named(praised=self._is_praise(point))
        words = choose_phrases(phrases, len({voice.who for voice in voices}), phrases, f"{name} {heading.topic.name}")
        label, words = compose_label(name, words, self.said, marker=marker)
        shared = bool(words)
        return _Worded(
            label, heading.topic.id, words, heading.firm or shared, heading.likely or shared, shared, heading.perhaps
        )

    def _in_other(self, point: TeamPoint, language: str) -> _Worded:
        """The topic's name in the language of most of the clauses: without a list of words nothing else may stand there."""
        rows = encode_rounded(self.encoders.multilingual, [clause.text for clause in point.clauses])
        topic, firm, likely = fit_topic(rows)
        label = topic_names(language).label_for(topic, praised=self._is_praise(point), marked=point.says_against)
        return _Worded(label, topic.id, (), firm, likely, says=False)

    def _is_praise(self, point: TeamPoint) -> bool:
        return (expected_stance(self.direction) is Stance.PRAISE) is not point.says_against


def find_team(items: Sequence[Item], *, direction: str, encoders: Encoders, names: Sequence[str] = ()) -> NamedPoints:
    """The points of a team's answers; the result depends neither on their order nor on their refs.

    `direction` as for `find_points`. Raises what the encoders raise.
    """
    expected_stance(direction)
    texts = [without_kinds(item.text[:LONGEST_TEXT]) for item in items]
    order = arrange_texts(texts)
    quiet = {place for place in order if says_nothing(texts[place], direction=direction)}
    telling = [
        place for place in order if place not in quiet and any(character.isalpha() for character in texts[place])
    ]
    wording = _Wording(direction, encoders, names_barred(names), words_in_order(texts))
    points: list[NamedPoint] = []
    candidates: list[NamedPoint] = []
    for point in _find_points([(items[place].who, texts[place]) for place in telling], direction, encoders):
        refs = frozenset(items[telling[number]].ref for number in point.answers)
        worded = wording.word(point)
        found = NamedPoint(
            label=worded.label,
            topic=worded.topic,
            words=worded.words,
            new=False,
            refs=refs,
            certainty=point.certainty,
            matter=point.matter or worded.topic,
            against=point.against,
            says=worded.says,
        )
        if point.stated and worded.firm:
            points.append(found)
        elif worded.likely:
            candidates.append(_ask_about(found, worded))
    placed = frozenset(ref for point in points for ref in point.refs)
    nothing = frozenset(items[place].ref for place in quiet)
    left_out = frozenset(item.ref for item in items) - placed - nothing
    stated = _order_points(points)
    named = {point.label for point in stated}
    asked = [
        point for point in _order_points(candidates) if point.label not in named and point.topic not in NOT_GUESSED
    ]
    return NamedPoints(stated, nothing, left_out, tuple(asked[:MOST_CANDIDATES]))


def _ask_about(point: NamedPoint, worded: _Worded) -> NamedPoint:
    """The candidate: people weigh whether they said so, so that a statement which is near enough stands for a mere topic.

    Not where it is the other side of what was asked: a topic with its mark misleads less.
    """
    if worded.perhaps is None or worded.says or point.against:
        return point
    topic = shipped_codebook().topics[worded.perhaps.topic].id
    return replace(point, label=worded.perhaps.text, topic=topic, matter=topic, says=True)


def _find_points(answers: Sequence[tuple[str, str]], direction: str, encoders: Encoders) -> list[TeamPoint]:
    """The English points, then those of other languages from all clauses that stand in none of them, then English candidates."""
    clauses = read_clauses(answers, direction)
    if encoders.model and len({clause.who for clause in clauses}) >= encoders.model.fewest:
        return _ask_model(encoders.model.ask, clauses, direction, encoders)
    english = find_team_points(
        [clause for clause in clauses if clause.language == ENGLISH],
        partial(encode_rounded, encoders.english),
        encoders.second,
    )
    stated = [point for point in english if point.stated]
    taken = {clause for point in stated for clause in point.clauses}
    others = find_in_languages(
        [clause for clause in clauses if clause not in taken], partial(encode_rounded, encoders.multilingual)
    )
    placed = {clause for point in others for clause in point.clauses}
    return [*stated, *others, *(each for each in english if not each.stated and placed.isdisjoint(each.clauses))]


def _ask_model(ask: AskModel, clauses: Sequence[Clause], direction: str, encoders: Encoders) -> list[TeamPoint]:
    """The language model's points, each without the clauses that are unlike the others. Raises ModelError."""
    proposals = propose_points(ask, clauses, direction)
    groups = [proposal.clauses for proposal in proposals]
    checked = check_groups(clauses, groups, partial(encode_rounded, encoders.english)) if groups else []
    return [
        replace(point, proposed=proposal.statement, matter=proposal.matter, other_side=proposal.other_side)
        for point, proposal in zip(checked, proposals, strict=True)
        if point
    ]


def _order_points(points: Sequence[NamedPoint]) -> tuple[NamedPoint, ...]:
    """The most certain first. Those that one statement fits are one; of those that a topic alone names the first stands, since
    they need have nothing in common: they were not found alike.
    """
    together: dict[str, NamedPoint] = {}
    for point in sorted(points, key=_by_certainty):
        other = together.get(point.label)
        if other is None:
            together[point.label] = point
        elif point.says and point.against == other.against:
            together[point.label] = replace(other, refs=point.refs | other.refs)
    return tuple(sorted(together.values(), key=_by_certainty))


def _by_certainty(point: NamedPoint) -> tuple[float, bool, int, str]:
    return -point.certainty, not point.says, -len(point.refs), point.label

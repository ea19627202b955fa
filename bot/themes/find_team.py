"""The points of one team's answers to one question, worded, with the candidates that people may confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.ports import Item
from bot.themes.encoding import encode_rounded
from bot.themes.find import LONGEST_TEXT, NamedTheme, NamedThemes
from bot.themes.fit_words import names_barred
from bot.themes.group import arrange_texts
from bot.themes.headings import Headings, PointHeading
from bot.themes.labels import AGAINST, Voice, choose_phrases, compose_label, shared_phrases, words_in_order
from bot.themes.redact import without_kinds
from bot.themes.silence import says_nothing
from bot.themes.stance import expected_stance
from bot.themes.team_points import TeamPoint, find_team_points

if TYPE_CHECKING:
    from bot.themes.encoding import Encode

MOST_CANDIDATES = 2
OTHER_SIDE = {"keep": "stop", "stop": "keep", "missing": "keep"}
# People weigh no guess about these.
NOT_GUESSED = frozenset({"fairness", "safety"})


def find_team(
    items: Sequence[Item], *, direction: str, encode: Encode, headings: Headings, names: Sequence[str] = ()
) -> NamedThemes:
    """The points of a team's answers; the result depends neither on their order nor on their refs.

    `direction` as for `find_themes`. Raises what `encode` raises.
    """
    expected_stance(direction)
    texts = [without_kinds(item.text[:LONGEST_TEXT]) for item in items]
    order = arrange_texts(texts)
    quiet = {place for place in order if says_nothing(texts[place], direction=direction)}
    telling = [
        place for place in order if place not in quiet and any(character.isalpha() for character in texts[place])
    ]
    points = find_team_points(
        [(items[place].who, texts[place]) for place in telling], direction, lambda said: encode_rounded(encode, said)
    )
    barred = names_barred(names)
    said = words_in_order(texts)
    themes: list[NamedTheme] = []
    candidates: list[NamedTheme] = []
    for point in points:
        refs = frozenset(items[telling[number]].ref for number in point.answers)
        rows = encode_rounded(encode, [clause.text for clause in point.clauses])
        heading = headings.heading_for(rows, OTHER_SIDE[direction] if point.against else direction)
        label, words = _label_of(point, heading, direction, barred, said)
        found = NamedTheme(
            label, heading.topic.id, words, False, refs, point.certainty, heading.topic.id, point.against
        )
        if point.stated and (heading.firm or words):
            themes.append(found)
        elif heading.topic.id not in NOT_GUESSED and (heading.likely or words):
            candidates.append(found)
    placed = frozenset(ref for theme in themes for ref in theme.refs)
    nothing = frozenset(items[place].ref for place in quiet)
    left_out = frozenset(item.ref for item in items) - placed - nothing
    return NamedThemes(_order_themes(themes), nothing, left_out, _order_themes(candidates)[:MOST_CANDIDATES])


def _label_of(
    point: TeamPoint, heading: PointHeading, direction: str, barred: frozenset[str], said: str
) -> tuple[str, tuple[str, ...]]:
    """The statement, or the topic's name and the words that at least three of the point's people used."""
    marker = AGAINST[direction] if point.against else ""
    if heading.statement:
        return heading.statement, ()
    voices = [Voice(clause.who, clause.text, barred) for clause in point.clauses]
    phrases = shared_phrases(voices)
    praised = (expected_stance(direction) > 0) is not point.against
    name = heading.topic.named(praised=praised)
    words = choose_phrases(phrases, len({voice.who for voice in voices}), phrases, f"{name} {heading.topic.name}")
    return compose_label(name, words, said, marker=marker)


def _order_themes(themes: Sequence[NamedTheme]) -> tuple[NamedTheme, ...]:
    """The most certain first; themes that read the same are one."""
    together: dict[str, NamedTheme] = {}
    for theme in themes:
        other = together.get(theme.label)
        if other is None:
            together[theme.label] = theme
        else:
            certainty = max(theme.certainty, other.certainty)
            together[theme.label] = replace(theme, refs=theme.refs | other.refs, certainty=certainty)
    return tuple(sorted(together.values(), key=lambda theme: (-theme.certainty, -len(theme.refs), theme.label)))

"""The local point finder behind the port: the room's parts put together, loaded at the first use."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from bot import ports

if TYPE_CHECKING:
    from bot.themes import find as results
    from bot.themes.embed import Encode
    from bot.themes.second_encoder import SecondEncoder

log = logging.getLogger(__name__)

LARGEST_TEAM = 150
"""So many answers of one team are looked at pair by pair; more are grouped as an organisation's are."""


class ModelElsewhere(Protocol):
    """A language model at an address."""

    @property
    def host(self) -> str:
        """The host of its address, as people are told."""
        ...

    def ask(self, instructions: str, words: str) -> str:
        """The reply. Raises ModelError."""
        ...


class LocalFinder:
    """Finds points with the shipped models and codebook. It needs no network; it may be called from several threads.

    `encode` and `encode_others`: the sentence encoders for English and for other languages; the shipped ones, in child processes,
    unless others are given. `second`: an encoder of the operator's that is asked beside the English one. `model`: a language
    model that is asked about one team's clauses, only once `asking` has said how many people must be behind them.
    """

    def __init__(
        self,
        encode: Encode | None = None,
        encode_others: Encode | None = None,
        second: SecondEncoder | None = None,
        model: ModelElsewhere | None = None,
    ) -> None:
        self._encode = encode
        self._encode_others = encode_others
        self._second = second
        self._model = model
        self._fewest = 0

    @property
    def asked_at(self) -> str:
        return self._model.host if self._model else ""

    def asking(self, fewest: int) -> LocalFinder:
        found = copy(self)
        found._fewest = fewest
        return found

    @property
    def languages(self) -> tuple[str, ...]:
        from bot.themes.language import READ

        return READ

    def reads(self, text: str) -> bool:
        from bot.themes.language import is_read

        return is_read(text)

    def find(self, items: Sequence[ports.Item], direction: str, small: bool, names: Sequence[str] = ()) -> ports.Found:
        found = self._of_team(items, direction, names) if small and len(items) <= LARGEST_TEAM else None
        found = found or self._of_many(items, direction, small, names)
        return replace(_handed_over(found), leftovers=self._leftover_clauses(items, found.left_out, direction))

    def heading_wording(self, number: int, direction: str, against: bool) -> str:
        from bot.themes.leftover_clauses import heading_wording

        return heading_wording(number, direction, against)

    def takes_other_side(self, text: str, direction: str) -> bool:
        from bot.themes.team_points import read_clauses

        clauses = read_clauses([("", text)], direction)
        return bool(clauses) and all(clause.against for clause in clauses)

    def _leftover_clauses(
        self, items: Sequence[ports.Item], left_out: frozenset[str], direction: str
    ) -> tuple[ports.LeftoverClause, ...]:
        """The clauses in which the organisation may find points; none when the encoder fails."""
        from bot.themes.encoder_process import EncoderError
        from bot.themes.encoding import shared_process
        from bot.themes.headings import shipped_headings
        from bot.themes.leftover_clauses import find_leftover_clauses

        try:
            encode = self._encode or shared_process().encode
            return find_leftover_clauses(items, left_out, direction, encode, shipped_headings())
        except EncoderError:
            log.exception("the encoder failed; what found no point is kept for none")
            return ()

    def _of_team(self, items: Sequence[ports.Item], direction: str, names: Sequence[str]) -> results.NamedPoints | None:
        """The team's points; None when an encoder fails."""
        from bot.themes.encoder_process import EncoderError
        from bot.themes.encoding import shared_multilingual_process, shared_process
        from bot.themes.find_team import AskedModel, Encoders, find_team
        from bot.themes.headings import shipped_headings
        from bot.themes.model_proposals import ModelError

        encoders = Encoders(
            self._encode or shared_process().encode,
            shipped_headings(),
            self._encode_others or shared_multilingual_process().encode,
            self._second,
        )
        if self._model and self._fewest:
            asked = replace(encoders, model=AskedModel(self._model.ask, self._fewest))
            try:
                return find_team(items, direction=direction, encoders=asked, names=names)
            except (EncoderError, ModelError) as error:
                # Its sentence has nothing of the words in it; what it was raised from may have.
                log.warning("the language model is done without: %s", error)
        if encoders.second:
            try:
                return find_team(items, direction=direction, encoders=encoders, names=names)
            except EncoderError:
                log.exception("the encoder of themes.encoder failed; a team's answers are grouped without it")
        try:
            return find_team(items, direction=direction, encoders=replace(encoders, second=None), names=names)
        except EncoderError:
            log.exception("the encoder failed; a team's answers are grouped without it")
            return None

    def _of_many(
        self, items: Sequence[ports.Item], direction: str, small: bool, names: Sequence[str]
    ) -> results.NamedPoints:
        """The points of English answers, and beside them those of answers in other languages that are read (rule 16)."""
        from bot.themes.codebook import shipped_codebook
        from bot.themes.find import find_points
        from bot.themes.language import ENGLISH, may_be_in

        english = [item for item in items if may_be_in(item.text, (ENGLISH,))]
        found = find_points(english, direction=direction, codebook=shipped_codebook(), small=small, names=names)
        read = {item.ref for item in english}
        others = [item for item in items if item.ref not in read]
        beside = self._of_team(others, direction, names) if 0 < len(others) <= LARGEST_TEAM else None
        if beside is None:
            return replace(found, left_out=found.left_out.union(item.ref for item in others))
        return replace(
            found,
            points=found.points + beside.points,
            nothing=found.nothing | beside.nothing,
            left_out=found.left_out | beside.left_out,
        )

    def redact(self, text: str, names: Sequence[str]) -> str:
        from bot.themes.redact import safe_words

        return safe_words(text, names)


def _handed_over(found: results.NamedPoints) -> ports.Found:
    def each(points: Sequence[results.NamedPoint]) -> tuple[ports.FoundPoint, ...]:
        return tuple(
            ports.FoundPoint(point.label, point.new, point.refs, point.certainty, point.matter, point.against)
            for point in points
        )

    return ports.Found(each(found.points), found.nothing, found.left_out, each(found.candidates))

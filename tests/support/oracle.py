"""Oracle: a model of what people were told, made of acknowledgements alone, without rounds, releases or storage."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.model import Answer, AnswerState, RoundState
from bot.domain.outcomes import answering as said
from bot.domain.outcomes import drafts as drafted
from bot.domain.outcomes.challenges import ChallengeNoted, ChallengeWordsShown
from bot.domain.questions import NUMBERS
from bot.engine.quoting import quoted_texts
from bot.ports import UnitOfWork
from tests.support.world import Heard

CANARY = re.compile(r"canary\d{5}x")
Key = tuple[str, str, int]
"""Round, person, question number."""
Parts = list[tuple[str, str]]
"""Message id and text of every message that a draft is made of."""


def canaries(text: str) -> list[str]:
    return CANARY.findall(text)


@dataclass
class Truth:
    """Answers and drafts as their authors were told that they are kept, and what their authors allowed."""

    author: dict[str, str] = field(default_factory=dict)
    answers: dict[Key, str] = field(default_factory=dict)
    loose: dict[tuple[str, str], Parts] = field(default_factory=dict)
    drafts: dict[Key, Parts] = field(default_factory=dict)
    permitted: set[str] = field(default_factory=set)
    leaving: dict[str, datetime] = field(default_factory=dict)
    """Instants at which words that were taken back leave the draft that shows them, as their authors were told."""
    consented: set[str] = field(default_factory=set)
    checks: dict[str, list[str]] = field(default_factory=dict)

    def new_words(self, who: str, topic: str) -> str:
        canary = f"canary{len(self.author):05}x"
        self.author[canary] = who
        return f"{topic} {canary} as heard"

    # -- what an acknowledgement says

    def saved(self, who: str, told: said.AnswerSaved, values: dict[str, str], frozen: Callable[[], set[str]]) -> None:
        """`frozen` gives the canaries of answers that a release stands on: new words do not take their place there."""
        for number in (*told.given, *told.taken_back):
            old = set(canaries(self.answers.pop((told.round, who, number), "")))
            if old & self.permitted:
                self.no_longer(old - frozen(), told.leaves_at)
        for number in NUMBERS:
            if f"q{number}" in values:
                self.drafts.pop((told.round, who, number), None)
                if number in told.given:
                    self.answers[told.round, who, number] = values[f"q{number}"]

    def withdrawn(self, who: str, round_: str) -> None:
        for key in [key for key in self.answers if key[:2] == (round_, who)]:
            del self.answers[key]

    def take_back_permissions(self, who: str, standing: set[str], leaves_at: datetime | None) -> None:
        """Whatever of this person's words is kept no longer may not be shown any more."""
        self.no_longer({one for one in self.permitted if self.author[one] == who and one not in standing}, leaves_at)

    def no_longer(self, words: set[str], leaves_at: datetime | None) -> None:
        """Permission is taken back; where a draft shows the words, they stay in it until then."""
        self.permitted -= words
        if leaves_at:
            self.leaving |= dict.fromkeys(words, leaves_at)

    def forget(self, who: str, leaves_after: datetime) -> None:
        self.answers = {key: text for key, text in self.answers.items() if key[1] != who}
        self.drafts = {key: parts for key, parts in self.drafts.items() if key[1] != who}
        self.loose = {key: parts for key, parts in self.loose.items() if key[1] != who}
        mine = {one for one, author in self.author.items() if author == who}
        self.no_longer(mine & self.permitted, leaves_after)
        self.consented -= mine

    def drafting(self, who: str, heard: Heard, message_id: str = "", text: str = "", placed: str = "") -> None:
        """Record the effect of typed words and of the buttons under them; `placed` is the token of the button."""
        kept, draft = heard.told(drafted.DraftKept), heard.told(drafted.DraftPlaced)
        shown = kept or draft
        if message_id and shown and shown.change == "corrected":
            drafts = [self.drafts.get((shown.round, who, number), []) for number in NUMBERS]
            any(corrected_in(each, message_id, text) for each in (self.loose.get((shown.round, who), []), *drafts))
        elif message_id and kept:
            parts = self.loose.setdefault((kept.round, who), [])
            if not corrected_in(parts, message_id, text):
                parts.append((message_id, text))
        if draft and placed == f"{draft.round}:{draft.number}" and (draft.round, who) in self.loose:
            key = (draft.round, who, draft.number)
            before = self.drafts.get(key) or [("", self.answers[one]) for one in (key,) if one in self.answers]
            self.drafts[key] = [*before, *self.loose.pop((draft.round, who))]
        if heard.told(drafted.DraftEmptied) or (shown and shown.change == "shortened"):
            self._shortened(who, placed)
        if heard.told(drafted.DraftDiscarded):
            self.loose.pop((placed, who), None)
            for number in NUMBERS:
                self.drafts.pop((placed, who, number), None)

    def _shortened(self, who: str, token: str) -> None:
        """The last message of a draft was taken off; a draft of saved words alone is none."""
        round_, number, _ = token.rsplit(":", 2)
        key: tuple[str, str] | Key = (round_, who, int(number)) if number != "0" else (round_, who)
        held: dict[Any, Parts] = self.drafts if len(key) == 3 else self.loose
        held[key].pop()
        if [message for message, _ in held[key]] in ([], [""]):
            del held[key]

    def checking(self, heard: Heard, values: dict[str, str], check: str) -> None:
        if noted := heard.told(ChallengeNoted):
            self.checks[noted.token] = canaries(values.get("words", ""))
        if shown := heard.told(ChallengeWordsShown):
            words = set(self.checks.get(check, ()))
            self.consented = self.consented | words if shown.shown else self.consented - words

    # -- what the store must then hold

    def differences(self, uow: UnitOfWork) -> list[str]:
        """Return the differences between store and acknowledgements: lost, stored twice, or kept against their author's word."""
        rows = uow.answers.where(state=AnswerState.GIVEN)
        names = {row.id: row.name.lower() for row in uow.members.where()}
        texts = uow.texts.read([row.id for row in rows]) if rows else []
        held: dict[Key, list[tuple[Answer, str]]] = {}
        for row, text in zip(rows, texts, strict=True):
            held.setdefault((row.round, names.get(row.member, "?"), row.number), []).append(
                (row, text.reveal() if text else "")
            )
        gone = {row.id for row in uow.rounds.where(state=RoundState.CANCELLED)}
        self._cancelled(gone)
        kept = [f"an answer of a cancelled round is kept: {key}" for key in held if key[0] in gone]
        return [*kept, *self._lost(held), *self._unasked(held), *self._drafts_lost(uow, names)]

    def _cancelled(self, gone: set[str]) -> None:
        """Remove what was given to cancelled rounds: it is destroyed, as everybody in them is told."""
        for kept in (self.answers, self.drafts):
            for key in [key for key in kept if key[0] in gone]:
                del kept[key]
        for loose in [loose for loose in self.loose if loose[0] in gone]:
            del self.loose[loose]

    def _lost(self, held: dict[Key, list[tuple[Answer, str]]]) -> list[str]:
        counts = {key: [text for _, text in held.get(key, ())].count(kept) for key, kept in self.answers.items()}
        lost = [f"an acknowledged answer is lost: {key}" for key, count in counts.items() if count == 0]
        return lost + [f"an answer is stored twice: {key}" for key, count in counts.items() if count > 1]

    def _unasked(self, held: dict[Key, list[tuple[Answer, str]]]) -> list[str]:
        """Only an answer that a close has frozen may stand beside the newer words of its author."""
        wrong = []
        for key, rows in held.items():
            if key not in self.answers:
                wrong.append(f"an answer is kept that nobody gave or that was taken back: {key}")
            old = [row for row, text in rows if text != self.answers.get(key) and row.late and not row.released]
            if old:
                wrong.append(f"an answer is stored twice: {key}")
        return wrong

    def _drafts_lost(self, uow: UnitOfWork, names: dict[str, str]) -> list[str]:
        rows = uow.interviews.where()
        interviews = {(row.round, names.get(row.member)): row.id for row in rows}
        owners = {row.id: row.member for row in rows}
        wanted = {f"draft:{interviews.get(key[:2])}:{key[2]}": whole(parts) for key, parts in self.drafts.items()}
        wanted |= {f"loose:{interviews.get(key)}": whole(parts) for key, parts in self.loose.items() if parts}
        found = [quoted_texts(uow, [ref], owners.get(ref.split(":")[1], ""))[0] for ref in wanted]
        return [
            f"a draft is lost: {ref}" for (ref, text), kept in zip(wanted.items(), found, strict=True) if kept != text
        ]


def whole(parts: Parts) -> str:
    return "\n".join(text for _, text in parts)


def corrected_in(parts: Parts, message_id: str, text: str) -> bool:
    """Correct the message of this id among the parts; return whether it was there."""
    at = [place for place, (known, _) in enumerate(parts) if known == message_id]
    for place in at:
        parts[place] = (message_id, text)
    return bool(at)

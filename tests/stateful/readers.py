"""Everyone who reads along: what arrives where it must not, twice, or too little of, and what releases give away together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from adapters.fake import Sent
from bot.domain.model import Release, RoundState
from bot.domain.releases import ORGANISATION
from bot.ports import UnitOfWork
from bot.views.text import as_text
from bot.views.view import Heading, Quote, View
from tests.releases.attacker import Answers, Shown, leaks
from tests.support.finders import TOPICS, TopicFinder
from tests.support.oracle import Truth, canaries

WEIGHED_IN = ("Weigh these points", "Two are the same")
"""Titles of forms in which permitted words stand for everybody who was asked."""


WHOLE = ("The whole of ", "the whole of ")
"""Words in every message that shows the organisation's summary."""


@dataclass
class Readers:
    """Fed with everything that arrives, in order; `problems` must stay empty."""

    truth: Truth
    finder: TopicFinder
    settles: bool
    problems: list[str] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)
    history: list[Shown] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    judged: set[str] = field(default_factory=set)
    drafts: dict[str, set[str]] = field(default_factory=dict)
    quoted: int = 0
    over_time: int = 0
    """How many releases told what was raised over several rounds."""
    published: set[str] = field(default_factory=set)
    """Words that a team's final has shown: they stay published, in the organisation's summary too."""
    named: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)
    """By release, the people behind each point that it names."""

    def arrived(self, sent: Sent, urgency: int | None, at: datetime) -> None:
        self._once(sent, urgency)
        viewer = sent.private_to or (sent.ref if sent.ref.direct else None)
        to = viewer.person if viewer else None
        shown = repr(sent.view)
        for canary in set(canaries(shown)):
            if self.truth.author[canary] != to and not self._allowed(canary, sent, at):
                self.problems.append(f"words of {self.truth.author[canary]} reached {to or 'a channel'} in {sent.key}")
        if sent.key.startswith("final:"):
            self.published |= set(canaries(shown))
        if sent.key.startswith(("draft:", "final:")):
            self._enough_words(sent.view)
        if sent.key.startswith("draft:"):
            self._draft(sent, at)
        said = as_text(View(tuple(block for block in sent.view.blocks if not isinstance(block, Quote)), ""))
        if any(topic in said and topic not in self.labels for topic in TOPICS):
            self.problems.append(f"a point that no release named reached {to or 'a channel'}")

    def _allowed(self, canary: str, sent: Sent, at: datetime) -> bool:
        shown = repr(sent.view)
        if canary in self.published and any(words in shown for words in (*WHOLE, *WEIGHED_IN)):
            return True
        if sent.key.startswith(("draft:", "final:")):
            stays = bool(sent.edits) and at < self.truth.leaving.get(canary, at)
            return canary in self.truth.permitted or stays
        if sent.key.startswith("digest:") or any(title in repr(sent.view) for title in WEIGHED_IN):
            return canary in self.truth.permitted
        return sent.key.startswith("cases:") and canary in self.truth.consented

    def _draft(self, sent: Sent, at: datetime) -> None:
        """Words leave a posted draft when it was said, or because those beside them do (B11)."""
        shown = set(canaries(repr(sent.view)))
        name = ":".join(sent.key.split(".")[0].split(":")[:3])
        left = self.drafts.get(name, set()) - shown
        if left and all(self.truth.leaving.get(canary, at) > at for canary in left):
            self.problems.append(f"words left the draft too early: {sorted(left)}")
        self.drafts[name] = shown

    def _once(self, sent: Sent, urgency: int | None) -> None:
        if sent.edits:
            return
        self.keys[sent.key] = self.keys.get(sent.key, 0) + 1
        if self.keys[sent.key] > 1 and (self.settles or urgency == 2):
            self.problems.append(f"said twice: {sent.key}")

    def _enough_words(self, view: View) -> None:
        """Words are shown from at least three people, one of each at most, question by question (C6)."""
        people: list[str] = []
        for block in (*view.blocks, Heading("")):
            if isinstance(block, Heading):
                self.quoted += len(people)
                if people and (len(people) < 3 or len(set(people)) != len(people)):
                    self.problems.append(f"the words of {len(set(people))} people are shown")
                people = []
            elif isinstance(block, Quote):
                people += [self.truth.author[one] for one in set(canaries(block.text))]

    # -- releases

    def judge(self, uow: UnitOfWork) -> None:
        """Every release that is new, with the truth behind it taken from what was grouped."""
        for release in sorted(uow.releases.where(), key=lambda row: row.id):
            if release.id not in self.judged:
                self.judged.add(release.id)
                if release.summary.over_time:
                    self.problems += self._over_time(uow, release)
                else:
                    self.history.append(self._truth_of(uow, release))
                    self.problems += leaks(self.history)
                self.labels |= {point.label for each in release.summary.questions for point in each.points}
        for round_ in uow.rounds.where(state=RoundState.WITHHELD):
            if round_.id not in self.judged:
                self.judged.add(round_.id)
                self._fairly_held(uow, round_.id, round_.k)

    def _over_time(self, uow: UnitOfWork, release: Release) -> Iterator[str]:
        """Yield what is wrong with what was raised over time: it is of a block of k people, and a point of three (rule 15)."""
        self.over_time += 1
        round_ = uow.rounds.get(release.round)
        assert round_ is not None
        given = {uow.pseudonym(row.member, row.id): row for row in uow.answers.where()}
        for question in release.summary.questions:
            lines = uow.ledger.where(release=release.id, question=question.key)
            if len({line.pseudonym for line in lines}) < round_.k:
                yield "a block was shown below k"
            for point in question.points:
                behind = [
                    {given[ref].member for ref in named[point.label]}
                    for refs, named in self.finder.calls
                    if point.label in named and len({given[ref].round for ref in refs if ref in given}) > 1
                ]
                if not behind or len(behind[-1]) < 3:
                    yield "a point of too few people was raised over time"

    def _truth_of(self, uow: UnitOfWork, release: Release) -> Shown:
        drawn: dict[str, set[str]] = {}
        for line in uow.ledger.where(release=release.id):
            drawn.setdefault(line.question, set()).add(line.ref)
        alive = {row.id for row in uow.members.where()}
        here = [row for row in uow.answers.where() if row.member in alive]
        # Who was forgotten has no name any more under which the product knows them: there the ledger's own is taken.
        owner = {line.ref: line.pseudonym for line in uow.ledger.where(release=release.id)}
        owner |= {uow.pseudonym(row.member, row.id): row.member for row in here}
        answers: dict[str, Answers] = {}
        points: list[tuple[str, frozenset[str]]] = []
        for each in release.summary.questions:
            refs = frozenset(drawn.get(each.key, ()))
            if not each.shown:
                continue
            answers[each.key] = frozenset((ref, owner[ref]) for ref in refs)
            if release.aggregate == ORGANISATION:
                points += self._heard_in(uow, release, [point.label for point in each.points])
                continue
            called = next((named for given, named in reversed(self.finder.calls) if given == refs), None)
            if called is None:
                self.problems.append("a release draws on other answers than those that were grouped")
            else:
                named = [point.label for point in each.points]
                points += [(label, frozenset(owner[ref] for ref in called[label])) for label in named]
        self.named[release.id] = dict(points)
        return Shown(release.aggregate, *self._setting(uow, release), answers, tuple(points))

    def _heard_in(self, uow: UnitOfWork, release: Release, labels: list[str]) -> list[tuple[str, frozenset[str]]]:
        """Return the people behind points of the organisation: those who made them in the finals that it draws on."""
        finals = [self.named.get(row.id, {}) for row in uow.releases.where(pooled=release.id)]
        return [(label, frozenset().union(*(final.get(label, frozenset()) for final in finals))) for label in labels]

    def _setting(self, uow: UnitOfWork, release: Release) -> tuple[int, int]:
        if release.aggregate == ORGANISATION:
            asked = {row.member for row in uow.interviews.where()}
            return max(5, uow.organisations.where()[0].k), len(asked)
        round_ = uow.rounds.get(release.round)
        assert round_ is not None
        return round_.k, round_.roster

    def _fairly_held(self, uow: UnitOfWork, round_id: str, k: int) -> None:
        people: dict[str, set[str]] = {}
        for row in uow.answers.where(round=round_id, late=False, state="given"):
            people.setdefault(row.question, set()).add(row.member)
        if any(len(each) >= k for each in people.values()):
            self.problems.append("an honest release was refused")

"""A small organisation that runs rounds as the product does, with the gate in the middle and the truth on record.

What the product keeps in its database is kept here in plain lists; whatever it asks of the release gate is asked here of the same
functions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from bot.domain.model.sharing import Summary
from bot.domain.releases import (
    ORGANISATION,
    RULES,
    Candidate,
    CandidatePoint,
    Contribution,
    Decision,
    Frozen,
    GroupPool,
    Label,
    LedgerEntry,
    PastRound,
    Released,
    Rules,
    TeamSize,
    WithdrawalStage,
    Withheld,
    WithholdingReason,
    decide_release,
    finalise_summary,
    freeze_addendum,
    freeze_contributions,
    partition_teams,
    pool_organisation,
    summarise_release,
    waits_for,
    withdraw_contributions,
)
from tests.releases.attacker import Shown, leaks, shown

LEDGER_REASONS = (WithholdingReason.WOULD_ISOLATE, WithholdingReason.ALREADY_RELEASED)
PARENTS = {"ada": "north", "bea": "north", "cyd": "south", "dot": "south"}
MEMBERS = tuple(f"m{number:02}" for number in range(14))


@dataclass
class Round:
    """One group's round."""

    name: str
    teams: frozenset[str]
    roster: frozenset[str]
    k: int
    asked: tuple[str, ...]
    stage: WithdrawalStage = WithdrawalStage.OPEN
    draft: Released | None = None
    summary: Summary | None = None
    held: bool = False
    cancelled: bool = False

    @property
    def aggregate(self) -> str:
        return "+".join(sorted(self.teams))

    @property
    def running(self) -> bool:
        return not (self.held or self.cancelled) and self.stage is not WithdrawalStage.FINAL


@dataclass
class Given:
    """One answer as it is kept: to which round, whether it came late, by which release it is spent, whether it can be read."""

    contribution: Contribution
    round: Round
    late: bool = False
    released: str = ""
    pooled: bool = False
    readable: bool = True


@dataclass
class ReleaseWorld:
    """The organisation. `problems` must stay empty; `seen` counts what happened. `waits` is a defence that can be taken away."""

    rules: Rules = RULES
    waits: object = waits_for
    k: int = 2
    version: int = 1
    homes: dict[str, str] = field(default_factory=dict)
    rounds: list[Round] = field(default_factory=list)
    answers: dict[str, Given] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)
    promised: dict[str, int] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    ledger: list[LedgerEntry] = field(default_factory=list)
    history: list[Shown] = field(default_factory=list)
    tampered: bool = False
    problems: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    @property
    def asked(self) -> tuple[str, ...]:
        return (f"v{self.version}#1", f"v{self.version}#2")

    def open(self) -> None:
        """A round for every team that is not in one, nobody in two."""
        taken = {member for each in self.rounds if each.running for member in each.roster}
        idle = {member: team for member, team in self.homes.items() if member not in taken}
        sizes = Counter(idle.values())
        for group in partition_teams([TeamSize(t, p, sizes[t]) for t, p in PARENTS.items()], self.k):
            roster = frozenset(member for member, team in idle.items() if team in group.teams)
            if group.size != len(roster) or group.too_small != (len(roster) < self.k + 2):
                self.problems.append("a group is not what it says")
            name = f"round-{len(self.rounds)}"
            self.rounds.append(Round(name, frozenset(group.teams), roster, self.k, self.asked))

    # -- what people do

    def answer(self, at: Round, member: str, question: str, topic: int) -> None:
        """An answer; an edit if there was one; late if the round is closed."""
        if member not in at.roster or question not in at.asked or at.cancelled:
            return
        late = at.stage is not WithdrawalStage.OPEN or at.held
        self.seen["late"] += late
        for ref, old in list(self.answers.items()):
            same = (old.contribution.member, old.contribution.question, old.round) == (member, question, at)
            if same and old.late is late and not old.released and not old.pooled:
                del self.answers[ref]
        ref = f"a{len(self.topics)}"
        self.topics[ref] = topic
        self.promised[ref] = at.k
        given = Contribution(ref, member, question, at.k, turn=len(self.topics))
        self.answers[ref] = Given(given, at, late)

    def withdraw(self, refs: Collection[str]) -> None:
        """A withdrawal or an erasure, as the stage of each answer's release lets it."""
        self.gone |= set(refs)
        for ref in set(refs) & set(self.answers):
            outcome = withdraw_contributions({ref}, self.stage_of(self.answers[ref]))
            if ref in outcome.undone:
                del self.answers[ref]
            else:
                self.answers[ref].readable = False

    def stage_of(self, given: Given) -> WithdrawalStage:
        if given.pooled:
            return WithdrawalStage.FINAL
        if given.released:
            drafted = [at for at in self.rounds if at.draft and at.draft.release_id == given.released]
            return drafted[0].stage if drafted else WithdrawalStage.FINAL
        return WithdrawalStage.OPEN if given.round.stage is WithdrawalStage.OPEN else WithdrawalStage.CLOSED

    def cancel(self, at: Round) -> None:
        """Its answers are destroyed; one that is left over, as by a slip, must be used by nothing."""
        mine = {ref for ref, given in self.answers.items() if given.round is at}
        self.dead |= mine
        at.cancelled = True
        for ref in sorted(mine)[1:]:
            del self.answers[ref]

    # -- what time brings

    def frozen(self, at: Round) -> Frozen:
        own = [each.contribution for each in self.answers.values() if each.round is at and not each.late]
        return freeze_contributions(
            own,
            asked=at.asked,
            roster=at.roster,
            waiting=[each.contribution for each in self.waiting(at)],
            spent=[each.contribution for each in self.answers.values() if each.released or each.pooled],
            rules=self.rules,
        )

    def waiting(self, at: Round) -> list[Given]:
        waits = self.waits
        assert callable(waits)
        past = {each.name: PastRound(each.name, each.teams, each.cancelled) for each in self.rounds if each is not at}
        mine = {name for name, each in past.items() if waits(each, at.teams)}
        return [
            each for each in self.answers.values() if each.round.name in mine and not (each.released or each.pooled)
        ]

    def close(self, at: Round) -> None:
        at.stage = WithdrawalStage.CLOSED

    def publish(self, at: Round) -> None:
        candidate = self.candidate(at.aggregate, at.name, self.frozen(at).contributions, at)
        decision = self.decide(candidate, at.k, at)
        if isinstance(decision, Released):
            at.draft, at.stage = decision, WithdrawalStage.DRAFT
            asked = [(key, key) for key in at.asked]
            labels = {(each.question, each.key): Label(each.key) for each in candidate.points}
            at.summary = summarise_release(decision, asked, labels)
            self.spend(decision)
            self.seen["group released"] += 1
        else:
            at.held = True
            self.seen["group held"] += 1

    def finish(self, at: Round) -> None:
        assert at.draft is not None and at.summary is not None
        final = finalise_summary(at.summary, (), (), checked=False, merged={})
        if final != at.summary:
            self.problems.append("the final differs from the draft although nobody said a word")
        at.summary, at.stage = final, WithdrawalStage.FINAL

    def supplement(self, at: Round) -> None:
        """An addendum of answers whose question is no longer asked, beside a draft."""
        frozen = self.frozen(at)
        ready = freeze_addendum(frozen.waiting, asked=self.asked, roster=at.roster, k=at.k, rules=self.rules)
        if not ready:
            return
        name = f"addendum-{len(self.history)}"
        decision = self.decide(self.candidate(at.aggregate, name, ready, at), at.k, at)
        if isinstance(decision, Released):
            self.seen["addendum released"] += 1
            self.spend(decision)

    def organisation(self) -> None:
        """The release of the whole, whatever round is still running."""
        candidate = pool_organisation(
            self.pools(),
            self.ledger,
            self.k,
            release_id=f"whole-{len(self.history)}",
            cycle=f"cycle-{len(self.history)}",
            rules=self.rules,
        )
        candidate = replace(candidate, points=self.points(candidate.contributions))
        decision = self.decide(candidate, self.k, None)
        self.seen[f"whole {type(decision).__name__.lower()}"] += 1
        if isinstance(decision, Released):
            self.spend(decision)

    def spend(self, released: Released) -> None:
        for ref in released.entry.refs:
            if released.entry.aggregate == ORGANISATION:
                self.answers[ref].pooled = True
            else:
                self.answers[ref].released = released.release_id

    def pools(self) -> Iterable[GroupPool]:
        for at in self.rounds:
            if at.stage is WithdrawalStage.FINAL:
                mine = [each for each in self.answers.values() if self.drawn_for(each) is at and each.readable]
                yield GroupPool(at.aggregate, len(at.roster), frozenset(each.contribution for each in mine))

    def drawn_for(self, given: Given) -> Round | None:
        """The round whose release, or whose addendum, an answer came out with."""
        return next((at for at in self.rounds if given.released in self.releases_of(at)), None)

    def releases_of(self, at: Round) -> set[str]:
        added = {entry.release_id for entry in self.ledger if entry.round.startswith("addendum")}
        beside = {id for id in added if id.startswith(f"{at.aggregate}/")} if at.draft else set()
        return beside | ({at.draft.release_id} if at.draft else set())

    # -- what nobody planned

    def propose(self, aggregate: str, roster: int, answers: Iterable[Contribution]) -> None:
        """A release that nobody planned: the gate alone stands between it and the reader."""
        name = f"plot-{len(self.history)}-{len(self.topics)}"
        candidate = replace(self.candidate(aggregate, name, frozenset(answers), None), roster=roster)
        self.tampered = True
        decision = self.decide(candidate, self.k, None)
        if isinstance(decision, Withheld):
            self.seen[f"plot {decision.reason.name}"] += 1

    def candidate(self, aggregate: str, name: str, answers: frozenset[Contribution], at: Round | None) -> Candidate:
        roster = len(at.roster) if at else 0
        asked = at.asked if at else ()
        return Candidate(f"{aggregate}/{name}", aggregate, name, roster, answers, self.points(answers), asked)

    def points(self, answers: Iterable[Contribution]) -> tuple[CandidatePoint, ...]:
        found: dict[tuple[str, int], set[str]] = defaultdict(set)
        for each in answers:
            found[each.question, self.topics[each.ref]].add(each.ref)
        return tuple(CandidatePoint(f"t{topic}", q, frozenset(refs)) for (q, topic), refs in sorted(found.items()))

    def decide(self, candidate: Candidate, k: int, at: Round | None) -> Decision:
        decision = decide_release(candidate, self.ledger, k, self.rules)
        if isinstance(decision, Released):
            self.ledger.append(decision.entry)
            on_roster = at.roster if at else None
            self.history.append(shown(candidate, decision, k, promised=self.promised, on_roster=on_roster))
            self.problems += self.honest(leaks(self.history))
            if decision.entry.refs & self.dead:
                self.problems.append("answers of a cancelled round were used")
        elif decision.reason in LEDGER_REASONS and not self.tampered:
            self.problems.append(f"an honest release was refused: {decision.reason.value}")
        return decision

    def honest(self, found: list[str]) -> list[str]:
        """What a plot names itself may hold answers twice or of no group: it is about isolation alone."""
        if not self.tampered:
            return found
        return [each for each in found if "counts twice" not in each and "no group has released" not in each]

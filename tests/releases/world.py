"""A small organisation that runs rounds as the product does, with the gate in the middle and the truth on record."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from bot.domain.releases import (
    ORGANISATION,
    RULES,
    Candidate,
    Contribution,
    Decision,
    Frozen,
    GroupPool,
    Held,
    HeldReason,
    LedgerEntry,
    Released,
    Rules,
    Stage,
    TeamSize,
    ThemeSet,
    addendum,
    decide,
    final_of,
    freeze,
    partition,
    whole,
    withdraw,
)
from tests.releases.attacker import Shown, leaks, shown

LEDGER_REASONS = (HeldReason.WOULD_ISOLATE, HeldReason.ALREADY_RELEASED)
PARENTS = {"ada": "north", "bea": "north", "cyd": "south", "dot": "south"}
MEMBERS = tuple(f"m{number:02}" for number in range(14))


@dataclass
class Round:
    """One group's round."""

    name: str
    aggregate: str
    roster: frozenset[str]
    k: int
    asked: tuple[str, ...]
    stage: Stage = Stage.OPEN
    answers: dict[tuple[str, str], Contribution] = field(default_factory=dict)
    frozen: Frozen | None = None
    draft: Released | None = None
    held: bool = False

    @property
    def running(self) -> bool:
        return not self.held and self.stage is not Stage.FINAL


@dataclass
class World:
    """The organisation. `problems` must stay empty; `seen` counts what happened."""

    rules: Rules = RULES
    k: int = 2
    version: int = 1
    homes: dict[str, str] = field(default_factory=dict)
    rounds: list[Round] = field(default_factory=list)
    waiting: dict[str, frozenset[Contribution]] = field(default_factory=lambda: defaultdict(frozenset))
    extra: dict[str, frozenset[Contribution]] = field(default_factory=lambda: defaultdict(frozenset))
    rosters: dict[str, int] = field(default_factory=dict)
    was_frozen: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    topics: dict[str, int] = field(default_factory=dict)
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
        for group in partition([TeamSize(t, p, sizes[t]) for t, p in PARENTS.items()], self.k):
            roster = frozenset(member for member, team in idle.items() if team in group.teams)
            if group.size != len(roster) or group.too_small != (len(roster) < self.k + 2):
                self.problems.append("a group is not what it says")
            self.rosters[group.aggregate] = len(roster)
            name = f"round-{len(self.rounds)}"
            self.rounds.append(Round(name, group.aggregate, roster, self.k, self.asked))

    def answer(self, at: Round, member: str, question: str, topic: int) -> None:
        """An answer; an edit if there was one; late if the round is closed."""
        if member not in at.roster or question not in at.asked:
            return
        ref = f"a{len(self.topics)}"
        self.topics[ref] = topic
        if at.stage is Stage.OPEN:
            at.answers[member, question] = Contribution(ref, member, question)
            return
        self.seen["late"] += 1
        earlier = {each for each in self.waiting[at.aggregate] if each.late}
        replaced = {each for each in earlier if (each.member, each.question) == (member, question)}
        given = Contribution(ref, member, question, late=True)
        self.waiting[at.aggregate] = self.waiting[at.aggregate] - replaced | {given}

    def close(self, at: Round) -> None:
        spent = {ref for entry in self.ledger for ref in entry.refs}
        at.frozen = freeze(at.answers.values(), asked=at.asked, waiting=self.waiting[at.aggregate], released=spent)
        self.waiting[at.aggregate] = at.frozen.waiting
        self.was_frozen |= {each.ref for each in at.frozen.contributions}
        at.stage = Stage.CLOSED

    def publish(self, at: Round) -> None:
        assert at.frozen is not None
        decision = self.decide(self.candidate(at.aggregate, at.name, at.frozen.contributions, at), at.k)
        kept = replace(at.frozen, waiting=self.waiting[at.aggregate])
        self.waiting[at.aggregate] = kept.waiting_after(decision)
        if isinstance(decision, Released):
            at.draft, at.stage = decision, Stage.DRAFT
            self.seen["group released"] += 1
        else:
            at.held = True
            self.seen["group held"] += 1

    def finish(self, at: Round) -> None:
        assert at.draft is not None and at.frozen is not None
        final = final_of(at.draft, {})
        truth = {each.ref for each in at.frozen.contributions}
        if final.entry != at.draft.entry or not final.entry.refs <= truth:
            self.problems.append("the final stands on another set than the draft")
        at.stage = Stage.FINAL

    def withdraw(self, refs: Collection[str]) -> None:
        self.gone |= set(refs)
        for at in self.rounds:
            at.answers = {key: each for key, each in at.answers.items() if each.ref not in refs}
            if at.frozen is not None:
                at.frozen = withdraw(at.frozen, refs, at.stage)
        for held in (self.waiting, self.extra):
            for aggregate, each in held.items():
                held[aggregate] = frozenset(one for one in each if one.ref not in refs)

    def supplement(self, aggregate: str) -> None:
        """An addendum of answers whose question is no longer asked."""
        ready = addendum(self.waiting[aggregate], asked=self.asked, k=self.k)
        if not ready:
            return
        name = f"addendum-{len(self.history)}"
        decision = self.decide(self.candidate(aggregate, name, ready, None), self.k)
        if isinstance(decision, Released):
            self.seen["addendum released"] += 1
            self.waiting[aggregate] -= ready
            self.extra[aggregate] |= ready

    def organisation(self) -> None:
        """The release of the whole, once every round of the cycle is over or still running."""
        candidate = whole(
            self.pools(),
            self.ledger,
            self.k,
            release_id=f"whole-{len(self.history)}",
            round=f"cycle-{len(self.history)}",
            roster=len(self.homes),
            rules=self.rules,
        )
        candidate = replace(candidate, themes=self.themes(candidate.contributions))
        decision = self.decide(candidate, self.k)
        self.seen[f"whole {type(decision).__name__.lower()}"] += 1
        if isinstance(decision, Released):
            self.spend(decision)

    def spend(self, released: Released) -> None:
        groups = {ref for entry in self.ledger if entry.aggregate != ORGANISATION for ref in entry.refs}
        if released.entry.refs - groups:
            self.seen["whole with held answers"] += 1
        for aggregate, each in self.waiting.items():
            self.waiting[aggregate] = frozenset(one for one in each if one.ref not in released.entry.refs)

    def pools(self) -> Iterable[GroupPool]:
        for aggregate, size in self.rosters.items():
            held = {each for each in self.waiting[aggregate] if each.ref in self.was_frozen}
            final = [at for at in self.rounds if at.aggregate == aggregate and at.stage is Stage.FINAL]
            published = {each for at in final if at.frozen for each in at.frozen.readable}
            yield GroupPool(aggregate, size, frozenset(held | published | self.extra[aggregate]))

    def propose(self, aggregate: str, roster: int, answers: Iterable[Contribution]) -> None:
        """A release that nobody planned: the gate alone stands between it and the reader."""
        name = f"plot-{len(self.history)}-{len(self.topics)}"
        candidate = replace(self.candidate(aggregate, name, frozenset(answers), None), roster=roster)
        self.tampered = True
        decision = self.decide(candidate, self.k)
        if isinstance(decision, Held):
            self.seen[f"plot {decision.reason.name}"] += 1

    def candidate(self, aggregate: str, name: str, answers: frozenset[Contribution], at: Round | None) -> Candidate:
        roster = len(at.roster) if at else self.rosters.get(aggregate, 0)
        asked = at.asked if at else ()
        return Candidate(f"{aggregate}/{name}", aggregate, name, roster, answers, self.themes(answers), asked)

    def themes(self, answers: Iterable[Contribution]) -> tuple[ThemeSet, ...]:
        found: dict[tuple[str, int], set[str]] = defaultdict(set)
        for each in answers:
            found[each.question, self.topics[each.ref]].add(each.ref)
        return tuple(ThemeSet(f"t{topic}", q, frozenset(refs)) for (q, topic), refs in sorted(found.items()))

    def decide(self, candidate: Candidate, k: int) -> Decision:
        decision = decide(candidate, self.ledger, k, self.rules)
        if isinstance(decision, Released):
            self.ledger.append(decision.entry)
            self.history.append(shown(candidate, decision, k))
            self.problems += leaks(self.history)
        elif decision.reason in LEDGER_REASONS and not self.tampered:
            self.problems.append(f"an honest release was refused: {decision.reason.value}")
        return decision

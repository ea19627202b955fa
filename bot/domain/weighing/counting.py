"""The count at the end of the window: weighings are contributions of their own, and are counted once (rule 11)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.model.weighing import (
    ItemKind,
    ItemResult,
    Verdict,
    WeighedItems,
    WeighedLabel,
    Weighing,
    WeighingItem,
    WeighingState,
)
from bot.domain.releases import ORGANISATION, LedgerEntry, WithholdingReason, seeded_key
from bot.domain.releases.ledger import find_objection
from bot.domain.releases.thresholds import TEAMS_AT_LEAST, teams_suffice
from bot.domain.weighing.items import CARRIED_KINDS
from bot.domain.weighing.merges import find_same_items
from bot.domain.weighing.verdicts import is_under_challenge, verdict_of
from bot.domain.weighing.weighed_labels import LABELS, LabelRules, Tally, groups_suffice, label_item, reopens_matter

OF_WEIGHINGS = "/weighed"
"""Stands behind a release's id where the ledger holds the weighings of its items."""
WEIGHED = "weighed:"
"""Prefix under which the ledger holds the weighings of an item, where it holds the key of a question for answers."""


@dataclass(frozen=True, slots=True)
class WeighedDraft:
    """A draft in its check window: the release, its items that are still listed, the roster of its round and the round's k.

    A draft of the organisation has the members of all its groups on its roster, and says how many `groups` they are. `authors` are
    the members whose statements they are, `verdicts` the earlier ones of the earlier points, both by the items' keys. `teams` are
    the members' teams, where several were asked together or the draft is the organisation's.
    """

    release_id: str
    aggregate: str
    round: str
    items: tuple[WeighingItem, ...]
    roster: frozenset[str] = field(repr=False)
    k: int
    authors: Mapping[str, str] = field(default_factory=dict, repr=False)
    teams: Mapping[str, str] = field(default_factory=dict, repr=False)
    verdicts: Mapping[str, Sequence[Verdict]] = field(default_factory=dict)
    groups: int = 1


NOT_WEIGHED = WeighedItems()
"""Nothing may be told of any item."""


def one_of_each(
    weighings: Iterable[Weighing], items: Sequence[WeighingItem], roster: Collection[str]
) -> tuple[Weighing, ...]:
    """Return the weighings that count: by members of the round's roster, of items that are listed, the last of each."""
    listed = {each.key for each in items}
    chosen = {(each.member, each.item): each for each in weighings if each.member in roster and each.item in listed}
    return tuple(chosen.values())


def several_groups(draft: WeighedDraft) -> bool:
    """Return whether the organisation has enough groups: of two, each could take its own label from the organisation's."""
    return draft.aggregate != ORGANISATION or groups_suffice(draft.groups)


def agreed_in_two_teams(draft: WeighedDraft, item: str, weighings: Iterable[Weighing]) -> bool:
    """Return whether an item may become a point of these teams: of several that were asked together, two have members who agree."""
    agree = {each.member for each in weighings if each.state is WeighingState.AGREES} | {draft.authors.get(item, "")}
    heard = {draft.teams[member] for member in agree if member in draft.teams}
    return teams_suffice(len(heard), len(set(draft.teams.values())))


def differ_in_two_teams(draft: WeighedDraft, weighings: Iterable[Weighing]) -> bool:
    """Return whether those who see an earlier point differently can challenge it: of the whole, if two teams are among them."""
    heard = {draft.teams.get(each.member, "") for each in weighings if each.state is WeighingState.DIFFERS} - {""}
    return draft.aggregate != ORGANISATION or len(heard) >= TEAMS_AT_LEAST


@dataclass(frozen=True, slots=True)
class CountRules:
    """The defences of the count, so that a test can switch off exactly one. The product uses `COUNTS`."""

    labels: LabelRules = LABELS
    valid: Callable[[Iterable[Weighing], Sequence[WeighingItem], Collection[str]], tuple[Weighing, ...]] = one_of_each
    groups: Callable[[WeighedDraft], bool] = several_groups
    teams: Callable[[WeighedDraft, str, Iterable[Weighing]], bool] = agreed_in_two_teams
    challengers: Callable[[WeighedDraft, Iterable[Weighing]], bool] = differ_in_two_teams
    ledger: Callable[[LedgerEntry, Sequence[LedgerEntry], int], WithholdingReason | None] = find_objection


COUNTS = CountRules()


def members_who_weighed(weighings: Iterable[Weighing]) -> frozenset[str]:
    """Return the members who weighed at least one item: they checked the draft (rule 13)."""
    return frozenset(each.member for each in weighings if each.state is not WeighingState.UNWEIGHED)


def count_weighings(
    draft: WeighedDraft,
    weighings: Iterable[Weighing],
    ledger: Sequence[LedgerEntry] = (),
    rules: CountRules = COUNTS,
) -> tuple[WeighedItems, LedgerEntry]:
    """Return what may be told of how the items were weighed, and the entry for the ledger, to be stored in the same transaction.

    Nothing is told of an organisation of fewer than three groups, nor where the ledger objects, as it does when the same weighings
    are counted again.
    """
    counted = rules.valid(weighings, draft.items, draft.roster)
    of_item = {each.key: [one for one in counted if one.item == each.key] for each in draft.items}
    tallies = {key: rules.labels.count(mine, draft.authors.get(key, "")) for key, mine in of_item.items()}
    entry = _ledger_entry(draft, of_item, tallies, rules)
    if not rules.groups(draft) or rules.ledger(entry, ledger, draft.k):
        return WeighedItems(tuple(ItemResult(each.key) for each in draft.items)), entry
    size, k = len(draft.roster), draft.k
    earlier = [each for each in draft.items if each.kind is ItemKind.EARLIER_POINT]
    verdicts = {each.key: _verdict(draft, each, tallies[each.key], of_item[each.key], rules) for each in earlier}
    challenged = {each.key for each in earlier if _is_challenged(draft, each, verdicts[each.key], rules)}
    results = (
        ItemResult(each.key, WeighedLabel.UNDER_CHALLENGE)
        if each.key in challenged
        else label_item(each, tallies[each.key], size, k, rules.labels)
        if each.kind not in CARRIED_KINDS or rules.teams(draft, each.key, of_item[each.key])
        else ItemResult(each.key)
        for each in draft.items
    )
    told = WeighedItems(
        tuple(results),
        find_same_items(draft.items, counted, size, k, rules.labels),
        tuple(verdicts.items()),
        tuple(each.key for each in draft.items if reopens_matter(each, tallies[each.key], size, k, rules.labels)),
    )
    return told, entry


def _verdict(
    draft: WeighedDraft, item: WeighingItem, tally: Tally, weighings: Iterable[Weighing], rules: CountRules
) -> Verdict:
    verdict = verdict_of(item, tally, len(draft.roster), draft.k, rules.labels)
    return verdict if verdict is not Verdict.CHALLENGED or rules.challengers(draft, weighings) else Verdict.NONE


def _is_challenged(draft: WeighedDraft, item: WeighingItem, verdict: Verdict, rules: CountRules) -> bool:
    so_far = (*draft.verdicts.get(item.key, ()), verdict)
    return is_under_challenge(so_far) and rules.labels.told(draft.k, len(draft.roster))


def _ledger_entry(
    draft: WeighedDraft, of_item: Mapping[str, Sequence[Weighing]], tallies: Mapping[str, Tally], rules: CountRules
) -> LedgerEntry:
    """Return the entry of the items that enough people weighed; of the others nothing is told."""
    questions = []
    for key, mine in sorted(of_item.items()):
        if rules.labels.enough(tallies[key].weighed, draft.k):
            people = {each.member for each in mine if each.state is not WeighingState.UNWEIGHED}
            people |= {draft.authors[key]} if draft.authors.get(key) else set()
            pairs = frozenset((seeded_key(draft.release_id, f"{key}\0{member}"), member) for member in people)
            questions.append((f"{WEIGHED}{draft.release_id}:{key}", pairs))
    return LedgerEntry(draft.release_id + OF_WEIGHINGS, draft.aggregate, draft.round, tuple(questions))

"""Merging of teams into groups that are asked together: each has a roster of at least k + 2.

Theory: units are visited from the innermost to the whole organisation. Within a unit the teams that are too small
are first put together among themselves, in as many groups as they can fill; what is left over joins the smallest
sufficient group of the unit; if there is none it waits for the next wider unit. So nobody is in two groups, and no
small team stays outside to be found by subtraction.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.releases.thresholds import needed_roster


def aggregate_of(teams: Iterable[str]) -> str:
    """Return the name under which releases of these teams are compared, the same in whatever order."""
    return "+".join(sorted(teams))


@dataclass(frozen=True, slots=True)
class TeamSize:
    """A team and how many call it home; `parent` is the unit above it, itself possibly a team.

    `busy` teams stand in a group whose round is not over: they are left out, for nobody is in two groups.
    """

    team: str
    parent: str | None
    size: int
    busy: bool = False


@dataclass(frozen=True, slots=True)
class MergeGroup:
    """Teams asked and released together. `anchor` is the largest (ties: the lower id); `too_small` is never released."""

    teams: tuple[str, ...]
    size: int
    anchor: str
    too_small: bool = False

    @property
    def aggregate(self) -> str:
        """An id that is the same whenever the same teams are together."""
        return "group-" + hashlib.sha256("\0".join(self.teams).encode()).hexdigest()[:24]


def partition_teams(teams: Iterable[TeamSize], k: int) -> tuple[MergeGroup, ...]:
    """Disjoint groups of all idle, non-empty teams, sorted by their teams; the order of `teams` does not matter.

    Raises ValueError on a team listed twice or a negative size.
    """
    listed = sorted(teams, key=lambda team: team.team)
    _check_sizes(listed)
    idle = [team for team in listed if team.size and not team.busy]
    sizes = {team.team: team.size for team in idle}
    need = needed_roster(k)
    bundles = [_Bundle((team.team,), team.size) for team in idle]
    for inside in _units_inside_out(_unit_chains(listed), sizes):
        bundles = _merge_inside(bundles, inside, need)
    loose = [bundle for bundle in bundles if bundle.size < need]
    if loose:
        # Leftovers survive the widest unit only if nothing sufficient exists anywhere.
        bundles = [_join_bundles(*bundles)]
    return tuple(_merge_group(bundle, sizes, need) for bundle in sorted(bundles, key=lambda each: each.teams))


def rosters_by_team(lists: Mapping[str, Iterable[str]], primary: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return who counts where at opening: team -> members, from each real member's teams and the primary one among them.

    A member counts in their primary team alone, and nowhere while they are not on its list: whoever takes them off one list
    and puts them on another moves nothing.
    """
    found: dict[str, set[str]] = {team: set() for teams in lists.values() for team in teams}
    for member, teams in lists.items():
        team = primary.get(member)
        if team is not None and team in teams:
            found[team].add(member)
    return {team: frozenset(people) for team, people in sorted(found.items())}


@dataclass(frozen=True, slots=True)
class _Bundle:
    teams: tuple[str, ...]
    size: int


_EVERYONE = ""
"""The widest unit. Team ids are not empty, so it cannot be mistaken for one."""


def _check_sizes(teams: list[TeamSize]) -> None:
    if len({team.team for team in teams}) != len(teams):
        raise ValueError("a team is listed twice")
    if any(team.size < 0 or not team.team for team in teams):
        raise ValueError("a team needs an id and a size of zero or more")


def _unit_chains(teams: list[TeamSize]) -> dict[str, tuple[str, ...]]:
    """Each team's units, innermost first: itself (it may be a unit too), its parent, the parent's parent, everyone."""
    parents = {team.team: team.parent for team in teams}
    chains = {}
    for team in parents:
        chain, unit = [team], parents[team]
        while unit and unit not in chain:
            chain.append(unit)
            unit = parents.get(unit)
        chains[team] = (*chain, _EVERYONE)
    return chains


def _units_inside_out(chains: Mapping[str, tuple[str, ...]], teams: Iterable[str]) -> list[frozenset[str]]:
    """The teams of each unit that has two or more, deepest unit first, then by id.

    Depth is the longest way from a unit up to everyone.
    """
    depth: dict[str, int] = {}
    inside: dict[str, set[str]] = {}
    for team in teams:
        for height, unit in enumerate(reversed(chains[team])):
            depth[unit] = max(height, depth.get(unit, 0))
            inside.setdefault(unit, set()).add(team)
    order = sorted(depth, key=lambda unit: (-depth[unit], unit))
    return [frozenset(inside[unit]) for unit in order if len(inside[unit]) > 1]


def _merge_inside(bundles: list[_Bundle], inside: frozenset[str], need: int) -> list[_Bundle]:
    outside = [each for each in bundles if not inside.issuperset(each.teams)]
    here = [each for each in bundles if inside.issuperset(each.teams)]
    sufficient = [each for each in here if each.size >= need]
    filled, left = _fill_groups([each for each in here if each.size < need], need)
    sufficient += filled
    if not sufficient:
        return outside + left
    for small in left:
        host = min(sufficient, key=lambda each: (each.size, each.teams))
        sufficient.remove(host)
        sufficient.append(_join_bundles(host, small))
    return outside + sufficient


def _fill_groups(small: list[_Bundle], need: int) -> tuple[list[_Bundle], list[_Bundle]]:
    """As many sufficient groups as the small ones give, and what is left over, both deterministic."""
    rest = sorted(small, key=lambda each: (-each.size, each.teams))
    filled = []
    while sum(each.size for each in rest) >= need:
        group = rest.pop(0)
        while group.size < need:
            finishing = [each for each in rest if group.size + each.size >= need]
            chosen = finishing[-1] if finishing else rest[0]
            rest.remove(chosen)
            group = _join_bundles(group, chosen)
        filled.append(group)
    return filled, rest


def _join_bundles(*bundles: _Bundle) -> _Bundle:
    teams = sorted(team for bundle in bundles for team in bundle.teams)
    return _Bundle(tuple(teams), sum(bundle.size for bundle in bundles))


def _merge_group(bundle: _Bundle, sizes: Mapping[str, int], need: int) -> MergeGroup:
    anchor = min(bundle.teams, key=lambda team: (-sizes[team], team))
    return MergeGroup(bundle.teams, bundle.size, anchor, too_small=bundle.size < need)

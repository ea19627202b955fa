"""A pasted list of people, or one from a file: whoever is found is added as by a command; each other line is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bot.chatcommands.people_lists import read_entry
from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.many_people import AddList
from bot.domain.model import Member
from bot.domain.outcomes.many_people import LinesNotRead
from bot.engine import lookup
from bot.engine.commands import teams
from bot.engine.context import EventContext

Missed = tuple[int, str, str]
"""Number of a line, why it names nobody, and the line."""
MOST_NAMED = 40
"""Lines that one message names."""


def add_list(context: EventContext, command: AddList) -> None:
    """Add everybody who is found, and name each line by which nobody is. Raises Refusal where that is nobody at all."""
    team = lookup.find_team(context, command.team)
    found, missed = find_people_of_lines(context, command.entries)
    if found:
        teams.add_people(context, order.AddPeople(people=found, team=team.name))
        name_lines(context, team.name, missed, len(command.entries))
        return
    part = missed[:MOST_NAMED]
    said = LinesNotRead(
        team=team.name,
        lines=tuple((number, why) for number, why, _ in part),
        added=0,
        more=len(missed) - len(part),
    )
    raise Refusal(said, quotes=[line for _, _, line in part])


def find_people_of_lines(
    context: EventContext, entries: Sequence[tuple[int, str]]
) -> tuple[tuple[str, ...], list[Missed]]:
    """Return the platform ids of whoever the lines of a list name, each once, and the lines that name nobody, with why."""
    known = _members_by_name(context)
    found: dict[str, None] = {}
    missed: list[Missed] = []
    for number, line in entries:
        ids, why = _ids_of(context, known, line)
        found |= dict.fromkeys(ids)
        if why:
            missed.append((number, why, line))
    return tuple(found), missed


def name_lines(context: EventContext, team: str, missed: Sequence[Missed], of: int) -> None:
    """Tell the acting person each line that names nobody, of so many, in as many messages as that takes."""
    for at in range(0, len(missed), MOST_NAMED):
        part = missed[at : at + MOST_NAMED]
        lines = tuple((number, why) for number, why, _ in part)
        refs = tuple(context.echo_words(line) for _, _, line in part)
        context.reply(LinesNotRead(team=team, lines=lines, added=of - len(missed), refs=refs))


def _members_by_name(context: EventContext) -> Mapping[str, list[Member]]:
    by_name: dict[str, list[Member]] = defaultdict(list)
    for member in context.uow.members.where():
        by_name[_folded(member.name)].append(member)
    return by_name


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _ids_of(context: EventContext, known: Mapping[str, list[Member]], line: str) -> tuple[tuple[str, ...], str]:
    """Return the platform ids of whoever a line names, or why it names nobody."""
    entry = read_entry(line)
    if entry.ids:
        return entry.ids, ""
    for name in entry.names:
        members = known.get(_folded(name), [])
        if len(members) > 1:
            return (), "several"
        if members:
            id = platform_id(context, members[0])
            return ((id,), "") if id else ((), "elsewhere")
    if entry.emails:
        return (), "address"
    return (), "unknown" if entry.names else "mark"


def platform_id(context: EventContext, member: Member) -> str:
    """The id of somebody on the platform of the event; empty where they are known on another one alone."""
    where = context.event.where
    for identity in context.uow.identities.where(member=member.id):
        ref = context.uow.addresses.ref(identity.id)
        if ref and (ref.platform, ref.workspace) == (where.platform, where.workspace) and ref.person:
            return ref.person
    return ""

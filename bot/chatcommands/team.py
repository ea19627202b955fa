"""Commands about teams and the people in them."""

from __future__ import annotations

import re

from bot.chatcommands.people_lists import list_to_add
from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import groups_in, people_in, strip_quotes, user_group_in, words_after
from bot.domain.commands import (
    AddAdmin,
    AddPeople,
    AddTeam,
    Command,
    FollowChannel,
    ListTeams,
    MoveTeam,
    RemovePeople,
    SetLead,
    ShowPeople,
)
from bot.domain.many_people import FollowGroup

LONGEST_NAME = 80


_UNDER = re.compile(r"\s+under(?:\s+|$)", re.IGNORECASE)
_ZONE = re.compile(r"\b(?:time ?)?zones?\b|\b[A-Z][A-Za-z_]+/[A-Z][A-Za-z_]+|\bUTC\b", re.IGNORECASE)
_CLOCK = re.compile(r"\d[:.]\d\d\b")


def _add_team(rest: str) -> Command | Wrong:
    name, *parent = _UNDER.split(rest, maxsplit=1)
    if parent and not parent[0].strip():
        return Wrong("The department’s name is missing behind “under”.")
    return team_to_add(strip_quotes(name.rstrip(".!")), strip_quotes("".join(parent)))


def team_to_add(name: str, parent: str = "") -> Command | Wrong:
    """Return the command that adds a team of this name, under that department if there is one; or what is wrong with it."""
    if not name:
        return Wrong("The team’s name is missing.")
    if len(name) > LONGEST_NAME or len(parent) > LONGEST_NAME:
        return Wrong(f"A name may have {LONGEST_NAME} characters at most.")
    if "\n" in name or "\n" in parent:
        return Wrong("A name is one line.")
    if name.casefold() == "all":
        return Wrong("“all” means every team. A team needs another name.")
    if "<@" in name or ":" in name:
        return Wrong("A team’s name cannot hold a colon or a mention.")
    if _ZONE.search(name):
        return Wrong(
            "A team is made by its name alone. Its time zone belongs to its schedule: “every Monday 10:00 in Berlin”."
        )
    if _CLOCK.search(name):
        return Wrong("A team is made by its name alone. When it is asked is set with “schedule set”.")
    return AddTeam(name=name, parent=parent)


def _move_team(rest: str) -> Command | Wrong:
    team = strip_quotes(rest)
    return MoveTeam(team=team) if team else Wrong("The team’s name is missing.")


def _show_people(rest: str) -> Command | Wrong:
    return ShowPeople(team=words_after(rest, "of", "in"))


def _read_follow(rest: str) -> Command | Wrong:
    group = user_group_in(rest)
    if group:
        id, name, left = group
        return FollowGroup(group=id, name=name, team=words_after(" ".join(left.split()), "for", "to"))
    first, _, left = rest.partition(" ")
    if first.lower() in ("on", "off"):
        return FollowChannel(team=words_after(left, "for"), follow=first.lower() == "on")
    return FollowChannel(team=words_after(rest, "for"))


def nobody_mentioned(rest: str) -> Wrong:
    """The refusal of words in which nobody is mentioned, or something that is no person."""
    groups = groups_in(rest)
    if groups:
        verb = "is" if len(groups) == 1 else "are"
        follows = user_group_in(rest)
        instead = f"; or say “team follow {follows[1]} for TEAM”, and its list follows that group" if follows else ""
        return Wrong(
            f"{' and '.join(groups)} {verb} no single person. Mention people one by one{instead}; or make a channel the team’s "
            "home, and its list follows whoever is in it."
        )
    if rest.strip():
        return Wrong("I know people only by a mention: type @ and choose the name.")
    return Wrong("Nobody is mentioned.")


def _only_people(rest: str) -> tuple[tuple[str, ...], str] | Wrong:
    """The people who are mentioned and the words that are left; a refusal without any, or with what is no person."""
    people, left = people_in(rest)
    return (people, left) if people and not groups_in(rest) else nobody_mentioned(rest)


def only_mentions(left: str) -> Wrong | None:
    """The refusal of words beside the mentions of people where there is nothing else to say; None without any."""
    return Wrong("Only mentions of people can follow.") if left.strip(" .,!") else None


def _add_people(rest: str) -> Command | Wrong:
    first, _, more = rest.partition("\n")
    if first.lower().startswith("to ") and more.strip():
        return list_to_add(more, words_after(first.strip(" :"), "to"))
    if more.strip():
        return list_to_add(rest)
    found = _only_people(rest)
    return found if isinstance(found, Wrong) else people_to_add(found[0], words_after(found[1], "to"))


def people_to_add(people: tuple[str, ...], team: str) -> Command | Wrong:
    """Return the command that adds people, by platform id or public name, to a team; or what is wrong with it."""
    return AddPeople(people=people, team=team) if people else Wrong("Nobody is mentioned.")


def _remove_people(rest: str) -> Command | Wrong:
    found = _only_people(rest)
    return found if isinstance(found, Wrong) else RemovePeople(people=found[0], team=words_after(found[1], "from"))


def _set_lead(rest: str) -> Command | Wrong:
    found = _only_people(rest)
    return found if isinstance(found, Wrong) else lead_to_set(found[0], words_after(found[1], "for", "of"))


def lead_to_set(people: tuple[str, ...], team: str) -> Command | Wrong:
    """Return the command that makes people leads of a team; or what is wrong with it."""
    return SetLead(people=people, team=team) if people else Wrong("Nobody is mentioned.")


def _remove_lead(rest: str) -> Command | Wrong:
    found = _only_people(rest)
    if isinstance(found, Wrong):
        return found
    return SetLead(people=found[0], team=words_after(found[1], "for", "from", "of"), lead=False)


def _add_admin(rest: str) -> Command | Wrong:
    found = _only_people(rest)
    return found if isinstance(found, Wrong) else only_mentions(found[1]) or AddAdmin(people=found[0])


COMMANDS = (
    ChatCommand(
        ("team", "add"),
        "team add NAME [under DEPARTMENT]",
        "makes a team, at home in the channel where you say it",
        Role.ADMIN,
        ("team add Crisis line", "team add Night shift under Wards"),
        _add_team,
    ),
    ChatCommand(
        ("team", "move"),
        "team move TEAM",
        "moves a team’s home to the channel where you say it, from its next round on",
        Role.ADMIN,
        ("team move Crisis line",),
        _move_team,
    ),
    ChatCommand(
        ("team", "list"), "team list", "shows the teams", Role.LEAD, ("team list",), without_arguments(ListTeams)
    ),
    ChatCommand(
        ("team", "people"),
        "team people [TEAM]",
        "shows who is asked together with you; to leads and admins, a team’s whole list",
        Role.MEMBER,
        ("team people Crisis line", "team people"),
        _show_people,
    ),
    ChatCommand(
        ("team", "follow"),
        "team follow [off | @GROUP] [for TEAM]",
        "lets a team’s list follow its channel or a user group, or be kept by hand",
        Role.LEAD,
        (
            "team follow for Crisis line",
            "team follow <!subteam^S0CARERS|@carers> for Crisis line",
            "team follow off for Crisis line",
        ),
        _read_follow,
    ),
    ChatCommand(
        ("member", "add"),
        "member add @NAME … [to TEAM]",
        "adds people to a team, from its next round on; many by a list, a line for each",
        Role.LEAD,
        (
            "member add <@amira> <@ben> to Crisis line",
            "member add <@chloe>",
            "member add to Crisis line\n<@dan>\n<@eve>\nFemi",
        ),
        _add_people,
    ),
    ChatCommand(
        ("member", "remove"),
        "member remove @NAME … [from TEAM]",
        "takes people off a team, from its next round on",
        Role.LEAD,
        ("member remove <@ben> from Crisis line",),
        _remove_people,
    ),
    ChatCommand(
        ("lead", "set"),
        "lead set @NAME [for TEAM]",
        "makes somebody lead of a team; the team is told",
        Role.ADMIN,
        ("lead set <@dora> for Crisis line",),
        _set_lead,
    ),
    ChatCommand(
        ("lead", "remove"),
        "lead remove @NAME [for TEAM]",
        "ends somebody’s lead of a team; the team is told",
        Role.ADMIN,
        ("lead remove <@dora> for Crisis line",),
        _remove_lead,
    ),
    ChatCommand(
        ("admin", "add"),
        "admin add @NAME",
        "makes somebody an admin",
        Role.ADMIN,
        ("admin add <@dora>",),
        _add_admin,
    ),
)

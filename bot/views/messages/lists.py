"""Words about teams' lists of people: what they follow, who is on them, who was found."""

from __future__ import annotations

from bot.domain.outcomes import lists as said
from bot.views.messages import times
from bot.views.messages.wording import Texts, counted, listed, people, plain, says
from bot.views.view import Block, Items, Note, Text, View

_NEXT = " The round that is running keeps its people; this counts from the next one."


@says(said.PeopleFound)
def people_found(found: said.PeopleFound, texts: Texts) -> View:
    changes = [f"{people(found.joined)} joined its list"] if found.joined else []
    changes += (
        [f"{people(found.left)} left it" if found.joined else f"{people(found.left)} left its list"]
        if found.left
        else []
    )
    changed = f"{listed(changes)}." if changes else "Nobody joined or left its list."
    there = f"I found {people(found.found)} in the channel of {found.team}. {changed}"
    running = _NEXT if found.running and changes else ""
    return plain(f"{there} It has {people(found.size)} now.{running}", _left_out(found))


def _left_out(found: said.PeopleFound) -> str:
    kinds = (
        (found.guests, "guest"),
        (found.bots, "bot"),
        (found.foreign, "person of another organisation", "people of other organisations"),
        (found.kept_off, "person whom a command keeps off", "people whom a command keeps off"),
    )
    parts = [counted(*kind) for kind in kinds if kind[0]]
    return f"Left out: {listed(parts)}." if parts else ""


_WHY = {
    "gone": "I do not see that channel. Invite me to it, or give the team a new home with “team move” in another one.",
    "forbidden": "I may not look there. Invite me to the channel.",
    "no answer": "The platform has not told me so far.",
}


@says(said.PeopleNotFound)
def people_not_found(failed: said.PeopleNotFound, texts: Texts) -> View:
    why = _WHY.get(failed.why, "The platform refused it. Please tell your operator.")
    return plain(
        f"I could not see who is in the channel of {failed.team}. {why}",
        "I try again by myself. Until then its list changes by “member add” and “member remove” alone, and the team can be asked.",
    )


@says(said.ListFollows)
def list_follows(done: said.ListFollows, texts: Texts) -> View:
    if done.follows:
        return plain(
            f"The list of {done.team} follows its channel from now on: whoever is in it is asked from the next round on, guests "
            "and bots left out, and whoever leaves it is not. I am looking who is there, and tell you what I find."
        )
    return plain(
        f"The list of {done.team} is kept by hand from now on. It has {people(done.size)}, and who joins or leaves the channel "
        "changes nothing. “member add” and “member remove” change it."
    )


_CANNOT = {
    "homeless": "it has no channel. Say “team add” and its name in the channel that should be its home.",
    "not here": "I cannot see who is in a conversation here. People are put on the list when they join, or by “member add”.",
}


@says(said.ListCannotFollow)
def list_cannot_follow(refused: said.ListCannotFollow, texts: Texts) -> View:
    return plain(f"The list of {refused.team} cannot follow its channel: {_CANNOT[refused.why]} Nothing was changed.")


_HOW = {
    "": "",
    "follows": "The list follows the channel. “team follow off” keeps it by hand.",
    "by hand": "The list is kept by hand. “team follow” lets it follow the channel.",
}


@says(said.ListShown)
def list_shown(shown: said.ListShown, texts: Texts) -> View:
    who = f"On the list of {shown.team}:" if shown.names else f"Nobody on the list of {shown.team} is asked yet."
    blocks: list[Block] = [Text(who)]
    if shown.names:
        blocks.append(Items(shown.names))
    blocks += _apart(shown)
    blocks += [Text(line) for line in (_HOW[shown.how], *_exceptions(shown), _read(shown)) if line]
    blocks.append(Note("This is who is asked from the next round on. Who answered, I tell nobody."))
    return View(tuple(blocks), "A team’s list.")


_WHY_NOT = {
    "not joined": "has not written to me yet",
    "unconfirmed": "could not be confirmed by the platform so far",
    "guest": "is a guest",
    "bot": "is a bot",
    "foreign": "is of another organisation",
    "gone": "has a closed account",
    "unknown": "is nobody whom the platform knows",
}


def _apart(shown: said.ListShown) -> list[Block]:
    found: list[Block] = []
    if shown.elsewhere:
        found.append(Text(f"On the list, and not asked with this team: {listed(shown.elsewhere)}."))
    if shown.not_counted:
        found.append(Text("On the list, not asked and not counted:"))
        found.append(Items(tuple(f"{name}, who {_WHY_NOT[why]}" for name, why in shown.not_counted)))
    return found


def _exceptions(shown: said.ListShown) -> list[str]:
    found = []
    if shown.kept_on:
        found.append(f"On it by command, in the channel or not: {listed(shown.kept_on)}.")
    others = [counted(shown.others_off, "person", "people") + " whom I do not know yet"] if shown.others_off else []
    if shown.kept_off or others:
        found.append(f"Kept off it by command: {listed([*shown.kept_off, *others])}.")
    return found


def _read(shown: said.ListShown) -> str:
    if shown.trouble:
        return "I cannot see who is in the channel at the moment, so the list stays as it is."
    return f"I last looked on {times.moment(shown.read_at, shown.zone)}." if shown.read_at else ""

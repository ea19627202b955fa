"""Words about teams' lists of people: what they follow, who is on them, who was found."""

from __future__ import annotations

from bot.domain.outcomes import lists as said
from bot.views.messages import times
from bot.views.messages.wording import Texts, count_of, join_and, people_count, plain_view, words_message
from bot.views.view import Block, Items, Note, Text, View

_NEXT = " The round that is running keeps its people; this counts from the next one."


@words_message(said.PeopleFound)
def people_found(found: said.PeopleFound, texts: Texts) -> View:
    changes = [f"{people_count(found.joined)} joined its list"] if found.joined else []
    changes += (
        [f"{people_count(found.left)} left it" if found.joined else f"{people_count(found.left)} left its list"]
        if found.left
        else []
    )
    if found.group and changes:
        changes[0] = changes[0].replace("its list", f"the list of {found.team}")
    changed = f"{join_and(changes)}." if changes else "Nobody joined or left its list."
    there = f"I found {people_count(found.found)} in {found.group or f'the channel of {found.team}'}. {changed}"
    running = _NEXT if found.running and changes else ""
    return plain_view(f"{there} It has {people_count(found.size)} now.{running}", _left_out(found))


def _left_out(found: said.PeopleFound) -> str:
    kinds = (
        (found.guests, "guest"),
        (found.bots, "bot"),
        (found.foreign, "person of another organisation", "people of other organisations"),
        (found.kept_off, "person whom a command keeps off", "people whom a command keeps off"),
    )
    parts = [count_of(*kind) for kind in kinds if kind[0]]
    return f"Left out: {join_and(parts)}." if parts else ""


_WHY = {
    "gone": "I do not see that channel. Invite me to it, or give the team a new home with “team move” in another one.",
    "forbidden": "I may not look there. Invite me to the channel.",
    "no answer": "The platform has not told me so far.",
}


_WHY_GROUP = {
    "gone": "I do not find that user group, or it was switched off. “team follow off” keeps the list by hand.",
    "forbidden": "I may not read user groups here: the app needs the scope usergroups:read.",
}


@words_message(said.GroupChanged)
def group_changed(changed: said.GroupChanged, texts: Texts) -> View:
    joined = f"{join_and(changed.joined)} joined" if changed.joined else ""
    left = f"{join_and(changed.left)} left" if changed.left else ""
    changes = join_and([part for part in (joined, left) if part])
    group = f"{changed.group[:1].upper()}{changed.group[1:]}"
    return plain_view(
        f"{group} changed, and with it the list of {changed.team}: {changes}. It counts from the next round on.",
        summary="A team’s list was changed.",
    )


@words_message(said.PeopleNotFound)
def people_not_found(failed: said.PeopleNotFound, texts: Texts) -> View:
    if failed.group:
        return plain_view(
            f"I could not see who is in {failed.group}. {_WHY_GROUP.get(failed.why, _WHY['no answer'])}",
            f"I try again by myself. Until then the list of {failed.team} stays as it is, and the team can be asked.",
        )
    why = _WHY.get(failed.why, "The platform refused it. Please tell your operator.")
    return plain_view(
        f"I could not see who is in the channel of {failed.team}. {why}",
        "I try again by myself. Until then its list changes by “member add” and “member remove” alone, and the team can be asked.",
    )


@words_message(said.ListFollows)
def list_follows(done: said.ListFollows, texts: Texts) -> View:
    if done.group:
        return plain_view(
            f"The list of {done.team} follows {done.group} from now on: whoever is in that group is asked from the next round on, "
            "guests and bots left out, and whoever leaves it is not. I am looking who is there, and tell you what I find."
        )
    if done.follows:
        return plain_view(
            f"The list of {done.team} follows its channel from now on: whoever is in it is asked from the next round on, guests "
            "and bots left out, and whoever leaves it is not. I am looking who is there, and tell you what I find."
        )
    return plain_view(
        f"The list of {done.team} is kept by hand from now on. It has {people_count(done.size)}, and who joins or leaves "
        "the channel changes nothing. “member add” and “member remove” change it."
    )


_CANNOT = {
    "homeless": "it has no channel. Say “team add” and its name in the channel that should be its home.",
    "not here": "I cannot see who is in a conversation here. People are put on the list when they join, or by “member add”.",
}


@words_message(said.ListCannotFollow)
def list_cannot_follow(refused: said.ListCannotFollow, texts: Texts) -> View:
    if refused.why == "no groups":
        return plain_view(
            f"I know no user groups here, so the list of {refused.team} cannot follow one. Nothing was changed."
        )
    return plain_view(
        f"The list of {refused.team} cannot follow its channel: {_CANNOT[refused.why]} Nothing was changed."
    )


_HOW = {
    "": "",
    "group": "The list follows a user group. “team follow off” keeps it by hand, “team follow” lets it follow the channel.",
    "follows": "The list follows the channel. “team follow off” keeps it by hand.",
    "by hand": "The list is kept by hand. “team follow” lets it follow the channel.",
}


@words_message(said.ListShown)
def list_shown(shown: said.ListShown, texts: Texts) -> View:
    who = f"On the list of {shown.team}:" if shown.names else f"Nobody on the list of {shown.team} is asked yet."
    blocks: list[Block] = [Text(who)]
    if shown.names:
        blocks.append(Items(shown.names))
    blocks += _people_apart(shown)
    blocks += [Text(line) for line in (_HOW[shown.how], *_list_exceptions(shown), _reading_state(shown)) if line]
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


def _people_apart(shown: said.ListShown) -> list[Block]:
    found: list[Block] = []
    if shown.elsewhere:
        found.append(Text(f"On the list, and not asked with this team: {join_and(shown.elsewhere)}."))
    if shown.not_counted:
        found.append(Text("On the list, not asked and not counted:"))
        found.append(Items(tuple(f"{name}, who {_WHY_NOT[why]}" for name, why in shown.not_counted)))
    return found


def _list_exceptions(shown: said.ListShown) -> list[str]:
    found = []
    if shown.kept_on:
        found.append(f"On it by command, in the channel or not: {join_and(shown.kept_on)}.")
    others = [count_of(shown.others_off, "person", "people") + " whom I do not know yet"] if shown.others_off else []
    if shown.kept_off or others:
        found.append(f"Kept off it by command: {join_and([*shown.kept_off, *others])}.")
    return found


def _reading_state(shown: said.ListShown) -> str:
    if shown.trouble:
        return "I cannot see who is in the channel at the moment, so the list stays as it is."
    return f"I last looked on {times.day_and_time(shown.read_at, shown.zone)}." if shown.read_at else ""

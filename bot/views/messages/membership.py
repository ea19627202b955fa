"""Words about whom somebody is asked with, and for those whom somebody else put on a list or took off it."""

from __future__ import annotations

from bot.domain.outcomes import membership as said
from bot.views.messages.wording import Texts, join_and, plain_view, was_or_were, words_message
from bot.views.view import Block, Button, Heading, Items, Note, Text, View


@words_message(said.AddedElsewhere)
def added_elsewhere(added: said.AddedElsewhere, texts: Texts) -> View:
    who = (
        f"{added.by} put you on the list of {added.team}." if added.by else f"You are on the list of {added.team} now."
    )
    if added.asked_with:
        stays = f"You are still asked with {added.asked_with}, and count there alone. Only you can change that."
    else:
        stays = "You are asked with no team at the moment. Only you can change that."
    return plain_view(
        f"{who} {stays}",
        summary="You were put on a team’s list.",
        buttons=(Button(f"Ask me with {added.team}", "home", added.token),),
    )


@words_message(said.TakenOffList)
def taken_off_list(gone: said.TakenOffList, texts: Texts) -> View:
    why = (
        f"{gone.by} took you off the list of {gone.team}."
        if gone.by
        else f"You are not in {gone.group or f'the channel of {gone.team}'} any more, and so not on {_its_list(gone)}."
    )
    running = " The round that is open still counts you, and you can answer it." if gone.running else ""
    if gone.asked_with:
        after = f"You are asked with {gone.asked_with}, as before."
    elif gone.choices:
        after = "From the next round on you are asked with no team, unless you choose one. Only you can."
    else:
        after = "You are in no team now, and are asked nothing more."
    return plain_view(
        f"{why}{running} {after}",
        summary="You are off a team’s list.",
        buttons=tuple(Button(f"Ask me with {name}", "home", id) for id, name in gone.choices),
    )


def _its_list(gone: said.TakenOffList) -> str:
    return f"the list of {gone.team}" if gone.group else "its list"


_NOT_TAKEN = {
    "guest": "a guest here, and only full members are asked",
    "bot": "a bot",
    "foreign": "of another organisation",
    "gone": "no longer here: the account is closed",
    "unknown": "nobody whom I can find here",
}


@words_message(said.PeopleNotTaken)
def people_not_taken(refused: said.PeopleNotTaken, texts: Texts) -> View:
    if refused.you:
        return plain_view(
            "I am for the full members of this place: guests, bots and people of other organisations cannot take part."
        )
    lines = tuple(f"{name} is {_NOT_TAKEN[why]}." for name, why in refused.people)
    names = [name for name, _ in refused.people]
    return plain_view(*lines, f"{join_and(names)} {was_or_were(names)} not added.")


@words_message(said.AskedWithShown)
def asked_with_shown(shown: said.AskedWithShown, texts: Texts) -> View:
    blocks: list[Block] = []
    if shown.now:
        blocks.append(Text("In the round that is running you are asked together with these people:"))
        blocks += _team_blocks(shown.now, alone=len(shown.now) == 1)
    if shown.after:
        after = (
            "From the next round on, as it stands now:" if shown.now else "You are asked together with these people:"
        )
        blocks.append(Text(after))
        blocks += _team_blocks(shown.after, alone=len(shown.after) == 1)
    if not shown.own and shown.others:
        blocks.append(
            Text("From the next round on you are asked with no team. “home” and a team’s name chooses one of yours.")
        )
    elif not shown.own:
        blocks.append(Text("You are on no team’s list now, so that from the next round on I ask you nothing."))
    if shown.others:
        blocks.append(Text("You are on these lists too, and not asked with them:"))
        blocks += _team_blocks(shown.others, alone=False)
    blocks.append(Note("Who answered, I tell nobody."))
    return View(tuple(blocks), "Whom you are asked with.")


def _team_blocks(teams: tuple[said.TeamPeople, ...], alone: bool) -> list[Block]:
    blocks: list[Block] = []
    for team in teams:
        if not alone:
            blocks.append(Heading(team.team))
        blocks.append(Items(team.names) if team.names else Text("Nobody yet."))
        if team.elsewhere:
            blocks.append(Text(f"On the list, and not asked with this team: {join_and(team.elsewhere)}."))
        if team.waiting:
            blocks.append(Text(f"Not with us yet, and not counted: {join_and(team.waiting)}."))
        if team.leads:
            leads = "leads" if len(team.leads) == 1 else "lead"
            blocks.append(Text(f"{join_and(team.leads)} {leads} {team.team}."))
    return blocks

"""Words about where teams are at home."""

from __future__ import annotations

from bot.domain.outcomes import team_channels as said
from bot.views.messages.wording import Texts, join_and, plain_view, words_message
from bot.views.view import View

FOLLOWS = (
    "Its list follows the channel: whoever is in it is asked from the next round on, guests and bots left out, and whoever "
    "leaves it is not. I am looking who is there, and tell you what I find."
)


SUMMARY_CHANNEL_LOST = (
    "The draft and the summary of the round that is running were promised to the channel of before. They appear there, as soon as "
    "I am in it again."
)


@words_message(said.TeamAdded)
def team_added(done: said.TeamAdded, texts: Texts) -> View:
    under = f" under {done.parent}" if done.parent else ""
    place = "this topic" if done.topic else "this channel"
    follows = FOLLOWS if done.follows else ""
    if done.exists:
        here = f" Its home is {place} now." if done.here else " Nothing was changed."
        return plain_view(
            f"There is a team “{done.name}” already{under}.{here}",
            SUMMARY_CHANNEL_LOST if done.running_elsewhere else "",
            follows,
        )
    here = (
        f" Its home is {place}."
        if done.here
        else " It has no channel yet: say the same command in the channel where its drafts should appear."
    )
    after = "lead set" if done.follows else "member add"
    after = f"Next: “{after} @name {'for' if done.follows else 'to'} {done.name}”."
    return plain_view(f"Team “{done.name}” is made{under}.{here}", follows, after)


@words_message(said.TeamElsewhere)
def team_elsewhere(found: said.TeamElsewhere, texts: Texts) -> View:
    place = "this topic" if found.topic else "this channel"
    return plain_view(
        f"There is a team “{found.name}” already, at home in another channel, and nothing was changed. To move it to {place}, "
        f"say “team move {found.name}” here: it counts from the next round on, and both channels are told."
    )


@words_message(said.TeamMoved)
def team_moved(done: said.TeamMoved, texts: Texts) -> View:
    place = "this topic" if done.topic else "this channel"
    running = (
        " The draft and the summary of the round that is running still appear in the channel of before." * done.running
    )
    return plain_view(
        f"{done.name} is at home in {place} from its next round on, and both channels were told.{running}",
        FOLLOWS if done.follows else "",
    )


@words_message(said.TeamNotMoved)
def team_not_moved(refused: said.TeamNotMoved, texts: Texts) -> View:
    return plain_view(f"Say “team move {refused.name}” in the channel that should be its home. Nothing was changed.")


@words_message(said.TeamHomeless)
def team_homeless(lost: said.TeamHomeless, texts: Texts) -> View:
    return plain_view(
        f"I was taken out of the channel of {lost.team}. Its people are still asked, but nobody sees its drafts and "
        "summaries. Invite me to it again, and what was promised there appears after all. For its next rounds an admin can "
        "give it a new home with “team add” and its name, said in a channel where I am."
    )


@words_message(said.TeamArchived)
def team_archived(archived: said.TeamArchived, texts: Texts) -> View:
    if archived.back:
        return plain_view(f"The channel of {archived.team} is back. Drafts and summaries appear there again.")
    return plain_view(
        f"The channel of {archived.team} is archived. Its people are still asked, but nobody sees its drafts and summaries. "
        f"Unarchive it, or give {archived.team} a new home: an admin says “team move {archived.team}” in a channel where I am. "
        f"If the team is no more, “schedule pause {archived.team}” ends its rounds."
    )


@words_message(said.TopicGone)
def topic_gone(lost: said.TopicGone, texts: Texts) -> View:
    return plain_view(
        f"The topic of {lost.team} is gone. What I have to say to {lost.team} now appears in the group itself, outside its "
        "topics. An admin moves it to another topic with “team add” and its name, said there."
    )


@words_message(said.NewcomersOfNoTeam)
def newcomers_of_no_team(came: said.NewcomersOfNoTeam, texts: Texts) -> View:
    return plain_view(
        f"Somebody joined the group of {join_and(came.teams)}. I cannot tell which team they belong to, so I put them in none. "
        f"Add them with “member add @name to {came.teams[0]}”, or send them a link. I say this once a day at most."
    )

"""Words about teams: who is in them, what they are asked, how they are."""

from __future__ import annotations

from bot.domain.outcomes import commands as said
from bot.domain.outcomes.membership import LeadNamed, PeopleAdded, PeopleRemoved
from bot.views.messages import times
from bot.views.messages.windows import overlap_sentence
from bot.views.messages.wording import Texts, join_and, people_count, plain_view, was_or_were, words_message
from bot.views.view import Fields, Text, View

_HOW = {"": "", "follows": ", as in its channel", "group": ", as in a user group", "by hand": ", kept by hand"}


@words_message(said.TeamsListed)
def teams_listed(listing: said.TeamsListed, texts: Texts) -> View:
    if not listing.teams:
        return plain_view("There is no team yet. An admin makes one with “team add” and its name.")
    rows = tuple(
        (
            row.name,
            f"{people_count(row.people)}{_HOW[row.how]}",
            join_and(row.leads) or "no lead",
            row.schedule or "no schedule",
            row.parent,
        )
        for row in listing.teams
    )
    return View((Text("The teams:"), Fields(rows, ("Team", "People", "Lead", "Schedule", "Under"))), "The teams.")


def _next_round(running: bool) -> str:
    return " The round that is running keeps its people; this counts from the next one." if running else ""


@words_message(PeopleAdded)
def people_added(done: PeopleAdded, texts: Texts) -> View:
    told = [name for name in done.names if name not in dict(done.waiting)]
    # Whoever cannot be reached has not been told yet, and nobody is to learn who that is.
    on = "is" if len(told) == 1 else "are"
    added = f"{join_and(told)} {on} on the list of {done.team} now, and I am telling them what this is." if told else ""
    already = f"{join_and(done.already)} {was_or_were(done.already)} in it already." if done.already else ""
    stay = "They stay on the list, whether they are in its channel or not." if done.follows else ""
    size = f"{done.team} has {people_count(done.size)}.{_next_round(done.running)}"
    return plain_view(" ".join(part for part in (added, already, stay, size) if part), *_not_counted(done))


_WAITING = {
    "not joined": "has to write to me once before I may write to them",
    "unconfirmed": "could not be confirmed by the platform so far, and I ask again",
}


def _not_counted(done: PeopleAdded) -> list[str]:
    lines = [f"{name} {_WAITING[why]}: until then they are not asked and not counted." for name, why in done.waiting]
    if done.elsewhere:
        moves = "goes" if len(done.elsewhere) == 1 else "go"
        lines.append(
            f"{join_and(done.elsewhere)} {moves} on being asked with another team, and only they can change that."
        )
    return lines


@words_message(PeopleRemoved)
def people_removed(done: PeopleRemoved, texts: Texts) -> View:
    gone = f"{join_and(done.names)} left {done.team}." if done.names else ""
    absent = f"{join_and(done.absent)} {was_or_were(done.absent)} not in it." if done.absent else ""
    stay = " They stay off the list, even if they are in its channel, until “member add”." if done.follows else ""
    size = f" {done.team} has {people_count(done.size)}.{_next_round(done.running)}"
    return plain_view(f"{gone} {absent}".strip() + stay + size)


@words_message(LeadNamed)
def lead_named(done: LeadNamed, texts: Texts) -> View:
    keeps = " The round that is running keeps who decides its challenges." if done.running else ""
    if done.lead and done.waiting:
        until = f"{done.name} {_WAITING[done.waiting]}: until then they get no digest."
        return plain_view(f"{done.name} leads {done.team} now, and I am telling the team. {until}{keeps}")
    if done.lead:
        digests = "They get its digests from the next round on; I am telling them and the team."
        return plain_view(f"{done.name} leads {done.team} now. {digests}{keeps}")
    return plain_view(f"{done.name} no longer leads {done.team}. The team was told.{keeps}")


@words_message(said.TeamTold)
def team_told(told: said.TeamTold, texts: Texts) -> View:
    return plain_view(
        {
            "lead": f"{told.name} leads this team now. From its next round on they get its digests: points in bands, never single "
            "answers.",
            "no lead": f"{told.name} no longer leads this team.",
            "follows": f"This team’s list follows this channel: it has {people_count(told.number)} now. Whoever joins or "
            "leaves the channel joins or leaves the list. It counts from the next round on.",
            "group": f"This team’s list follows {told.name} from now on. It counts from the next round on.",
            "by hand": "This team’s list no longer follows this channel: its leads and admins keep it.",
            "people": "This team’s list of who is asked was changed. It counts from the next round on.",
            "k": f"From the next round on, anything shown needs at least {told.number} people.",
            "schedule": f"This team is asked {told.words}.",
            "no schedule": "This team has no schedule any more. A round that is running goes on.",
            "renamed": f"This team is called “{told.name}” now. It was “{told.words}” before.",
            "merged": f"{told.name} is part of {told.words} now. Whoever was asked with {told.name} is asked how to go on.",
            "removed": f"{told.name} is gone: it was made by mistake, and asked nothing.",
            "archived": f"{told.name} is asked no more. What was published here stays.",
            "restored": f"{told.name} is back. It is asked again once it has a schedule.",
            "back": f"I am back, and {told.name} is at home here again.",
            "moved away": f"From its next round on, what concerns {told.name} appears in another channel."
            + " The draft and the summary of the round that is running still come here." * told.running,
            "moved here": f"{told.name} is at home here from its next round on."
            + " What the round that is running brings still appears in its channel of before." * told.running,
        }[told.what],
        summary="A change for your team.",
    )


@words_message(said.RoundStarted)
def round_started(done: said.RoundStarted, texts: Texts) -> View:
    pooled = (
        f" It is asked together with {join_and(done.merged)}, so that nobody can be recognised." if done.merged else ""
    )
    return plain_view(
        f"{done.team} is being asked now, and has time until {times.day_and_time(done.closes_at, done.zone)}.{pooled}",
        overlap_sentence([done.overlap] if done.overlap else []),
    )


_NOT_STARTED = {
    "running": "its round is not finished yet. “status” says until when.",
    "too few": "there are too few people to ask without anybody being recognisable: {needed} are needed, alone or together "
    "with other teams. Add people with “member add”.",
    "nobody": "nobody on its list has joined yet. Add people with “member add”.",
    "made up": "it was asked in place of that date already.",
    "unread": "I am still looking who is in its channel. I tell you when I am done.",
    "not open": "it has no round that could be cancelled.",
    "not cancelled": "nobody has asked to cancel its round. It goes on.",
}


@words_message(said.RoundNotStarted)
def round_not_started(refused: said.RoundNotStarted, texts: Texts) -> View:
    return plain_view(f"I did nothing for {refused.team}: {_NOT_STARTED[refused.why].format(needed=refused.needed)}")

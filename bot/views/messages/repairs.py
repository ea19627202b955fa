"""Words about what admins put right: who is an admin or a lead, names of teams, schedules and rounds."""

from __future__ import annotations

from bot.domain.outcomes import repairs as told
from bot.views.messages import times
from bot.views.messages.windows import overlap_sentence
from bot.views.messages.wording import VIEWS, Texts, join_and, people_count, plain_view, words_message
from bot.views.view import Fields, Items, Text, View


@words_message(told.AdminsListed)
def admins_listed(listing: told.AdminsListed, texts: Texts) -> View:
    verb = "is" if len(listing.names) == 1 else "are"
    return plain_view(f"{join_and(listing.names)} {verb} admin{'s' * (len(listing.names) > 1)} of Folkmoot.")


@words_message(told.AdminRemoved)
def admin_removed(done: told.AdminRemoved, texts: Texts) -> View:
    if done.by:
        return plain_view(
            f"{done.by} has ended your being an admin of Folkmoot. In your teams nothing changes for you."
        )
    return plain_view(f"{done.name} is no longer an admin, and I am telling them.")


@words_message(told.AdminNotRemoved)
def admin_not_removed(refused: told.AdminNotRemoved, texts: Texts) -> View:
    if refused.name:
        return plain_view(f"{refused.name} is no admin. Nothing was changed. “admin list” shows who is.")
    return plain_view(
        "Then there would be no admin left. Name another one first, with “admin add”. Nothing was changed."
    )


@words_message(told.LeadsListed)
def leads_listed(listing: told.LeadsListed, texts: Texts) -> View:
    rows = tuple((team, join_and(leads) or "no lead") for team, leads in listing.teams)
    if not rows:
        return plain_view("There is no team yet. An admin makes one with “team add” and its name.")
    return View((Text("Who leads the teams:"), Fields(rows, ("Team", "Lead"))), "The leads.")


@words_message(told.LeadNotReplaced)
def lead_not_replaced(refused: told.LeadNotReplaced, texts: Texts) -> View:
    leads = f" {join_and(refused.leads)} {'does' if len(refused.leads) == 1 else 'do'}." if refused.leads else ""
    return plain_view(f"{refused.name} does not lead {refused.team}.{leads} Nothing was changed.")


@words_message(told.TeamRenamed)
def team_renamed(done: told.TeamRenamed, texts: Texts) -> View:
    return plain_view(
        f"“{done.old}” is called “{done.new}” now. Its people, its home, its schedule and its round stay as they are; its "
        "channel is told."
    )


@words_message(told.TeamNameTaken)
def team_name_taken(refused: told.TeamNameTaken, texts: Texts) -> View:
    return plain_view(f"There is a team “{refused.name}” already. Choose another name. Nothing was changed.")


@words_message(told.TeamPutAway)
def team_put_away(done: told.TeamPutAway, texts: Texts) -> View:
    if done.back:
        return plain_view(
            f"{done.team} is back, with its people and leads. It has no schedule: “schedule set {done.team}: every other Tuesday "
            "at 10:00” sets one."
        )
    return plain_view(
        f"{done.team} is asked no more, and its schedule is gone. What it published stays, and its list is kept: “team restore "
        f"{done.team}” brings it back. Who is in another team too can choose that one with “home”."
    )


@words_message(told.TeamNotPutAway)
def team_not_put_away(refused: told.TeamNotPutAway, texts: Texts) -> View:
    return plain_view(
        f"{refused.team} has a round that is not finished, and its people were promised what comes of it. Archive the team "
        "when it is over, or cancel the round first with “round cancel”. Nothing was changed."
    )


@words_message(told.TeamsMerged)
def teams_merged(done: told.TeamsMerged, texts: Texts) -> View:
    came = (
        f"{people_count(done.people)} came to the list of {done.into}"
        if done.people
        else f"Everybody was in {done.into} already"
    )
    return plain_view(
        f"{done.old} is asked no more, and its schedule is gone; what it published stays. {came}.",
        f"Nobody is moved but by themselves: whoever was asked with {done.old} is asked with no team until they press “Ask me with "
        f"{done.into}”, which I am sending them.",
    )


@words_message(told.TeamRemoved)
def team_removed(done: told.TeamRemoved, texts: Texts) -> View:
    return plain_view(
        f"{done.team} is gone, with its list and its schedule. It was never asked, so that nothing of it is left."
    )


@words_message(told.TeamNotRemoved)
def team_not_removed(refused: told.TeamNotRemoved, texts: Texts) -> View:
    return plain_view(
        f"{refused.team} was asked before, and what it published or what waits for its next round stays. “team archive "
        f"{refused.team}” asks it no more. Nothing was changed."
    )


@words_message(told.ScheduleRemoved)
def schedule_removed(done: told.ScheduleRemoved, texts: Texts) -> View:
    goes_on = " The round that is running goes on." if done.running else ""
    return plain_view(
        f"{done.team} has no schedule any more; it was asked {done.words}.{goes_on} “schedule set {done.team}: {done.words}” "
        "brings it back."
    )


@words_message(told.AllPaused)
def all_paused(done: told.AllPaused, texts: Texts) -> View:
    if not done.teams:
        nothing = (
            "No schedule is paused." if done.pause is None else "No team has a schedule, so there is nothing to pause."
        )
        return plain_view(nothing)
    verb = "is" if len(done.teams) == 1 else "are"
    if done.pause is None:
        return plain_view(
            f"{join_and(done.teams)} {verb} asked again, by {'its' if verb == 'is' else 'their'} schedule."
        )
    days = times.days_in_words(done.pause, done.today)
    if done.pause.until is None:
        days = f"{days}, until you say “resume all”".removeprefix(", ")
    return plain_view(f"{join_and(done.teams)} {verb} not asked {days}. Rounds that are running go on.")


@words_message(told.RoundExtended)
def round_extended(done: told.RoundExtended, texts: Texts) -> View:
    until = times.day_and_time(done.until, done.zone)
    if done.done:
        said = f"{done.team}’s round is open until {until} now. Everybody who was asked is told."
        return plain_view(said, overlap_sentence([done.overlap] if done.overlap else []))
    return plain_view(
        f"There is more time for {done.team}’s questions: until {until}. What you have answered stays as it is."
    )


_NOT_EXTENDED = {
    "not open": "it has no round that is open for answers.",
    "earlier": "its round is open until {until}, as its people were told. It can be made longer, never shorter.",
    "far": "its round is open until {until}. It can be made longer by a month at most.",
    "together": "its round is asked together with other teams, so who leads them all or an admin can do that.",
}


@words_message(told.RoundNotExtended)
def round_not_extended(refused: told.RoundNotExtended, texts: Texts) -> View:
    until = times.day_and_time(refused.until, refused.zone) if refused.until else ""
    return plain_view(f"I did nothing for {refused.team}: {_NOT_EXTENDED[refused.why].format(until=until)}")


@words_message(told.AllReminded)
def all_reminded(done: told.AllReminded, texts: Texts) -> View:
    return plain_view(
        f"The one reminder for {done.team} is on its way, to everybody in the same words. There is no second one."
    )


_NOT_REMINDED = {
    "not open": "it has no round that is open for answers.",
    "reminded": "the one reminder of this round has gone out already, and everybody got the same one.",
    "cancelling": "somebody asked to cancel its round. “round keep” lets it go on.",
    "together": _NOT_EXTENDED["together"],
}


@words_message(told.NotReminded)
def not_reminded(refused: told.NotReminded, texts: Texts) -> View:
    return plain_view(f"I sent nothing for {refused.team}: {_NOT_REMINDED[refused.why]}")


@words_message(told.SeveralRefused)
def several_refused(refused: told.SeveralRefused, texts: Texts) -> View:
    """The refusal of one line, and that nothing of the others was done."""
    view = VIEWS[type(refused.said)](refused.said, texts)
    first = Text(f"Nothing of your {refused.of} lines was done, because of line {refused.number}:")
    return View((first, *view.blocks), view.summary)


@words_message(told.ChangeUndone)
def change_undone(done: told.ChangeUndone, texts: Texts) -> View:
    return View((Text("Taken back, and as it was before:"), Items(done.what)), "A change was taken back.")


_NOT_UNDONE = {
    "nothing": "There is nothing that could be taken back.",
    "other": "The last change is by {by}: {what}. Talk with them first; “audit” shows it.",
    "cannot": "The last change was: {what}. I cannot take that back; “help” shows the command that changes it again.",
    "round": "The last change was: {what}. A round has opened with it since, and what people were asked with stays.",
}


@words_message(told.ChangeNotUndone)
def change_not_undone(refused: told.ChangeNotUndone, texts: Texts) -> View:
    return plain_view(f"{_NOT_UNDONE[refused.why].format(by=refused.by, what=refused.what)} Nothing was changed.")


@words_message(told.PersonUnknown)
def person_unknown(refused: told.PersonUnknown, texts: Texts) -> View:
    return plain_view(f"I do not know {refused.name}: they are on no team’s list. Nothing was changed.")


@words_message(told.LeaveNoted)
def leave_noted(done: told.LeaveNoted, texts: Texts) -> View:
    if done.days is None:
        ended = f"{done.by} has told me that you are back, and I ask you again." if done.by else ""
        return plain_view(ended or f"{done.name} is asked again, and I am telling them.")
    days = times.days_in_words(done.days, done.today)
    if done.by:
        noted = f"{done.by} has told me that you are away{f' {days}' if days else ''}, so I leave you in peace."
        return plain_view(f"{noted} If that is not so, say “back”.")
    until = f" {days}" if done.days.until else f" {days}, until they or you say that they are back".replace(" ,", ",")
    return plain_view(f"{done.name} is not asked{until}. I am telling them; they can say “back” at any time.")

"""Samples of what is said when admins put right what was set up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.model import Closure
from bot.domain.outcomes import closures, windows
from bot.domain.outcomes import commands as said
from bot.domain.outcomes import repairs as told
from bot.domain.outcomes.answering import QuestionsAsked
from bot.domain.outcomes.sharing import RoundAnnounced
from bot.domain.stretch import Stretch
from tests.phrasebook.samples import AT, QUESTIONS, STRETCHES, TODAY, ZONE, Sample

ALL = windows.WindowsLine(answer_days=3, check_days=2, decide_days=1, close_at="18:00")
OWN = replace(ALL, answer_days=6, close_at="20:00", team="Night shift", own=True)
WEEK = timedelta(days=7)
FITS = windows.ThatFits(
    teams=("Ward 7",),
    answer_days=2,
    check_days=1,
    days_off=True,
    rhythm="every other Tuesday at 10:00",
    rhythm_may_cost=True,
)
OVERLAP = windows.RoundsOverlap(
    team="Ward 7", zone=ZONE, begins=AT, ends=AT + WEEK + timedelta(hours=8), following=AT + WEEK
)
SHORTENED = tuple(replace(ALL, check_days=1, team=team) for team in ("Crisis line", "Ward 7"))
CLOSURES = (
    Closure(first=date(2026, 7, 17), last=date(2026, 7, 17)),
    Closure(first=date(2026, 12, 24), last=date(2027, 1, 2), name="Christmas"),
)
SAMPLES = (
    Sample(told.AdminsListed(names=("Ada",)), note="one"),
    Sample(told.AdminsListed(names=("Ada", "Ida"))),
    Sample(told.AdminRemoved(name="Ida")),
    Sample(told.AdminRemoved(name="Ida", by="Ada"), note="to the person"),
    Sample(told.AdminNotRemoved(name="Hal"), note="who is none"),
    Sample(told.AdminNotRemoved(), note="the last"),
    Sample(said.ForgetAsked(last_admin=True), note="the last admin"),
    Sample(told.LeadsListed(teams=(("Wards", ("Hal", "Ida")), ("Reception", ())))),
    Sample(told.LeadsListed(teams=()), note="no team"),
    Sample(told.LeadNotReplaced(team="Wards", name="Kit", leads=("Hal",))),
    Sample(told.LeadNotReplaced(team="Wards", name="Kit"), note="without a lead"),
    Sample(told.TeamRenamed(old="Wards", new="Wards 1 to 7")),
    Sample(told.TeamNameTaken(name="Reception")),
    Sample(told.TeamPutAway(team="Wards")),
    Sample(told.TeamPutAway(team="Wards", back=True), note="back"),
    Sample(told.TeamNotPutAway(team="Wards")),
    Sample(told.TeamsMerged(old="Wards", into="Night shift", people=4)),
    Sample(told.TeamsMerged(old="Wards", into="Night shift", people=0), note="of the same people"),
    Sample(told.TeamRemoved(team="Wards")),
    Sample(told.TeamNotRemoved(team="Wards")),
    Sample(told.ScheduleRemoved(team="Wards", words="every Tuesday at 10:00")),
    Sample(told.ScheduleRemoved(team="Wards", words="every Tuesday at 10:00", running=True), note="a round runs"),
    *(
        Sample(told.AllPaused(teams=("Reception", "Wards"), pause=pause, today=TODAY), note=note)
        for note, pause in STRETCHES.items()
    ),
    Sample(told.AllPaused(teams=("Wards",), pause=Stretch(None, None), today=TODAY), note="one team"),
    Sample(told.AllPaused(teams=("Wards",), pause=None, today=TODAY), note="again"),
    Sample(told.AllPaused(teams=("Reception", "Wards"), pause=None, today=TODAY), note="all again"),
    Sample(told.AllPaused(teams=(), pause=None, today=TODAY), note="none"),
    Sample(told.RoundExtended(team="Wards", until=AT, zone=ZONE)),
    Sample(told.RoundExtended(team="Wards", until=AT, zone=ZONE, done=True), note="to the admin"),
    Sample(told.RoundExtended(team="Wards", until=AT, zone=ZONE, done=True, overlap=OVERLAP), note="costs a date"),
    *(
        Sample(told.RoundNotExtended(team="Wards", why=why, until=AT, zone=ZONE), note=why)
        for why in ("not open", "earlier", "far", "together")
    ),
    Sample(told.AllReminded(team="Wards")),
    *(
        Sample(told.NotReminded(team="Wards", why=why), note=why)
        for why in ("not open", "reminded", "cancelling", "together")
    ),
    Sample(
        told.SeveralRefused(
            said=said.Unknown(noun="team", nearest=("Wards",), refs=("r",)), number=2, of=3, refs=("r",)
        ),
        ("Wrads",),
    ),
    Sample(told.ChangeUndone(what=("lead set (Wards: Hal)",))),
    *(
        Sample(told.ChangeNotUndone(why=why, what="team renamed (Wards; before: Ward)", by="Ida"), note=why)
        for why in ("nothing", "other", "cannot", "round")
    ),
    *(
        Sample(
            told.RoundRehearsed(
                team="Wards",
                people=3,
                needed=needed,
                asked=QuestionsAsked(round="", team="Wards", questions=QUESTIONS, closes_at=AT, zone=ZONE, k=5),
                announced=RoundAnnounced(team="Wards", merged=(), closes_at=AT, zone=ZONE, k=5),
                remind_at=remind_at,
                check_until=AT,
                decide_until=AT,
            ),
            note=note,
        )
        for note, needed, remind_at in (("", 0, AT), ("too few", 7, None))
    ),
    Sample(told.PersonUnknown(name="Kit")),
    *(
        Sample(closures.ClosuresShown(closures=CLOSURES, today=TODAY, change=change, running=True), note=change)
        for change in ("", "added", "removed")
    ),
    Sample(closures.ClosuresShown(closures=(), today=TODAY), note="none"),
    Sample(closures.ClosuresShown(closures=CLOSURES, today=TODAY, change="added", left_out=2), note="of a calendar"),
    Sample(windows.WindowsShown(organisation=ALL)),
    Sample(windows.WindowsShown(organisation=ALL, teams=(OWN,)), note="one of its own"),
    *(Sample(windows.WindowsSet(line=line, running=True), note=line.team or "all") for line in (ALL, OWN)),
    Sample(windows.WindowsSet(line=ALL, others=("Night shift", "Ward 7")), note="some keep their own"),
    Sample(windows.WindowsSet(line=replace(OWN, own=False)), note="as all"),
    Sample(windows.WindowsSet(line=OWN, same=True), note="the same"),
    Sample(windows.WindowsSet(line=OWN, overlaps=(OVERLAP,)), note="longer than the rhythm"),
    Sample(
        windows.WindowsSet(
            line=ALL,
            overlaps=(
                replace(OVERLAP, then=(OVERLAP.following + timedelta(days=2),), more=69, may_cost_more=True),
                replace(OVERLAP, team="Night shift"),
                replace(OVERLAP, team="Ward 7", if_challenged=True),
            ),
        ),
        note="longer than the rhythm of several",
    ),
    Sample(
        windows.WindowsSet(line=OWN, overlaps=(replace(OVERLAP, if_challenged=True),)), note="too long if challenged"
    ),
    Sample(
        windows.WindowsSet(
            line=OWN, overlaps=(replace(OVERLAP, then=(OVERLAP.following + timedelta(days=2),), more=1),)
        ),
        note="two dates are left out",
    ),
    Sample(windows.WindowsShown(organisation=ALL, teams=(OWN,), shortened=SHORTENED), note="some shortened"),
    Sample(windows.WindowsSet(line=ALL, overlaps=(OVERLAP,), shortened=SHORTENED), note="some shortened"),
    Sample(windows.DatesLeftOut(overlaps=(OVERLAP,))),
    Sample(windows.WindowsSet(line=OWN, overlaps=(replace(OVERLAP, fit=FITS),)), note="what fits, by an admin"),
    Sample(
        windows.WindowsSet(line=OWN, running=True, overlaps=(replace(OVERLAP, fit=replace(FITS, later=True)),)),
        note="what fits once a round that runs is over",
    ),
    Sample(
        windows.WindowsSet(line=OWN, overlaps=(replace(OVERLAP, fit=replace(FITS, by_admin=False)),)),
        note="what fits, by a lead",
    ),
    Sample(
        windows.WindowsSet(line=OWN, overlaps=(replace(OVERLAP, fit=windows.ThatFits(rhythm=FITS.rhythm)),)),
        note="a rarer rhythm alone fits",
    ),
    Sample(
        windows.WindowsSet(
            line=OWN,
            overlaps=(
                replace(OVERLAP, if_challenged=True, fit=replace(FITS, costs=False, decide_days=1, days_off=False)),
            ),
        ),
        note="what fits a challenged draft",
    ),
    Sample(windows.WindowsTold(line=OWN)),
    Sample(windows.WindowsTold(line=OWN, shortened=SHORTENED[0]), note="shortened"),
    *(Sample(closures.ClosuresRefused(why=why), note=why) for why in ("none", "long", "many", "past", "calendar")),
    *(
        Sample(told.LeaveNoted(name="Kit", days=days, today=TODAY, by=by), note=f"{note}{', to them' * bool(by)}")
        for note, days in (*STRETCHES.items(), ("ended", None))
        for by in ("", "Ada")
    ),
    *(
        Sample(said.TeamTold(what=what, name="Wards", words="Ward"), note=what)
        for what in ("no schedule", "renamed", "merged", "removed", "archived", "restored")
    ),
)

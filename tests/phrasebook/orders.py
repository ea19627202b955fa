"""Samples of what people are told in answer to a command."""

from __future__ import annotations

from datetime import date, timedelta

from adapters.registry import PLATFORMS
from bot.chatcommands import COMMANDS, topics
from bot.chatcommands.ready_sets import ready_sets
from bot.domain.model import Question, QuotePlace
from bot.domain.outcomes import cancelling, dates, mydata, people, questions, schedules, team_channels, windows
from bot.domain.outcomes import commands as said
from bot.domain.outcomes import status as standing
from bot.domain.outcomes.membership import LeadNamed, PeopleAdded, PeopleRemoved, YouJoined, YouLead
from bot.domain.question_packs import Pack, Rhythm, write_pack
from bot.domain.questions import texts_of
from bot.domain.stretch import Stretch
from bot.engine.dates import LEAVE
from bot.views.messages.questions import DIRECTIONS
from tests.phrasebook.samples import AT, QUESTIONS, STRETCHES, TODAY, WORDS, ZONE, Sample

HELP = tuple(said.CommandHelp(usage=spec.usage, does=spec.does, examples=spec.examples) for spec in COMMANDS)
TOPICS = tuple(
    said.CommandHelp(usage=topic, does=", ".join(names), examples=()) for topic, names in topics.TOPICS.items()
)
OWN_ZONES = (
    Sample(people.OwnZone()),
    Sample(people.OwnZone(zone="America/New_York"), note="another"),
    Sample(people.OwnZone(zone="America/New_York", told=True), note="as the platform tells"),
    Sample(people.OwnQuietHours()),
    Sample(people.OwnQuietHours(begin="18:00", end="09:00"), note="set"),
    Sample(people.QuietHoursUnclear()),
)
EARLIER = said.Earlier(by="Hal", at=AT, zone=ZONE)
SENDS = (schedules.Send(at=AT), schedules.Send(at=AT, clock_change=True))
ROWS = (
    standing.StatusRow(team="Wards", people=1, state="", until=None, next_at=None, zone=ZONE),
    standing.StatusRow(
        team="Crisis line", people=9, state="open", until=AT, next_at=AT, zone=ZONE, asked_with=("Wards",)
    ),
    standing.StatusRow(team="Reception", people=8, state="closed", until=AT, next_at=AT, zone=ZONE, undelivered=True),
    standing.StatusRow(team="Night shift", people=7, state="draft", until=AT, next_at=AT, zone=ZONE, undelivered=False),
    standing.StatusRow(team="Hostel", people=7, state="open", until=AT, next_at=AT, zone=ZONE, cancels_at=AT),
)
TROUBLES = tuple(
    standing.Trouble(where="Wards", why=why)
    for why in ("homeless", "unread", "gone", "archived", "removed", "blocked", "closed", "forbidden", "invalid")
)
SILENT = (
    *(standing.Trouble(where=part, why="silent") for part in ("tick", "sender", "intake:slack", "store", "menus")),
    standing.Trouble(where="telegram", why="unheard"),
)
STUCK = tuple(
    standing.Trouble(where=where, why=f"stuck {what}")
    for where, what in (("Wards", "round"), ("Wards", "draft"), ("Wards", "schedule"), ("", "summary"), ("", "duty"))
)
PACK = write_pack(
    Pack(name="Wards", questions=(Question(key="", text="Why?", direction="open"),), rhythm=Rhythm(check_days=2))
)
VERSIONS = (
    questions.QuestionsChange(version=4, by="Hal", at=AT, what="changed", current=True),
    questions.QuestionsChange(version=3, by="", at=AT, what="reset"),
    questions.QuestionsChange(version=1, by="", at=None, what=""),
)
OF_PLATFORMS = tuple(
    standing.Trouble(where="slack", why=why) for why in ("token", "unreachable", "limited", "unseen", "wrong")
)


SETS = (
    Sample(questions.QuestionsPreviewed(team="", texts=QUESTIONS, directions=DIRECTIONS)),
    Sample(
        questions.QuestionsPreviewed(
            team="Wards", texts=QUESTIONS[:1], directions=("open",), together=("Porters",), replaced=True, running=True
        ),
        note="together",
    ),
    Sample(questions.QuestionHistoryShown(team="", zone=ZONE, changes=VERSIONS, earlier=3)),
    Sample(questions.QuestionHistoryShown(team="Wards", zone=ZONE, changes=VERSIONS[:1]), note="of a team"),
    Sample(
        questions.QuestionHistoryShown(
            team="Wards", zone=ZONE, changes=VERSIONS[1:2], texts=QUESTIONS, directions=DIRECTIONS
        ),
        note="one version",
    ),
    Sample(
        questions.QuestionHistoryShown(
            team="",
            zone=ZONE,
            changes=(questions.QuestionsChange(version=6, by="Hal", at=AT, what="mended"),),
            texts=QUESTIONS,
            directions=DIRECTIONS,
            before=((2, "Wat shuld we stop?"),),
        ),
        note="mended",
    ),
    Sample(
        questions.QuestionMended(
            number=2, before="Wat shuld we stop?", after=QUESTIONS[1], by="Hal", closes_at=AT, zone=ZONE
        )
    ),
    Sample(questions.RunningMended(number=2, teams=("Wards", "Reception"))),
    Sample(questions.RunningMended(number=2), note="none"),
    Sample(
        questions.ReadySetsListed(
            sets=tuple(
                questions.ReadySetRow(key=one.key, name=one.name, about=one.about, texts=texts_of(one.questions))
                for one in ready_sets()
            )
        )
    ),
    Sample(questions.QuestionsForm(token="all:1", texts=QUESTIONS)),
    Sample(questions.QuestionsForm(token="t:1", texts=QUESTIONS[:1], team="Wards"), note="of a team"),
    *(Sample(questions.QuestionsFormRefused(why=why), note=why) for why in ("changed", "long", "none", "repeated")),
    Sample(said.QuestionsShown(texts=QUESTIONS, version=1, directions=DIRECTIONS, form="all:1"), note="with a form"),
    Sample(questions.QuestionsExported(text=PACK)),
    Sample(questions.QuestionsExported(text=PACK, team="Wards"), note="of a team"),
    Sample(questions.PackRefused(line=8, refs=("r",)), ("I miss a time of day.",)),
    Sample(questions.PackLeftOut(what="schedule", schedule="every Tuesday at 10:00")),
    Sample(questions.PackLeftOut(what="windows"), note="windows"),
    Sample(questions.QuestionVersionUnknown(version=9)),
    Sample(questions.QuestionVersionUnknown(version=9, team="Wards"), note="of a team"),
)


def _people(names: tuple[str, ...], others: tuple[str, ...], running: bool) -> list[Sample]:
    note = f"{len(names)} and {len(others)}"
    return [
        Sample(PeopleAdded(team="Wards", names=names, already=others, size=9, running=running), note=note),
        Sample(PeopleRemoved(team="Wards", names=names, absent=others, size=1, running=running), note=note),
    ]


ANY = (
    *OWN_ZONES,
    Sample(said.HelpShown(commands=HELP, role="an admin", one=False), note="all"),
    Sample(said.HelpShown(commands=TOPICS, role="an admin", topics=True)),
    Sample(said.HelpShown(commands=HELP[:1], role="a member", one=True), note="one"),
    Sample(said.CommandNotUnderstood(nearest=("schedule set", "stop"), orders=("help schedule set", "stop"))),
    Sample(said.CommandNotUnderstood(), note="nothing near"),
    Sample(
        said.WronglyWritten(usage="home TEAM", examples=("home Wards",), refs=("r",)), ("The team’s name is missing.",)
    ),
    Sample(said.NotForYou(who="admins")),
    Sample(said.Unknown(noun="team", nearest=("Wards", "Reception"), refs=("r",)), ("Kitchen",)),
    Sample(said.Unknown(noun="team", refs=("r",)), ("Kitchen",), note="nothing near"),
    Sample(said.Unknown(noun="team", nearest=("Wards", "Reception")), note="none named"),
    Sample(said.Unknown(noun="team"), note="none named, none there"),
    Sample(said.WhoAnsweredRefused()),
    Sample(said.WentWrong(code="abcdefgh")),
    Sample(said.Welcome(claimed=False, question_count=3)),
    Sample(said.Welcome(claimed=True, question_count=3), note="in no team"),
    Sample(said.Welcome(claimed=True, channel=True, question_count=3), note="in a channel"),
)
ADMINS = (
    Sample(said.Claimed()),
    Sample(said.Claimed(by="Ida"), note="by another"),
    Sample(said.ClaimRefused()),
    Sample(said.AdminAdded(name="Hal")),
    Sample(said.AuditShown(lines=((AT, "Ida", "team added", "Wards"), (AT, "Hal", "claimed", "")), zone=ZONE)),
    Sample(said.AuditShown(lines=(), zone=ZONE), note="nothing"),
    Sample(standing.StatusShown(rows=ROWS, troubles=TROUBLES, waiting=True, uncertain=True, not_joined=("Kit", "Lou"))),
    Sample(standing.StatusShown(rows=(), waiting=True), note="no team"),
    Sample(standing.StatusShown(rows=ROWS, set_aside=2), note="rows that cannot be read"),
    Sample(standing.StatusShown(rows=ROWS, troubles=OF_PLATFORMS, looked_for=True), note="platforms"),
    Sample(standing.StatusShown(rows=ROWS, troubles=STUCK), note="stuck"),
    Sample(standing.StatusShown(rows=(), troubles=SILENT), note="silent"),
    *(Sample(standing.StepStuck(what=what, name="Wards"), note=what) for what in ("round", "draft", "schedule", "summary", "duty")),
    *(Sample(standing.StepStuck(what=what, name="Wards", over=True), note=f"{what} over") for what in ("round", "summary")),
    Sample(said.QuestionRepeated(number=2)),
    Sample(said.OrganisationShown(
        name="Harbour Mind", zone=ZONE, country="GB", region="ENG", k=5, window_days=3, check_days=2, earlier=EARLIER
    )),
    Sample(said.OrganisationShown(
        name="Harbour Mind", zone=ZONE, country="", region="", k=5, window_days=1, check_days=1
    ), note="without holidays"),
    Sample(said.ZoneUnknown(nearest=("Europe/London",), refs=("r",)), ("Mars",)),
    Sample(said.ZoneUnknown(refs=("r",)), ("Mars",), note="nothing near"),
    Sample(said.PromiseShown(k=5, platform_note=PLATFORMS["slack"].privacy_note)),
    Sample(said.PromiseShown(k=5, platform_note=PLATFORMS["slack"].privacy_note, key_copies_days=0), note="no copies of keys"),
    Sample(said.PromiseShown(k=7, platform_note=PLATFORMS["telegram"].privacy_note, changed=True, earlier=EARLIER), note="changed"),
    Sample(said.PromiseShown(k=50, changed=True, alone=9, together=30), note="changed, out of reach"),
    Sample(said.PromiseShown(k=20, changed=True, alone=9, together=30), note="changed, out of reach of one team"),
    Sample(said.PromiseShown(k=5, language_model="models.example.org"), note="with a language model"),
    Sample(said.PromiseShown(k=5, contacts=("Samaritans: 116 123",), contact_person="Gita"), note="with support"),
    Sample(said.ThresholdTooLow(floor=5, asked=3)),
)  # fmt: skip
TEAMS = (
    Sample(team_channels.TeamAdded(name="Wards", parent="Care", here=True)),
    Sample(team_channels.TeamAdded(name="Wards", parent="", here=True, exists=True, running_elsewhere=True), note="a round runs"),
    Sample(team_channels.TeamElsewhere(name="Wards")),
    Sample(team_channels.TeamElsewhere(name="Wards", topic=True), note="in a topic"),
    Sample(team_channels.TeamMoved(name="Wards", running=True, follows=True)),
    Sample(team_channels.TeamMoved(name="Wards", running=False, topic=True), note="to a topic"),
    Sample(team_channels.TeamNotMoved(name="Wards", why="direct")),
    Sample(team_channels.TeamAdded(name="Wards", parent="", here=False), note="without a channel"),
    Sample(team_channels.TeamAdded(name="Wards", parent="", here=True, exists=True), note="there already"),
    Sample(team_channels.TeamAdded(name="Wards", parent="", here=False, exists=True), note="there already, unchanged"),
    Sample(team_channels.TeamAdded(name="Wards", parent="", here=True, topic=True), note="in a topic"),
    Sample(team_channels.TeamAdded(name="Wards", parent="", here=True, exists=True, topic=True), note="moved to a topic"),
    Sample(team_channels.TeamHomeless(team="Wards")),
    Sample(team_channels.TeamArchived(team="Wards")),
    Sample(team_channels.TeamArchived(team="Wards", back=True), note="back"),
    Sample(team_channels.TopicGone(team="Wards")),
    Sample(team_channels.NewcomersOfNoTeam(teams=("Reception", "Wards"))),
    Sample(said.TeamsListed(teams=(
        said.TeamRow(name="Wards", people=1, leads=("Hal",), schedule="every Tuesday at 10:00", parent="Care", how="follows"),
        said.TeamRow(name="Reception", people=8, leads=(), schedule="", parent="", how="by hand"),
    ))),
    Sample(said.TeamsListed(teams=()), note="none"),
    *_people(("Amira",), (), True),
    *_people(("Amira", "Ben"), ("Chloe",), False),
    *_people((), ("Chloe", "Dan"), False),
    Sample(LeadNamed(team="Wards", name="Hal")),
    Sample(LeadNamed(team="Wards", name="Hal", running=True), note="while a round runs"),
    Sample(LeadNamed(team="Wards", name="Hal", lead=False), note="no longer"),
    Sample(LeadNamed(team="Wards", name="Hal", waiting="not joined"), note="who has not written yet"),
    Sample(YouLead(team="Wards", people=9, schedule="every Tuesday at 10:00", next_at=AT, zone=ZONE)),
    Sample(YouLead(team="Wards", people=1, schedule="", next_at=None, zone=ZONE), note="without a schedule"),
    Sample(YouJoined(team="Wards", k=5)),
    Sample(YouJoined(team="Wards", k=5, by="Ida"), note="by somebody"),
    *(
        Sample(said.TeamTold(what=what, name="Hal", number=6, words="every Tuesday at 10:00"), note=what)
        for what in ("lead", "no lead", "people", "k", "schedule", "back")
    ),
    *(
        Sample(said.TeamTold(what=what, name="Wards", running=running), note=f"{what}{', a round runs' * running}")
        for what in ("moved away", "moved here")
        for running in (True, False)
    ),
)  # fmt: skip
ASKING = (
    Sample(said.QuestionsShown(texts=QUESTIONS, version=1, directions=DIRECTIONS)),
    Sample(said.QuestionsShown(texts=QUESTIONS, version=2, changed=True, running=True, earlier=EARLIER), note="changed"),
    *(
        Sample(
            said.QuestionsShown(
                texts=QUESTIONS, version=2, changed=True, directions=DIRECTIONS, number=number, turned=number == 2
            ),
            note=f"changed {number}",
        )
        for number in (1, 2, 3)
    ),
    Sample(said.QuestionsShown(texts=QUESTIONS[:1], version=1, directions=DIRECTIONS[:1]), note="one"),
    Sample(
        said.QuestionsShown(texts=QUESTIONS, version=1, directions=DIRECTIONS, others=("Wards", "Reception")),
        note="teams with own",
    ),
    Sample(said.QuestionsShown(texts=QUESTIONS, version=4, directions=DIRECTIONS, team="Wards"), note="a team's"),
    Sample(
        said.QuestionsShown(texts=QUESTIONS[:1], version=4, directions=("open",), team="Wards", changed=True, number=1),
        note="a team's, changed",
    ),
    Sample(said.QuestionsShown(texts=QUESTIONS, version=1, directions=DIRECTIONS, changed=True, back="Wards"), note="back"),
    Sample(
        said.QuestionsShown(
            texts=QUESTIONS, version=5, directions=DIRECTIONS, changed=True, number=2, words_before="Wat shuld we stop?"
        ),
        note="a slip in a running round",
    ),
    Sample(said.QuestionsShown(texts=QUESTIONS[:1], version=2, changed=True, directions=DIRECTIONS[:1]), note="one, changed"),
    *(
        Sample(said.QuestionsLeft(why=why, question_count=asked, number=number), note=f"{why}, {asked} asked")
        for why, asked, number in (
            *(("unknown", 3, 9), ("unknown", 1, 2), ("unknown", 0, 2)),
            *(("most", 5, 0), ("last", 1, 0), ("another", 3, 2)),
        )
    ),
    Sample(schedules.ScheduleSet(team="Wards", words="every Tuesday at 10:00", zone=ZONE, sends=SENDS, earlier=EARLIER)),
    Sample(schedules.ScheduleSet(
        team="Wards", words="every Tuesday at 10:00", zone=ZONE, sends=SENDS, changed=False,
        pause=Stretch(None, date(2026, 4, 1)), today=TODAY,
        passed_over=((date(2026, 4, 3), "Good Friday"),), asked_with=("Reception",),
    ), note="shown: paused, a holiday, asked together"),
    Sample(
        schedules.ScheduleSet(
            team="Wards", words="every Tuesday at 10:00", zone=ZONE, sends=SENDS, overlap=windows.RoundsOverlap(
                team="Wards", zone=ZONE, begins=AT, ends=AT + timedelta(days=7, hours=8), following=AT + timedelta(days=7)
            )
        ), note="more often than its windows allow"
    ),
    Sample(schedules.ScheduleSet(
        team="Wards", words="every Tuesday at 10:00", zone=ZONE, sends=(), pause=Stretch(None, None)
    ), note="paused"),
    Sample(
        schedules.ScheduleNotUnderstood(examples=("first Monday of the month 09:30",), refs=("what", "where", "suggestion")),
        ('I do not understand "otter" here. Did you mean "other"?', "otter", "every other Tuesday at 10:00"),
    ),
    Sample(
        schedules.ScheduleNotUnderstood(examples=("1 September", "tomorrow"), refs=("what", "where", "suggestion")),
        ("I cannot read that.", "whenever", ""), note="nothing near",
    ),
    Sample(schedules.ScheduleMissing(team="Wards")),
    *(Sample(schedules.SchedulePaused(team="Wards", pause=days, today=TODAY), note=note) for note, days in STRETCHES.items()),
    Sample(schedules.SchedulePaused(team="Wards", pause=None, today=TODAY), note="resumed"),
    Sample(dates.DaysAsked(
        what="24 March is a Tuesday, not a Friday. Which day do you mean?", action="away", today=TODAY,
        choices=tuple(dates.DaysChoice(days=days, token="-") for days in STRETCHES.values() if days.until),
    )),
    *(
        Sample(dates.DaysAsked(
            what="24 March is a Tuesday, not a Friday. Which day do you mean?", action=action, today=TODAY,
            choices=(dates.DaysChoice(days=STRETCHES["until a day"], token="-"),),
        ), note=action)
        for action in ("away.other", "pause", "closed", "extend")
    ),
    Sample(dates.DaysNotUnderstood(what='I cannot read that as days to come. Did you mean "Monday"?', examples=LEAVE)),
    Sample(said.RoundStarted(team="Wards", closes_at=AT, zone=ZONE, merged=("Reception",))),
    Sample(
        said.RoundStarted(
            team="Wards",
            closes_at=AT,
            zone=ZONE,
            merged=(),
            overlap=windows.RoundsOverlap(
                team="Wards", zone=ZONE, begins=AT, ends=AT + timedelta(days=8), following=AT + timedelta(days=7)
            ),
        ),
        note="costs a date",
    ),
    *(
        Sample(said.RoundNotStarted(team="Wards", why=why, needed=7), note=why)
        for why in ("running", "unread", "too few", "nobody", "made up", "not open", "not cancelled")
    ),
    Sample(cancelling.RoundCancelledBy(team="Wards", by="Ida")),
    Sample(cancelling.CancellationPending(team="Wards", at=AT, zone=ZONE)),
    Sample(cancelling.CancellationPending(team="Wards", at=AT, zone=ZONE, by="Ida"), note="to the other admins"),
    Sample(cancelling.RoundKept(team="Wards")),
    Sample(cancelling.RoundKept(team="Wards", by="Ida"), note="to the other admins"),
)  # fmt: skip
SELVES = (
    Sample(said.HomeChosen(team="Wards", others=("Reception",))),
    Sample(said.HomeChosen(team="Wards", others=()), note="the only one"),
    Sample(said.ForgetAsked()),
    Sample(said.Forgotten()),
    Sample(mydata.MyData(
        name="Amira", teams=("Wards",), refs=("a", "b"),
        answers=tuple(
            mydata.MyAnswer(on=AT, question=QUESTIONS[0], state=s, zone=ZONE) for s in ("saved", "withdrawn", "destroyed")
        ),
    ), (WORDS, None)),
    Sample(mydata.MyData(name="Amira", teams=(), answers=(), refs=()), note="nothing"),
    Sample(mydata.MyData(
        name="Amira", teams=("Wards",), leads=("Wards",), admin=True, stopped=True,
        leave=Stretch(None, date(2026, 4, 1)), today=TODAY,
        reminders=(mydata.MyReminder(at=AT, zone=ZONE),), answers=(), refs=tuple("abcdefghijklm"),
        words=(
            *(mydata.MyWords(kind=kind, about=QUESTIONS[0], on=AT, zone=ZONE) for kind in ("draft", "loose")),
            mydata.MyWords(kind="turn"),
            mydata.MyWords(kind="leftover", about=QUESTIONS[0], on=AT, zone=ZONE),
            *(mydata.MyWords(kind="words", about=QUESTIONS[0], on=AT, zone=ZONE, shown=shown) for shown in (True, False)),
            mydata.MyWords(kind="shown"),
            *(mydata.MyWords(kind="too strong", about="Rotas", on=AT, zone=ZONE, shown=shown) for shown in (True, False)),
            mydata.MyWords(kind="missing", on=AT, zone=ZONE),
            mydata.MyWords(kind="unknown"),
            mydata.MyWords(kind="right", about="Rotas", on=AT, zone=ZONE),
        ),
        weighings=(
            mydata.MyWeighing(on=AT, zone=ZONE, question=QUESTIONS[0], about="Rotas", chosen="agree"),
            mydata.MyWeighing(
                on=AT, zone=ZONE, question=QUESTIONS[0], chosen="differ", same=True, quoted=QuotePlace(1, 2)
            ),
            mydata.MyWeighing(on=AT, zone=ZONE, question=QUESTIONS[0], same=True, quoted=QuotePlace(1, 1)),
        ),
    ), (*(WORDS,) * 10, None, WORDS, None), note="everything"),
)  # fmt: skip
SAMPLES = (*ANY, *ADMINS, *TEAMS, *ASKING, *SETS, *SELVES)

"""Words of a report: the message that it comes with, and the document itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.domain.follow_ups import OWED
from bot.domain.habits import LEAST_TEAMS, Habit
from bot.domain.model.follow_ups import FollowUpState
from bot.domain.model.weighing import WeighedLabel
from bot.domain.outcomes import reports as told
from bot.domain.released_row import ReleasedRow
from bot.domain.reports import Reappraisal, ReappraisedPoint, Report, ReportedAnswer
from bot.views.document import Bars, Bullets, Document, DocumentBlock, DocumentSection, Paragraph, Subheading, Table
from bot.views.messages import times
from bot.views.messages.exports import days_between, rows_in_words
from bot.views.messages.summaries import band_words, change_line, weighed_again_words
from bot.views.messages.wording import Texts, count_of, join_and, plain_view, words_message
from bot.views.view import Fields, File, Heading, Note, Text, View

_FORMS = {
    "html": ("as a page for reading and printing", "html"),
    "markdown": ("as Markdown", "md"),
    "csv": ("as a table for a spreadsheet", "csv"),
    "json": ("as JSON", "json"),
}
_INSTEAD = "The file could not be brought here. Whoever runs me can write it with “folkmoot report”."
_NOTE = (
    "It holds what was posted and nothing else: no answer, no number of people, and no name but of who was posted as seeing to "
    "something."
)
_HABITS = ("Quarter", "Rounds with a summary", "Points answered", "Half of them within", "Meetings")
_TOO_FEW = "–"
_NOTE_OF_HABITS = (
    f"Of what was posted in whole quarters, for all teams together; a dash where fewer than {LEAST_TEAMS} teams are behind it. "
    "Points count as answered with their first answer; in a meeting something was agreed to be said together."
)
WIDELY, IN_CHECK, OTHERS, NOT_WIDELY = "Widely shared", "Shared in the check", "Also raised", "Not widely shared"
DIFFER, CHALLENGED = "People see it differently", "Under challenge"
BREADTH: dict[str, str] = {
    WeighedLabel.WIDELY_SHARED.value: WIDELY,
    WeighedLabel.SHARED_IN_CHECK.value: IN_CHECK,
    "": OTHERS,
    WeighedLabel.NOT_WIDELY_SHARED.value: NOT_WIDELY,
    WeighedLabel.PEOPLE_DIFFER.value: DIFFER,
    WeighedLabel.UNDER_CHALLENGE.value: CHALLENGED,
}
"""What a final says of how a point was weighed, from what is shared most to what is not settled."""
STATES = {
    FollowUpState.DONE: "Done",
    FollowUpState.DOING: "Being done",
    FollowUpState.LISTENING: "Still listening",
    FollowUpState.NOT_DOING: "Not doing it",
    FollowUpState.LATE: "Promised, and the day has passed",
    FollowUpState.OPEN: "No answer yet",
}


@words_message(told.ReportMade)
def report_made(done: told.ReportMade, texts: Texts) -> View:
    how = _FORMS[done.form][0]
    when = days_between(done.since, done.until)
    return View(
        (Text(f"Here is the report of {done.name}{when}, {how}."), Note(_NOTE)), "The report that you asked for."
    )


def with_report_file(view: View, done: told.ReportMade, report: Report, text: str) -> View:
    """The message with its file, or that there is nothing to report."""
    if not report.finals and not report.rounds:
        when = days_between(done.since, done.until) or " yet"
        return plain_view(f"There is nothing to report: no round of {done.name} has ended{when}.")
    words = rows_in_words(report.rows) or "No final summary was published in that time."
    opening, *more = view.blocks
    return replace(view, blocks=(opening, File(text, f"report.{_FORMS[done.form][1]}", words, _INSTEAD), *more))


@words_message(told.HabitsShown)
def habits_shown(shown: told.HabitsShown, texts: Texts) -> View:
    if not shown.habits:
        return plain_view(
            f"I tell nothing of habits yet. That takes a whole quarter in which at least {LEAST_TEAMS} teams were asked: of fewer, "
            "the numbers would tell of one team."
        )
    return View(
        (
            Heading(f"How regularly {shown.name} asks, answers and meets"),
            Fields(tuple(map(_habit_row, shown.habits)), _HABITS),
            Note(_NOTE_OF_HABITS),
        ),
        "Habits by quarters.",
    )


def _habit_row(habit: Habit) -> tuple[str, ...]:
    answered = f"{habit.answered} of {habit.points}" if habit.points is not None else _TOO_FEW
    within = count_of(max(habit.days, 1), "day") if habit.days is not None else _TOO_FEW
    quarter = f"{habit.first:%B} to {habit.last:%B %Y}"
    return quarter, f"{habit.held} of {habit.rounds}", answered, within, str(habit.meetings)


def report_document(report: Report) -> Document:
    """Return the whole report, in words."""
    parts = {
        "How this came about": _story(report),
        "What was said, by how widely it is shared": _said(report),
        "What people see differently": _differing(report),
        "What was challenged, and how it was decided": _challenged(report),
        "What was reappraised later": _reappraised(report),
        "What was answered and done": _answered(report),
        "What is still open": _open(report),
        **({"How regularly it is done": _habits(report)} if report.habits else {}),
        "The questions that were asked": _questions(report),
        "How to read this": _how_to_read(),
    }
    scope = report.scope
    span = days_between(scope.since, scope.until).strip()
    when = f"{span[:1].upper()}{span[1:]}" if span else "Everything so far"
    return Document(
        language="en-GB",
        title=f"{report.name}: what was said, and what became of it",
        subtitle=f"{when}. Made on {times.full_day(report.made)}.",
        sections=tuple(DocumentSection(heading, tuple(blocks)) for heading, blocks in parts.items()),
    )


def _story(report: Report) -> Iterator[DocumentBlock]:
    asked = f"{join_and(report.teams)} " if report.teams else "Nobody "
    yield Paragraph(f"{asked}{'were' if len(report.teams) > 1 else 'was'} asked in this time.")
    told_of = [f"{count_of(report.rounds, 'round').capitalize()} of questions ended."]
    if report.withheld:
        fewer = "In one of them" if report.withheld == 1 else f"In {report.withheld} of them"
        told_of.append(f"{fewer} too few people answered for anything to be shown: those answers wait.")
    if report.meetings:
        one = report.meetings == 1
        told_of.append(
            f"In {'a meeting a team' if one else f'{report.meetings} meetings teams'} said something together."
        )
    yield Paragraph(" ".join(told_of))
    if report.finals:
        rows = tuple((times.full_day(final.day), final.name) for final in report.finals)
        yield Table("Final summaries, by the day on which their answers closed", ("Day", "Summary of"), rows)


def _points(report: Report) -> list[ReleasedRow]:
    """Return the points, the organisation's first, then by team and day; within one final they keep its order."""
    points = [row for row in report.rows if row.kind == "point"]
    return sorted(points, key=lambda row: (row.scope != "organisation", row.name.casefold(), row.day))


def _said(report: Report) -> Iterator[DocumentBlock]:
    points = _points(report)
    if not points:
        yield Paragraph("No point was published in this time.")
    counted = tuple((name, sum(row.weighed == label for row in points)) for label, name in BREADTH.items())
    if points:
        shown = tuple(each for each in counted if each[1])
        yield Bars("Points by how they were weighed: numbers of points, never of people", ("Weighed", "Points"), shown)
    for label in ("widely shared", "shared in the check", "", "not widely shared"):
        some = [row for row in points if row.weighed == label]
        if some:
            yield Subheading(BREADTH[label])
            yield _points_table(f"Points: {BREADTH[label].lower()}", some)
    meetings = [row for row in report.rows if row.kind == "meeting"]
    if meetings:
        yield Subheading("Said together in a meeting")
        yield Table(
            "Statements that a team agreed to in its meeting; each is the team’s, and counts nobody",
            ("Statement", "Question", "How it was weighed", "Summary"),
            tuple((row.wording, row.question_text, row.weighed or "not told", _where(row)) for row in meetings),
        )


def _points_table(caption: str, rows: Sequence[ReleasedRow]) -> Table:
    head = ("Point", "Question", "Said by", "Summary")
    return Table(caption, head, tuple((row.wording, row.question_text, _said_by(row), _where(row)) for row in rows))


def _said_by(row: ReleasedRow) -> str:
    parts = (
        band_words(row.people),
        "some see it differently" if row.some_differ else "",
        "added after the check" if row.added_after_check else "",
        "said together in some teams" if row.in_several_meetings else "",
    )
    return "; ".join(part for part in parts if part) or "not told"


def _where(row: ReleasedRow | ReportedAnswer | ReappraisedPoint) -> str:
    return f"{row.name}, {_short_day(row)}"


def _short_day(row: ReleasedRow | ReportedAnswer | ReappraisedPoint) -> str:
    return f"{row.day.day} {row.day:%B %Y}"


def _differing(report: Report) -> Iterator[DocumentBlock]:
    some = [row for row in _points(report) if row.weighed == WeighedLabel.PEOPLE_DIFFER or row.some_differ]
    if some:
        yield _points_table("Points on which people differ, or which some see differently", some)
    else:
        yield Paragraph("No final summary of this time tells of a point that people see differently.")


def _challenged(report: Report) -> Iterator[DocumentBlock]:
    lines = tuple(
        f"{final.name}, {final.day.day} {final.day:%B %Y}: {change_line(change)}"
        for final in report.finals
        for change in final.changes
    )
    yield Bullets(lines) if lines else Paragraph("No challenge was posted in this time.")
    some = [row for row in _points(report) if row.weighed == WeighedLabel.UNDER_CHALLENGE]
    if some:
        yield _points_table("Points that later rounds challenge", some)


def _reappraised(report: Report) -> Iterator[DocumentBlock]:
    if not report.reappraised:
        yield Paragraph("No earlier point was weighed again or decided on in this time.")
        return
    rows = tuple((row.label, _reappraised_in_words(row), _where(row)) for row in report.reappraised)
    yield Table(
        "Earlier points: how they were weighed again, and what was decided where they were challenged",
        ("Earlier point", "What became of it", "Summary"),
        rows,
    )


def _reappraised_in_words(row: ReappraisedPoint) -> str:
    if row.what is Reappraisal.WORDED_ANEW:
        return f"Worded anew: “{row.now}”" if row.now else "Worded anew"
    if row.what is Reappraisal.LET_GO:
        return f"Let go: {row.reason}"
    words = weighed_again_words(row.weighed, row.some_differ)
    return f"Weighed again. {words[:1].upper()}{words[1:]}"


def _answered(report: Report) -> Iterator[DocumentBlock]:
    if report.answers:
        counted = ((name, sum(row.state is state for row in report.answers)) for state, name in STATES.items())
        shown = tuple(each for each in counted if each[1])
        yield Bars("What became of the points: numbers of points", ("What became of them", "Points"), shown)
    some = [row for state in STATES for row in report.answers if row.state is state and state not in OWED]
    if not some:
        yield Paragraph("No point of this time has an answer yet.")
        return
    rows = tuple((row.label, _answer_in_words(row), _seen_to(row), _where(row)) for row in some)
    yield Table(
        "Points that were answered, as it stood when this was made",
        ("Point", "Answer", "Who sees to it, until when", "Summary"),
        rows,
    )


def _answer_in_words(row: ReportedAnswer) -> str:
    on = f" (said on {row.answered.day} {row.answered:%B %Y})" if row.answered else ""
    return f"{STATES[row.state]}{f': {row.sentence}' if row.sentence else ''}{on}"


def _seen_to(row: ReportedAnswer) -> str:
    day = f"until {row.due.day} {row.due:%B %Y}" if row.due else ""
    return ", ".join(part for part in (row.owner, day) if part) or "–"


def _open(report: Report) -> Iterator[DocumentBlock]:
    some = [row for row in report.answers if row.state in OWED]
    if not some:
        yield Paragraph("Every point of this time has an answer." if report.answers else "There is no point to answer.")
        return
    rows = tuple((row.label, _owed_in_words(row), _where(row)) for row in some)
    yield Table("Points that wait for an answer", ("Point", "Where it stands", "Summary"), rows)


def _owed_in_words(row: ReportedAnswer) -> str:
    if row.reopened:
        return "Open again: it was done, and people said that it is not better"
    if row.state is FollowUpState.OPEN or row.due is None:
        return STATES[FollowUpState.OPEN]
    by = f" by {row.owner}" if row.owner else ""
    return f"Promised{by} for {row.due.day} {row.due:%B %Y}, and no word yet"


def _habits(report: Report) -> Iterator[DocumentBlock]:
    yield Table(
        "Rounds, answers and meetings by quarters", ("Quarter", *_HABITS[1:]), tuple(map(_habit_row, report.habits))
    )
    yield Paragraph(_NOTE_OF_HABITS)


def _questions(report: Report) -> Iterable[DocumentBlock]:
    if not report.questions:
        return (Paragraph("No question was asked in a round that ended in this time."),)
    rows = tuple((row.text, times.full_day(row.first), times.full_day(row.last)) for row in report.questions)
    caption = "Questions, with the first and the last day on which answers to them closed"
    return (Table(caption, ("Question", "First", "Last"), rows),)


def _how_to_read() -> Iterable[DocumentBlock]:
    return (
        Bullets(
            (
                "Everything here was posted before. It holds no answer, no quote, and no number of people; the only names are of "
                "those who were posted as seeing to something.",
                "How many people made a point is told in words, as its own summary told it. Nothing is added up over summaries.",
                "“Widely shared” means that at least two thirds of those who weighed a point said so too. Of points that were "
                "only raised, nothing may be told of that: too few weighed them, or the team is too small.",
                "A point of the whole organisation tells in how many teams it was heard, never from how many people.",
            )
        ),
    )

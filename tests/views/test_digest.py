"""A digest says under which question each line stands, ends in a step that fits it, and fills one phone screen at most."""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap

import pytest

from bot.chatcommands.ready_sets import find_ready_set
from bot.domain.model.sharing import ChallengeOutcome, Change, Point, QuestionSummary, QuotePlace, Summary
from bot.domain.model.weighing import WeighedLabel
from bot.domain.outcomes.home import HomeShown
from bot.domain.outcomes.sharing import DigestSent
from bot.domain.questions import KEEP, MISSING, STOP
from bot.views import messages
from bot.views.text import as_text

COLUMNS = 40
"""Letters of a line on a phone."""
MOST_LINES, USUAL_LINES = 45, 25
LABELS = (WeighedLabel.WIDELY_SHARED, None, WeighedLabel.PEOPLE_DIFFER, WeighedLabel.SHARED_IN_CHECK)
LONG = "We are told of changes to the rota two days before they begin, and nobody asks us whether it can be done. " * 9
LONGEST_WORDING = LONG[:200]


def point(key: str, label: str, weighed: WeighedLabel | None = WeighedLabel.WIDELY_SHARED, **more: object) -> Point:
    return Point(key=key, label=label, band="several", weighed=weighed, **more)  # type: ignore[arg-type]


def question(number: int, *points: Point, **more: object) -> QuestionSummary:
    return QuestionSummary(number=number, key=f"q{number}", text="What?", shown=True, points=points, **more)  # type: ignore[arg-type]


def digest(
    *questions: QuestionSummary, directions: tuple[str, ...] = (KEEP, STOP, MISSING), **more: object
) -> DigestSent:
    summary = Summary(questions=questions, checked="checked", participation="enough")
    asked = tuple((f"q{number}", direction) for number, direction in enumerate(directions, start=1))
    plain = DigestSent(
        name="Rota",
        participation="enough",
        k=5,
        summary=summary,
        withheld=False,
        has_other_teams=False,
        directions=asked,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def read(sent: DigestSent, *texts: str | None) -> str:
    return as_text(messages.word_outcome(sent, list(texts)))


def phone_lines(said: str) -> int:
    return sum(len(wrap(line, COLUMNS)) for line in said.splitlines())


def test_each_line_says_under_which_question_it_stands() -> None:
    sent = digest(
        question(1, point("1.1", "The debrief"), team_statements=(point("1.t1", "We eat together", None),)),
        question(2, point("2.1", "The debrief")),
        question(3, point("3.1", "The debrief"), words=3, under=("",) * 3),
    )
    said = read(sent, "A quiet room", "A room", "Rooms")
    for line in (
        "- To keep: The debrief – several people",
        "- To stop or change: The debrief – several people",
        "- Missing: The debrief – several people",
        "- To keep: “We eat together”",
        "Missing: “A quiet room”",
    ):
        assert line in said.splitlines(), said


def test_where_two_questions_ask_alike_the_line_says_which_and_without_a_direction_its_number() -> None:
    both = (question(1, point("1.1", "Boats")), question(2, point("2.1", "Tents")))
    said = read(digest(*both, directions=(KEEP, KEEP)))
    assert "- To keep (1): Boats" in said and "- To keep (2): Tents" in said
    said = read(digest(*both, directions=()))
    assert "- Question 1: Boats" in said and "- Question 2: Tents" in said


@pytest.mark.parametrize(
    ("directions", "step"),
    [
        ((KEEP,), "tell your team how you will keep “Boats”."),
        ((STOP,), "tell your team what you will change about “Boats”."),
        ((MISSING,), "tell your team what you will do about what is missing: “Boats”."),
        ((), "tell your team what you will do about “Boats”."),
    ],
)
def test_the_next_step_fits_what_was_asked(directions: tuple[str, ...], step: str) -> None:
    assert f"One next step: {step}" in read(digest(question(1, point("1.1", "Boats")), directions=directions))


@pytest.mark.parametrize(
    ("direction", "line", "step"),
    [
        (KEEP, "- Not to keep: The handover", "what you will change about “The handover”"),
        (STOP, "- Not to stop: The handover", "how you will keep “The handover”"),
        (MISSING, "- Not missing: The handover", "how you will keep “The handover”"),
    ],
)
def test_what_takes_the_other_side_than_its_question_says_so_and_its_step_fits(
    direction: str, line: str, step: str
) -> None:
    """“Please do not scrap it”, said to what should stop, is nothing to stop."""
    asked = question(1, point("1.1", "The handover"), words=3, under=("",) * 3)
    sent = digest(asked, directions=(direction,), refs=("r1", "r2", "r3"), against=("1.1", "r2"))
    said = read(sent, "A quiet room", "Do not scrap it", "Rooms")
    assert line in said and step in said
    assert f"{line[2:].split(':')[0]}: “Do not scrap it”" in said.splitlines()
    assert f"{line[2:].split(':')[0]}: “A quiet room”" not in said.splitlines()


def test_what_asks_for_a_change_is_a_step_before_what_is_to_be_kept() -> None:
    """Of what people share as widely: a lead has more to do about it."""
    said = read(digest(question(1, point("1.1", "Boats")), question(2, point("2.1", "Tents"))))
    assert "what you will change about “Tents”" in said
    kept = read(digest(question(1, point("1.1", "Boats")), question(2, point("2.1", "Tents", None))))
    assert "how you will keep “Boats”" in kept


def test_it_claims_no_more_checks_than_there_were() -> None:
    said = read(digest(question(1, point("1.1", "Boats"))))
    assert "Several people checked the draft." in said and "by your team" not in said


def full_question(number: int, label: str) -> QuestionSummary:
    """Six points of each kind, six statements of meetings and four quotes."""
    found = [point(f"{number}.{weighed}{place}", label, weighed) for weighed in LABELS for place in range(6)]
    found = [replace(each, some_differ=each.weighed is WeighedLabel.WIDELY_SHARED) for each in found]
    added = [replace(point(f"{number}.a{place}", label, None), band="", added=True) for place in range(6)]
    together = tuple(point(f"{number}.t{place}", label, WeighedLabel.PEOPLE_DIFFER) for place in range(6))
    return question(number, *found, *added, words=4, under=("",) * 4, team_statements=together)


def worst(label: str) -> DigestSent:
    questions = tuple(full_question(number, label) for number in (1, 2, 3))
    whole = Summary(questions=tuple(replace(each, words=0, under=()) for each in questions), checked="checked")
    sent = digest(
        *questions, has_other_teams=True, organisation_name=label[:80], organisation_summary=whole, name=label[:160]
    )
    assert sent.summary
    open_ = [Change(kind=ChallengeOutcome.UNDECIDED, label=label) for _ in range(8)]
    open_ += [Change(kind=ChallengeOutcome.UNDECIDED, label="", quoted=QuotePlace(3)) for _ in range(8)]
    return replace(sent, summary=replace(sent.summary, changes=tuple(open_)))


@pytest.mark.parametrize("label", ["Rota", LONGEST_WORDING, "x" * 200])
@pytest.mark.parametrize("challenged", [True, False])
def test_the_longest_digest_fills_one_phone_screen_and_says_that_there_is_more(label: str, challenged: bool) -> None:
    sent = worst(label)
    if not challenged:
        sent = replace(sent, summary=replace(sent.summary, changes=()))  # type: ignore[type-var]
    said = read(sent, *[LONG] * 12)
    assert phone_lines(said) <= MOST_LINES, said
    assert "There is more in the channel." in said
    for heading in ("Widely shared", "In people’s own words", "Said together in a meeting", "The whole of"):
        assert heading in said, said
    assert LONG.strip() not in said, "words that stand whole in the final are shortened"


USUAL = (
    question(1, point("1.1", "The team helps each other")),
    question(2, point("2.1", "Filling in the same form twice"), point("2.2", "The rota comes out too late", None)),
    question(
        3,
        point("3.1", "More staff", WeighedLabel.PEOPLE_DIFFER),
        point("3.2", "A quiet room"),
        words=3,
        under=("",) * 3,
    ),
)
QUOTES = ("A room with a door that closes", "Somewhere to sit down after a hard call", "Interpreters by telephone")


def test_a_usual_digest_fills_half_a_phone_screen_and_leaves_no_point_out() -> None:
    said = read(digest(*USUAL), *QUOTES)
    assert phone_lines(said) <= USUAL_LINES, said
    assert all(each.label in said for asked in USUAL for each in asked.points)


def test_where_everything_is_there_nothing_is_said_to_be_elsewhere() -> None:
    assert "more in the channel" not in read(digest(USUAL[0], USUAL[1]))
    assert "more in the channel" in read(digest(question(1, *(point(f"1.{n}", f"Boats {n}") for n in range(30)))))


def test_open_challenges_that_are_not_named_are_counted() -> None:
    said = read(worst("Rota"), *[LONG] * 12)
    assert "- Rota" in said and "- and 14 more" in said


def test_every_kind_of_point_has_one_before_any_has_two() -> None:
    said = read(worst("Rota"), *[LONG] * 12)
    for heading in ("Widely shared", "Also raised", "What people see differently", "Shared in the check"):
        assert heading in said, said


def test_somebodys_own_words_have_marks_in_the_whole_too() -> None:
    own = point("1.1", "We cannot book an interpreter", own_words=True)
    whole = Summary(questions=(question(1, own, point("1.2", "Boats")),))
    said = read(digest(USUAL[0], has_other_teams=True, organisation_name="Haven", organisation_summary=whole))
    assert "- To keep: “We cannot book an interpreter” – several people" in said
    assert "- To keep: Boats – several people" in said


def test_ones_own_page_says_the_same() -> None:
    sent = worst(LONGEST_WORDING)
    page = as_text(messages.word_outcome(HomeShown(rounds=(), digest=sent, refs=("r",) * 12), [LONG] * 12))
    own = read(replace(sent, has_other_teams=False), *[LONG] * 12).split("\n\n", 1)[1].rsplit("\n\n", 1)[0]
    assert own in page


@pytest.mark.parametrize(
    ("name", "leads"),
    [
        ("start-stop-continue", ["To start", "To stop", "To continue"]),
        ("keep-drop-try", ["To keep", "To drop", "To try"]),
        ("liked-lacked-learned", ["Liked", "Lacked", "Question 3"]),
        ("story", ["To keep", "To stop or change", "Missing"]),
    ],
)
def test_a_line_of_a_ready_set_stands_under_the_words_of_its_question(name: str, leads: list[str]) -> None:
    found = find_ready_set(name)
    assert found
    asked = found.questions
    said = digest(
        *(
            replace(question(number, point(f"{number}.1", "Boats")), text=each.text)
            for number, each in enumerate(asked, start=1)
        ),
        directions=tuple(each.direction for each in asked),
        against=("1.1",),
    )
    lines = [line for line in read(said).splitlines() if "Boats – " in line]
    against = {"To start": "Not to start", "To keep": "Not to keep", "Liked": "Not liked"}[leads[0]]
    assert [line.removeprefix("- ").split(":")[0] for line in lines] == [against, *leads[1:]]


def test_the_next_step_about_what_is_to_start_does_not_call_it_missing() -> None:
    asked = replace(question(1, point("1.1", "Boats")), text="What should we start doing?")
    assert "tell your team what you will do about “Boats”." in read(digest(asked, directions=(MISSING,)))


def test_two_questions_with_the_same_words_are_told_by_their_numbers() -> None:
    texts = ("What should we try at night?", "What should we try by day?", "What should we start?")
    asked = [replace(question(n, point(f"{n}.1", "Boats")), text=text) for n, text in enumerate(texts, start=1)]
    said = read(digest(*asked, directions=(MISSING,) * 3))
    assert "To try (1): Boats" in said and "To try (2): Boats" in said and "To start: Boats" in said

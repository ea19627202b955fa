"""A message that could be a request stays an answer, and the request is one press away: the tables of both sides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chatcommands import Role, offers
from bot.chatcommands.intents import read_message
from bot.chatcommands.language import english_language
from bot.chatcommands.offers import offered_request, request_of
from tests.intents.tables import FOLDER, asked, read_table

REQUESTS = list(read_table(FOLDER / "requests-in-own-words.txt"))
LIKE_REQUESTS = [line for _, _, line in read_table(FOLDER / "answers-like-requests.txt")]
FEWEST_HEARD = 0.9
MOST_OFFERED = 0.03


def heard(text: str, role: Role = Role.MEMBER) -> bool:
    """Whether a message is taken for a request, or one is offered."""
    return read_message(text, asked(role)) is not None or bool(offered_request(text, asked(role)))


def share_heard() -> float:
    return sum(heard(phrase) for _, _, phrase in REQUESTS) / len(REQUESTS)


def share_offered() -> float:
    return sum(bool(offered_request(line, asked())) for line in LIKE_REQUESTS) / len(LIKE_REQUESTS)


def test_nearly_all_requests_are_heard() -> None:
    assert share_heard() >= FEWEST_HEARD


def test_without_offers_many_requests_would_be_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    without = replace(english_language(), offers=())
    monkeypatch.setattr(offers, "english_language", lambda: without)
    monkeypatch.setattr(offers, "_request_of_clause", lambda *of: "")
    assert share_heard() < FEWEST_HEARD


def test_what_is_offered_is_what_was_meant() -> None:
    left = [one for one in REQUESTS if read_message(one[2], asked(one[1])) is None]
    found = [(wanted, role, phrase, offered_request(phrase, asked(role))) for wanted, role, phrase in left]
    assert [one for one in found if one[3] not in ("", one[0])] == []


def test_hardly_an_answer_is_disturbed_by_an_offer() -> None:
    assert share_offered() <= MOST_OFFERED


def test_if_any_words_could_stand_beside_answers_would_be_disturbed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    loose = replace(
        english_language(), offers=tuple(replace(bag, others=99, asks=False) for bag in english_language().offers)
    )
    monkeypatch.setattr(offers, "english_language", lambda: loose)
    assert share_offered() > MOST_OFFERED


def test_no_answer_is_taken_for_a_request_for_good() -> None:
    meant = [(line, read_message(line, asked())) for line in LIKE_REQUESTS]
    assert [one for one in meant if one[1] is not None and getattr(one[1], "sure", False)] == []


@pytest.mark.parametrize("bag", english_language().offers, ids=lambda bag: bag.meaning)
def test_what_is_offered_can_be_done(bag: object) -> None:
    assert request_of(bag.meaning)  # type: ignore[attr-defined]


def test_of_what_is_not_there_nothing_can_be_asked() -> None:
    assert request_of("make me an admin") is None


def test_what_only_leads_may_do_is_offered_to_no_member() -> None:
    phrase = "quiet today, list challenges"
    assert offered_request(phrase, asked(Role.ADMIN)) == "challenges"
    assert offered_request(phrase, asked()) == ""


@pytest.mark.parametrize(
    "kind", ["maternity leave", "Paternity leave", "sick leave", "annual leave next week", "my annual leave"]
)
def test_a_kind_of_leave_is_an_answer_beside_which_leave_is_offered(kind: str) -> None:
    assert read_message(kind, asked()) is None
    assert offered_request(kind, asked()) == "away without a date"

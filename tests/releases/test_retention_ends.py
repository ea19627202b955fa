"""The end of what is stored (release rule 15), as a rule without a store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.retention import (
    LONGEST_WAITING_DAYS,
    Retention,
    end_of_words_in_point,
    ends_of_round,
    is_too_old_for_summary,
)

DAY = timedelta(days=1)
CLOSED = datetime(2026, 3, 2, 9, tzinfo=UTC)
FINAL = CLOSED + 5 * DAY
KEPT = Retention()


def test_words_in_a_point_end_30_days_after_the_organisations_final() -> None:
    waiting = ends_of_round(KEPT, CLOSED, FINAL).waiting
    assert end_of_words_in_point(KEPT, FINAL + 10 * DAY, waiting) == FINAL + 40 * DAY


def test_without_the_organisations_final_or_with_a_late_one_they_end_120_days_after_the_close() -> None:
    waiting = ends_of_round(KEPT, CLOSED, FINAL).waiting
    assert waiting == CLOSED + 120 * DAY
    assert end_of_words_in_point(KEPT, None, waiting) == waiting
    assert end_of_words_in_point(KEPT, CLOSED + 100 * DAY, waiting) == waiting


def test_the_parts_of_a_round_end_one_after_the_other_and_each_by_its_own_setting() -> None:
    kept = Retention(answer_days=20, waiting_days=60, challenge_days=10, summary_months=12)
    ends = ends_of_round(kept, CLOSED, FINAL)
    assert (ends.first, ends.decided, ends.waiting) == (CLOSED + 10 * DAY, FINAL + 10 * DAY, CLOSED + 60 * DAY)
    assert ends.summary == FINAL + 365 * DAY


def test_a_final_that_closed_too_long_ago_goes_into_no_summary() -> None:
    last = CLOSED + LONGEST_WAITING_DAYS * DAY
    assert not is_too_old_for_summary(CLOSED, last - timedelta(seconds=1))
    assert is_too_old_for_summary(CLOSED, last)

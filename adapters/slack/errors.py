"""Slack's ways of saying no, in the words of `bot.ports`. Pure.

Codes are those of Slack's method reference; one that is not listed means that the message itself is not acceptable.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.ports import SendLaterError, SendRefusedError, SendUncertainError

GONE = frozenset(
    {
        "no_such_subteam",
        "subteam_not_found",
        "channel_not_found",
        "user_not_found",
        "users_not_found",
        "user_disabled",
        "user_not_visible",
        "message_not_found",
        "team_not_found",
    }
)
ARCHIVED = frozenset({"is_archived", "channel_is_archived"})
REMOVED = frozenset({"not_in_channel"})
FORBIDDEN = frozenset(
    {
        "user_not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
        "is_inactive",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "access_denied",
        "messages_tab_disabled",
        "cannot_dm_bot",
        "team_access_not_granted",
        "ekm_access_denied",
        "external_channel_migrating",
        "method_not_supported_for_channel_type",
        "as_user_not_supported",
        "org_login_required",
    }
)
LOGGED_OUT = frozenset(
    {"account_inactive", "invalid_auth", "not_authed", "token_revoked", "token_expired", "two_factor_setup_required"}
)
"""The token does not work: nothing is wrong with the message, so it waits until an operator has put that right."""
LATER = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded", "request_timeout", "team_added_to_org"})
UNCERTAIN = frozenset({"fatal_error", "internal_error", "service_unavailable"})
"""Slack says of these that a part of the work may have been done."""

MISSING = (404, 405, 501)
"""Statuses of a server that does not know a method; Slack itself answers 200 and says "unknown_method"."""
UNKNOWN_METHOD = "unknown_method"

REASONS = {"gone": GONE, "archived": ARCHIVED, "removed": REMOVED, "forbidden": FORBIDDEN}

WAIT, WAIT_FOR_OPERATOR, LONGEST_WAIT = 1.0, 60.0, 3600.0


class SlackRefusedError(SendRefusedError):
    """With Slack's own `code`, for the places that know another way."""

    def __init__(self, code: str) -> None:
        super().__init__(next((reason for reason, codes in REASONS.items() if code in codes), "invalid"))
        self.code = code


class SlackLaterError(SendLaterError):
    """With Slack's own `code`, or ours for what Slack did not say: unreachable, closed."""

    def __init__(self, seconds: float, code: str) -> None:
        why = "token" if code in LOGGED_OUT else code if code in ("unreachable", "closed") else "limited"
        super().__init__(seconds, why)
        self.code = code


class SlackUncertainError(SendUncertainError):
    """`code` is Slack's, empty for a connection that was cut."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


def translate_error(
    status: int, code: str, headers: Mapping[str, str]
) -> SlackRefusedError | SlackLaterError | SlackUncertainError:
    """Return the error that an answer which is not `ok` means for the message."""
    if status == 429 or code in LATER:
        return SlackLaterError(_retry_seconds(headers), code or "ratelimited")
    if code in LOGGED_OUT:
        return SlackLaterError(WAIT_FOR_OPERATOR, code)
    if status in MISSING and not code:
        return SlackRefusedError(UNKNOWN_METHOD)
    if code in UNCERTAIN or status >= 500 or not code:
        return SlackUncertainError(code)
    return SlackRefusedError(code)


def _retry_seconds(headers: Mapping[str, str]) -> float:
    """`Retry-After`, in seconds; a second where it is missing or odd."""
    said = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return min(max(float(said), 0.0), LONGEST_WAIT)
    except ValueError:
        return WAIT

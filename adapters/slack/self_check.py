"""Self-check of the tokens, scopes and channel invitations against Slack; it sends and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from adapters.slack.client import Json, SlackClient
from adapters.slack.errors import LOGGED_OUT, SlackLaterError, SlackRefusedError, SlackUncertainError
from adapters.slack.manifest import APP_SCOPE, OPTIONAL, SCOPES
from bot.declarations.platform_spec import SelfCheckFinding
from bot.ports import CannotStartError

WHAT = "Slack"
MOST_NAMED = 5
TROUBLES = (SlackRefusedError, SlackLaterError, SlackUncertainError)
LOST = LOGGED_OUT | {"not_allowed_token_type", "org_login_required", "access_denied"}
COPY_BOT = "Copy the Bot User OAuth Token (xoxb-) from “OAuth & Permissions” of the app's settings."
COPY_APP = f"Make an app-level token (xapp-) with {APP_SCOPE} in “Basic Information” of the app's settings."
INSTALL = "Add the scopes in “OAuth & Permissions” of the app's settings, and install the app again."


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """Owner of a bot token: the bot's user id, its workspace's id and name, and the scopes that it lacks (if Slack lists them).

    `left_out` are those of them that it can do without.
    """

    user: str
    workspace: str
    name: str
    lacking: tuple[str, ...]
    left_out: tuple[str, ...] = ()


async def identify_bot(client: SlackClient, token: str) -> BotIdentity:
    """Raises what the client raises."""
    answer, headers = await client.call_with(token, "auth.test")
    missing = missing_scopes(headers)
    return BotIdentity(
        user=str(answer.get("user_id") or ""),
        workspace=str(answer.get("team_id") or ""),
        name=str(answer.get("team") or ""),
        lacking=tuple(scope for scope in missing if scope not in OPTIONAL),
        left_out=tuple(scope for scope in missing if scope in OPTIONAL),
    )


def missing_scopes(headers: Mapping[str, str]) -> tuple[str, ...]:
    """The scopes that a token has not, by the header in which Slack lists those it has; none where it lists none."""
    said = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    has = {scope.strip() for scope in said.split(",") if scope.strip()}
    return tuple(sorted(set(SCOPES) - has)) if has else ()


async def let_in(client: SlackClient, token: str) -> BotIdentity | None:
    """Return who the bot is; None while Slack is out of reach. Raises CannotStartError with what to do about it (R10)."""
    try:
        identity = await identify_bot(client, token)
    except SlackRefusedError as refused:
        raise CannotStartError(_no_token(refused.code)) from None
    except SlackLaterError as later:
        if later.code in LOST:
            raise CannotStartError(_no_token(later.code)) from None
        return None
    except SlackUncertainError:
        return None
    if identity.lacking:
        raise CannotStartError(f"Slack: the bot lacks {', '.join(identity.lacking)}. {INSTALL}")
    return identity


async def socket_address(client: SlackClient, token: str) -> str:
    """The address of a Socket Mode connection; empty while Slack is out of reach. Raises CannotStartError."""
    try:
        answer, _ = await client.call_with(token, "apps.connections.open")
    except SlackRefusedError as refused:
        raise CannotStartError(_no_app_token(refused.code)) from None
    except SlackLaterError as later:
        if later.code in LOST:
            raise CannotStartError(_no_app_token(later.code)) from None
        return ""
    except SlackUncertainError:
        return ""
    return str(answer.get("url") or "")


def _no_token(code: str) -> str:
    return f"Slack does not accept the bot token ({code}). {COPY_BOT}"


def _no_app_token(code: str) -> str:
    return f"Slack does not accept the app-level token ({code}). {COPY_APP}"


async def collect_findings(
    client: SlackClient, bot_token: str, app_token: str = "", channels: Sequence[str] = ()
) -> list[SelfCheckFinding]:
    """All that can be looked at; `channels` are ids of channels in which the bot has to be."""
    found = await _check_token(client, bot_token)
    if app_token:
        found.append(await _app_token(client, app_token))
    if all(one.ok for one in found):
        found += await _check_invitations(client, bot_token, channels)
    return found


async def _check_token(client: SlackClient, token: str) -> list[SelfCheckFinding]:
    try:
        identity = await let_in(client, token)
    except CannotStartError as refused:
        return [SelfCheckFinding(WHAT, str(refused), ok=False)]
    if identity is None:
        return [_unreachable_finding("whether the bot token is good")]
    good = f"the bot token is good for {identity.name or identity.workspace}, with every scope"
    if not identity.left_out:
        return [SelfCheckFinding(WHAT, good)]
    without = "; ".join(f"without {scope}, {OPTIONAL[scope]}" for scope in identity.left_out)
    return [
        SelfCheckFinding(
            WHAT, f"{good} that it needs. {without}".replace(". w", ". W"), f"To have them as well: {INSTALL}"
        )
    ]


async def _app_token(client: SlackClient, token: str) -> SelfCheckFinding:
    try:
        address = await socket_address(client, token)
    except CannotStartError as refused:
        return SelfCheckFinding(WHAT, str(refused), ok=False)
    if not address:
        return _unreachable_finding("whether the app-level token is good")
    return SelfCheckFinding(WHAT, "the app-level token is good")


def _unreachable_finding(unknown: str) -> SelfCheckFinding:
    return SelfCheckFinding(
        WHAT,
        f"cannot be reached to ask {unknown}",
        "Check the network and slack.api_url; the bot goes on trying.",
        ok=False,
    )


async def _check_invitations(client: SlackClient, token: str, channels: Iterable[str]) -> list[SelfCheckFinding]:
    try:
        missing = [name for id in channels if (name := await _not_in(client, token, id))]
        joined = await _joined_channels(client, token)
    except SlackRefusedError as refused:
        remedy = "Nothing, if the bot works: what depends on it is left out."
        return [SelfCheckFinding(WHAT, f"did not tell in which channels the bot is ({refused.code})", remedy)]
    except (SlackLaterError, SlackUncertainError):
        return [_unreachable_finding("in which channels the bot is")]
    found = [
        SelfCheckFinding(
            WHAT, f"the bot is not in #{name}", f"Say in that channel: /invite @Folkmoot ({name})", ok=False
        )
        for name in missing
    ]
    if not joined:
        return [
            *found,
            SelfCheckFinding(WHAT, "the bot is in no channel yet", "Say in a team's channel: /invite @Folkmoot"),
        ]
    more = f" and {len(joined) - MOST_NAMED} more" if len(joined) > MOST_NAMED else ""
    return [
        *found,
        SelfCheckFinding(WHAT, f"the bot is in {', '.join(f'#{name}' for name in joined[:MOST_NAMED])}{more}"),
    ]


async def _not_in(client: SlackClient, token: str, channel: str) -> str:
    """The name of a channel that the bot is not in; empty for one that it is in."""
    try:
        answer, _ = await client.call_with(token, "conversations.info", channel=channel)
    except SlackRefusedError:
        return channel
    told: Json = answer.get("channel") or {}
    return "" if told.get("is_member") else str(told.get("name") or channel)


async def _joined_channels(client: SlackClient, token: str) -> list[str]:
    answer, _ = await client.call_with(
        token, "users.conversations", types="public_channel,private_channel", exclude_archived=True, limit=200
    )
    return sorted(str(one.get("name") or one.get("id")) for one in answer.get("channels") or ())

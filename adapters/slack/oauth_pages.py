"""Pages of an installation by OAuth, in the product's words: how to begin, what comes next, and what to do when it did not work."""

from __future__ import annotations

from html import escape

from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

STYLE = "font:18px/1.5 system-ui,sans-serif;max-width:34em;margin:3em auto;padding:0 1em;color:#1f2a2a"
BEGIN_AGAIN = "Please begin again"
_WHY = {
    "access_denied": "Slack says that the installation was not allowed. Whoever may install apps in this workspace can do it.",
    "invalid_state": "This page was open for more than ten minutes, or in another browser.",
    "invalid_browser": "This page was open for more than ten minutes, or in another browser.",
    "missing_code": "Slack sent you here without its code.",
}
_OTHERWISE = "Slack did not finish the installation. Nothing is stored; the log of the bot names the reason."


def render_page(title: str, *paragraphs: str) -> str:
    """Return a page of HTML; the paragraphs are HTML already."""
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width"></head>'
        f'<body style="{STYLE}"><h1>{escape(title)}</h1>{body}</body></html>'
    )


def install_page(url: str) -> str:
    """Return the page with which an installation begins; `url` is Slack's."""
    return render_page(
        "Install Folkmoot in Slack",
        "Folkmoot asks teams a few questions in private, and brings back what several people said. It reads nothing that "
        "people say to each other in channels.",
        "Slack shows you next what it may do. The two permissions to read the history of channels are optional: without them a "
        "message whose connection was cut may come twice.",
        f'<a href="{escape(url)}">Go on to Slack</a>',
    )


async def show_success(args: AsyncSuccessArgs) -> BoltResponse:
    """Say that it worked, and how the first admin begins."""
    name = args.installation.team_name or args.installation.enterprise_name or "your workspace"
    return _response(
        args.settings.state_utils.build_set_cookie_for_deletion(),
        200,
        render_page(
            "Folkmoot is installed",
            f"It can speak in {escape(name)} now. Nobody has been written to.",
            "Next: in Slack open <b>Apps</b>, <b>Folkmoot</b>, <b>Messages</b>, and write <code>claim</code> and the code that "
            "<code>folkmoot claim-code</code> prints on the bot’s machine. If there is an admin already, they can add teams by "
            "writing <code>help</code> there.",
        ),
    )


async def show_failure(args: AsyncFailureArgs) -> BoltResponse:
    """Say what happened and what to do; Slack's own words are not repeated."""
    again = f'<a href="{escape(args.settings.install_path)}">{BEGIN_AGAIN}</a>.'
    return _response(
        args.settings.state_utils.build_set_cookie_for_deletion(),
        args.suggested_status_code,
        render_page("Folkmoot is not installed", _WHY.get(args.reason, _OTHERWISE), again),
    )


def _response(cookie: str, status: int, html: str) -> BoltResponse:
    """Return a page that ends the state of this installation in the browser."""
    return BoltResponse(
        status=status, body=html, headers={"Content-Type": "text/html; charset=utf-8", "Set-Cookie": cookie}
    )


PAGES = AsyncCallbackOptions(success=show_success, failure=show_failure)


class InstallFlow(AsyncOAuthFlow):
    """Bolt's flow with the product's own first page."""

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:
        return install_page(url)

"""Pictures and files on their way to Slack: brought there first. A picture is then named in the message by its file id; a file is
shared in the conversation, where it stands above the message."""

from __future__ import annotations

from adapters.slack.capabilities import LONGEST_ALT
from adapters.slack.client import SlackClient
from adapters.slack.markup import shorten_text, strip_controls
from bot.views.view import File, Picture, View


async def upload_pictures(client: SlackClient, workspace: str, view: View) -> dict[int, str]:
    """The file ids of a view's pictures by their place. Raises what the client raises; nothing is shown to anybody yet."""
    found = {}
    for place, part in enumerate(view.blocks):
        if isinstance(part, Picture) and part.data:
            found[place] = await _upload_picture(client, workspace, part)
    return found


async def share_files(client: SlackClient, workspace: str, channel: str, view: View) -> dict[int, str]:
    """The file ids of a view's files by their place, each shared in a conversation. Raises what the client raises."""
    found = {}
    for place, part in enumerate(view.blocks):
        if isinstance(part, File):
            data = part.text.encode()
            made = await client.call(workspace, "files.getUploadURLExternal", filename=part.name, length=len(data))
            await client.upload(str(made["upload_url"]), data)
            found[place] = str(made["file_id"])
            named = [{"id": found[place], "title": part.name}]
            await client.call(workspace, "files.completeUploadExternal", files=named, channel_id=channel)
    return found


async def _upload_picture(client: SlackClient, workspace: str, picture: Picture) -> str:
    alt = shorten_text(strip_controls(picture.alt) or picture.name, LONGEST_ALT // 2)
    place = await client.call(
        workspace, "files.getUploadURLExternal", filename=picture.name, length=len(picture.data), alt_txt=alt
    )
    await client.upload(str(place["upload_url"]), picture.data)
    file = str(place["file_id"])
    await client.call(workspace, "files.completeUploadExternal", files=[{"id": file, "title": picture.name}])
    return file

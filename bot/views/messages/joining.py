"""Words about joining by a link, about being written to, and about tidying a chat."""

from __future__ import annotations

from bot.domain.outcomes import joining as said
from bot.views.messages.wording import Texts, first, plain, says
from bot.views.view import Block, Items, Note, Text, View

SCAN = "The same link as a picture to scan with a phone’s camera."


@says(said.LinksMade)
def links_made(made: said.LinksMade, texts: Texts) -> View:
    links = tuple(text for text in texts if text)
    if not links:
        return plain("These links were taken back, or are too old. Say “team link” for new ones.")
    one = len(links) == 1
    here = "Here is a link" if one else f"Here are {len(links)} links, one for each person,"
    blocks: list[Block] = [Text(f"{here} to join {made.team}:"), Text(links[0]) if one else Items(links)]
    blocks.append(
        Note(
            f"Each works once, for one person, in the next {made.days} days. Whoever has it can join: give it to nobody else. "
            "They open it and press Start."
        )
    )
    return View(tuple(blocks), "The links that you asked for.")


@says(said.LinksNotHere)
def links_not_here(refused: said.LinksNotHere, texts: Texts) -> View:
    return plain("Links are not needed here: say “member add @name” and the people are in the team.")


@says(said.JoinRefused)
def join_refused(refused: said.JoinRefused, texts: Texts) -> View:
    return plain(
        "That link is wrong, was used, or is too old. Ask whoever gave it to you for a new one; each works once.",
        summary="About your link.",
    )


@says(said.JoinedAlready)
def joined_already(joined: said.JoinedAlready, texts: Texts) -> View:
    return plain(
        f"You are in {joined.team} already. The link still works for somebody else.", summary="About your link."
    )


@says(said.NotMet)
def not_met(unknown: said.NotMet, texts: Texts) -> View:
    return plain(
        f"I have not met {first(texts) or 'them'} yet, so they were not added. Once they have written to me, I know them by that "
        "name."
    )


@says(said.SaidAnonymously)
def said_anonymously(refused: said.SaidAnonymously, texts: Texts) -> View:
    return plain(
        "You are anonymous here, so I cannot know who asks. Switch “remain anonymous” off, or write to me directly.",
        summary="About what was said here.",
    )


@says(said.WriteToMeFirst)
def write_to_me_first(asked: said.WriteToMeFirst, texts: Texts) -> View:
    again = "press this again" if asked.pressed else "say it again"
    return plain(
        f"I answer in a direct chat, and may write there only after you did: open my profile, press Start, and {again}.",
        summary="About what was said here.",
    )


@says(said.ChatCleared)
def chat_cleared(done: said.ChatCleared, texts: Texts) -> View:
    if not done.yours + done.mine:
        return plain(f"There is nothing of yours from the last {done.hours} hours in this chat that I could take away.")
    return plain(
        f"I take your words of the last {done.hours} hours out of this chat: {done.yours} of your messages and {done.mine} of "
        "mine that repeat them. Older ones only you can delete. What you answered stays saved; “withdraw” takes it back.",
        summary="This chat is being tidied.",
    )


@says(said.ChatNotCleared)
def chat_not_cleared(refused: said.ChatNotCleared, texts: Texts) -> View:
    return plain("I cannot take messages out of this chat. You can delete your own; what you answered stays saved.")

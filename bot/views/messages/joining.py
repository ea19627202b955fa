"""Words about joining by a link, about being written to, and about tidying a chat."""

from __future__ import annotations

from bot.domain.outcomes import joining as said
from bot.views.messages.wording import Texts, first_text, plain_view, words_message
from bot.views.view import Block, Items, Note, Text, View

SCAN_CAPTION = "The same link as a picture to scan with a phone’s camera."


@words_message(said.LinksMade)
def links_made(made: said.LinksMade, texts: Texts) -> View:
    links = tuple(text for text in texts if text)
    if not links:
        return plain_view("These links were taken back, or are too old. Say “team link” for new ones.")
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


@words_message(said.LinksNotHere)
def links_not_here(refused: said.LinksNotHere, texts: Texts) -> View:
    return plain_view("Links are not needed here: say “member add @name” and the people are in the team.")


@words_message(said.JoinRefused)
def join_refused(refused: said.JoinRefused, texts: Texts) -> View:
    return plain_view(
        "That link is wrong, was used, or is too old. Ask whoever gave it to you for a new one; each works once.",
        summary="About your link.",
    )


@words_message(said.JoinedAlready)
def joined_already(joined: said.JoinedAlready, texts: Texts) -> View:
    return plain_view(
        f"You are in {joined.team} already. The link still works for somebody else.", summary="About your link."
    )


@words_message(said.NotMet)
def not_met(unknown: said.NotMet, texts: Texts) -> View:
    return plain_view(
        f"I have not met {first_text(texts) or 'them'} yet, so they were not added. Once they have written to me, I know "
        "them by that name."
    )


@words_message(said.SaidAnonymously)
def said_anonymously(refused: said.SaidAnonymously, texts: Texts) -> View:
    return plain_view(
        "You are anonymous here, so I cannot know who asks. Switch “remain anonymous” off, or write to me directly.",
        summary="About what was said here.",
    )


@words_message(said.WriteToMeFirst)
def write_to_me_first(asked: said.WriteToMeFirst, texts: Texts) -> View:
    again = "press this again" if asked.pressed else "say it again"
    return plain_view(
        f"I answer in a direct chat, and may write there only after you did: open my profile, press Start, and {again}.",
        summary="About what was said here.",
    )


@words_message(said.ChatCleared)
def chat_cleared(done: said.ChatCleared, texts: Texts) -> View:
    if not done.yours + done.mine:
        return plain_view(
            f"There is nothing of yours from the last {done.hours} hours in this chat that I could take away."
        )
    return plain_view(
        f"I take your words of the last {done.hours} hours out of this chat: {done.yours} of your messages and {done.mine} of "
        "mine that repeat them. Older ones only you can delete. What you answered stays saved; “withdraw” takes it back.",
        summary="This chat is being tidied.",
    )


@words_message(said.ChatNotCleared)
def chat_not_cleared(refused: said.ChatNotCleared, texts: Texts) -> View:
    return plain_view(
        "I cannot take messages out of this chat. You can delete your own; what you answered stays saved."
    )

"""Words about joining by a link, about being written to, and about tidying a chat."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import joining as said
from bot.views.messages import times
from bot.views.messages.wording import Texts, count_in_words, first_text, plain_view, words_message
from bot.views.view import Block, Button, Buttons, Heading, Items, Note, Text, View

POSTER_CAPTION = "{team}: the link as a picture to print, to scan with a phone’s camera."
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
    still = "" if joined.many else " The link still works for somebody else."
    return plain_view(f"You are in {joined.team} already.{still}", summary="About your link.")


@words_message(said.LinkForManyMade)
def link_for_many_made(made: said.LinkForManyMade, texts: Texts) -> View:
    link = first_text(texts)
    if not link:
        return plain_view("This link was ended, or is too old. Say “team link” for a new one.")
    until = times.day_and_time(made.until, made.zone)
    blocks: list[Block] = [
        Text(f"Here is a link to join {made.team}, for up to {made.most} people until {until}:"),
        Text(link),
        Heading("Words for a poster"),
        Text(_poster(made.team, link, until, made.question_count)),
        Note(
            "Whoever has the link can join. Each join is told to the team’s leads. Ending it takes nobody off the list."
        ),
        Buttons(
            (
                *([Button("Post it in the team’s group", "link.post", made.token)] if made.home else []),
                Button("End this link", "link.off", made.token, "danger"),
            )
        ),
    ]
    return View(tuple(blocks), "The link that you asked for.")


def _poster(team: str, link: str, until: str, questions: int) -> str:
    return (
        f"{team}: have your say. Scan the code or open {link} and press Start, until {until}. You are asked "
        f"{count_in_words(questions)} {'question' if questions == 1 else 'questions'} from time to time. Nobody sees who answered."
    )


@words_message(said.LinksEnded)
def links_ended(done: said.LinksEnded, texts: Texts) -> View:
    if not done.count:
        return plain_view(f"No link to {done.team} is open.", summary="About your links.")
    ended = "The link is" if done.count == 1 else f"All {done.count} links are"
    return plain_view(
        f"{ended} ended: nobody joins {done.team} with {'it' if done.count == 1 else 'them'} any more. Whoever has joined stays.",
        summary="About your links.",
    )


@words_message(said.JoinPosted)
def join_posted(posted: said.JoinPosted, texts: Texts) -> View:
    until = times.day_and_time(posted.until, posted.zone)
    asked = f"{count_in_words(posted.question_count)} {'question' if posted.question_count == 1 else 'questions'}"
    view = plain_view(
        f"Who is in {posted.team}? Press [Join], until {until}. You are asked {asked} from time to time, in private. Nobody sees "
        "who answered. “stop” always works.",
        summary="Join your team.",
        buttons=(Button("Join", "link.join", posted.token, "primary"),),
    )
    return replace(view, pinned=True)


@words_message(said.JoinPostNoted)
def join_post_noted(done: said.JoinPostNoted, texts: Texts) -> View:
    return plain_view(
        f"I post it in the group of {done.team}, and pin it if I may. If it does not stay on top, pin it yourself.",
        summary="About your link.",
    )


@words_message(said.JoinedByPress)
def joined_by_press(joined: said.JoinedByPress, texts: Texts) -> View:
    return plain_view(
        f"You are on the list of {joined.team}. Now open my profile and press Start, so that I may write to you.",
        summary="You joined a team.",
    )


@words_message(said.JoinedByLink)
def joined_by_link(joined: said.JoinedByLink, texts: Texts) -> View:
    left = f"It lets {joined.left} more in." if joined.left else "It lets nobody else in."
    return plain_view(
        f"{joined.name} joined {joined.team} with the link for many. {left} If that is wrong: “member remove”, or “team link off”.",
        summary="Somebody joined a team.",
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

"""Words of a guided set-up: its steps, what was found at the planned home, and what was made."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.outcomes import set_up as said
from bot.domain.set_up import ORDER, REVIEW, STEPS
from bot.views.messages import times
from bot.views.messages.languages import languages_read
from bot.views.messages.windows import overlap_sentence
from bot.views.messages.wording import Texts, count_of, first_text, join_and, plain_view, words_message
from bot.views.view import Block, Button, Buttons, Fields, Heading, Items, Note, Text, View

SUMMARY = "Your set-up."
GO_ON = Button("Go on with the set-up", "order", "setup")
_TITLES = {
    "organisation": "your organisation",
    "team": "a team and its home",
    "people": "its people",
    "rhythm": "when it is asked",
    "support": "whom people can turn to",
}
RHYTHMS = ("every other Tuesday at 10:00", "first Monday of the month 09:30")
_NOT_THERE = {
    "removed": "I am not in it",
    "gone": "I cannot see it, so I am not in it, or it is gone",
    "archived": "it is archived",
    "closed": "it is closed",
    "forbidden": "I may not write there",
    "blocked": "I may not write there",
    "invalid": "it takes no messages from me",
    "no answer": "I got no answer when I looked",
}


@words_message(said.SetUpAsked)
def step_asked(asked: said.SetUpAsked, texts: Texts) -> View:
    blocks = [*_STEPS[asked.step](asked), Buttons(_step_buttons(asked))]
    return View(tuple(blocks), SUMMARY)


def _step_buttons(asked: said.SetUpAsked) -> tuple[Button, ...]:
    step = asked.step
    if step == REVIEW:
        first = [Button("Create everything", "guide.create", step, "primary")]
    else:
        first = [Button("Fill in", "guide", step, "primary"), *_choices(asked)]
        if step != "team" or asked.team:
            first.append(Button(_go_on_label(asked), "guide.next", step))
    back = [Button("Back", "guide.back", step)] if step != ORDER[0] else []
    return (*first, *back, Button("Cancel the set-up", "guide.cancel", step))


def _choices(asked: said.SetUpAsked) -> list[Button]:
    if asked.step == "people":
        return [Button("I lead it myself", "guide.lead", asked.step)]
    if asked.step == "rhythm" and not asked.schedule:
        return [Button(f"{words[0].upper()}{words[1:]}", "guide.when", f"rhythm:{words}") for words in RHYTHMS]
    if asked.step == "team":
        return list(_home_buttons(asked.home, asked.token))
    return []


def _home_buttons(home: said.PlannedHome, token: str) -> Iterator[Button]:
    if home.access not in ("", "ok", "looking"):
        yield Button("Look again", "guide.look", token)
        yield Button("Go on without a home", "guide.homeless", token)


def _go_on_label(asked: said.SetUpAsked) -> str:
    empty = (asked.step == "rhythm" and not asked.schedule) or (asked.step == "support" and not asked.contacts)
    return "Later" if empty else "Next"


def _heading(asked: said.SetUpAsked) -> Heading:
    return Heading(f"Set-up, step {STEPS.index(asked.step) + 1} of {len(STEPS)}: {_TITLES[asked.step]}")


def _organisation(asked: said.SetUpAsked) -> Iterator[Block]:
    yield _heading(asked)
    yield Text(
        "I ask you five things. Nothing is made, and nobody else hears anything, until you press [Create everything] at the end. "
        "You can leave at any time, and go on with “setup”."
    )
    yield Fields((("Name", asked.name), ("Time zone", asked.zone), ("Public holidays", asked.holidays or "none")))
    yield Note(f"I write in English. {languages_read(asked.languages)}")


def _team(asked: said.SetUpAsked) -> Iterator[Block]:
    yield _heading(asked)
    if asked.team:
        yield Text(f"The team: {_named(asked)}.")
    yield Text(_home_of(asked))
    yield Text(_how_to_name_home(asked.home))


def _named(asked: said.SetUpAsked) -> str:
    return f"{asked.team}, under {asked.parent}" if asked.parent else asked.team


def _home_of(asked: said.SetUpAsked) -> str:
    home = asked.home
    if not home.access:
        return f"Its home is the {home.place} where its drafts appear. None is chosen yet, and none is needed to go on."
    if home.access == "looking":
        return f"Its home is the {home.place} that you named. I am looking whether I may write there, and send nothing."
    return _what_was_seen(home)


def _how_to_name_home(home: said.PlannedHome) -> str:
    if home.picked:
        return f"Choose the {home.place} in the form, or say “{home.say}” in it. I have to be in it: invite me first."
    return (
        f"Add me to the team’s {home.place}, and say “{home.say}” there. Privacy mode can stay on: in a {home.place} I hear "
        "commands, replies to me and presses of buttons, and need no more."
    )


def _what_was_seen(home: said.PlannedHome) -> str:
    if home.access != "ok":
        why = _NOT_THERE.get(home.access, "I may not write there")
        return f"I cannot work in the {home.place} that you named yet: {why}. {_what_is_missing(home)}"
    if not home.readable:
        return f"I may write in the {home.place} that you named. Who is in it I am not told."
    others = f" {count_of(home.left_out, 'guest or bot is', 'guests or bots are')} left out." if home.left_out else ""
    return (
        f"I may write in the {home.place} that you named, and see who is in it: "
        f"{count_of(home.found, 'person', 'people')} whom I can ask.{others}"
    )


def _what_is_missing(home: said.PlannedHome) -> str:
    if home.access in ("removed", "gone"):
        how = "say “/invite” and my name in it" if home.picked else "open its settings, and add me as a member"
        return f"To let me in, {how}. I look again by myself when I am let in."
    if home.access in ("forbidden", "blocked", "closed"):
        return f"Let me send messages: the settings of the {home.place} say who may."
    if home.access == "archived":
        return "Take it out of the archive, or choose another one."
    return "Press [Look again] in a minute."


def _people(asked: said.SetUpAsked) -> Iterator[Block]:
    yield _heading(asked)
    home = asked.home
    if home.access == "ok" and home.readable:
        yield Text(
            f"The list follows the {home.place}: {count_of(home.found, 'person is', 'people are')} in it whom I can ask. You can "
            "add others by name."
        )
    elif home.access == "looking":
        yield Text(f"I am looking who is in the {home.place}, and tell you. You can name others, by a mention each.")
    elif home.picked:
        yield Text("Name the people who are asked, by a mention each.")
    else:
        yield Text(
            f"Who is in a {home.place} I am not told. Name those who have written to me. Once the team is made, "
            f"“{home.link or 'team link'}” makes links for the others."
        )
    if asked.people:
        yield Text(f"On the list: {join_and(asked.people)}.")
    if asked.leads:
        yield Text(f"{join_and(asked.leads)} {'leads' if len(asked.leads) == 1 else 'lead'} the team.")
    else:
        yield Text("A lead gets the digest and decides on challenges. Without one the admins do.")
    yield Note(f"A team is asked alone from {asked.needed} people on; a smaller one together with others.")


def _rhythm(asked: said.SetUpAsked) -> Iterator[Block]:
    yield _heading(asked)
    if not asked.schedule:
        yield Text("Say it in plain words, such as “every other Tuesday at 10:00”. Nobody is asked before you choose.")
        return
    yield Text(f"{asked.team or 'The team'} is to be asked {asked.schedule}. The next times:")
    yield Items(_send_times(asked))
    if asked.overlap:
        yield Text(overlap_sentence([asked.overlap]))


def _send_times(asked: said.SetUpAsked) -> tuple[str, ...]:
    return tuple(times.day_and_time(send.at, asked.zone) for send in asked.sends)


def _support(asked: said.SetUpAsked) -> Iterator[Block]:
    yield _heading(asked)
    yield Text(
        "When somebody’s words suggest that they are at risk, I show them at once, and privately, whom they can turn to. Name your "
        "own contacts, a line for each."
    )
    if asked.contacts:
        yield Items(asked.contacts)
        if asked.by_operator:
            yield Note("These are my operator’s.")


def _review(asked: said.SetUpAsked) -> Iterator[Block]:
    yield Heading("Set-up: is everything right?")
    yield Fields(tuple(_rows(asked)))
    if asked.home.access not in ("", "ok"):
        yield Text(_home_of(asked))
    yield Text("Nothing has been made or sent so far. One press makes all of it, or nothing if something is wrong.")


def _rows(asked: said.SetUpAsked) -> Iterator[tuple[str, str]]:
    home = asked.home
    yield ("Organisation", f"{asked.name}, {asked.zone}, public holidays: {asked.holidays or 'none'}")
    yield ("Team", _named(asked) or "not named yet")
    states = {"": "none yet", "ok": f"the {home.place} that you named", "looking": "being looked at"}
    yield ("Home", states.get(home.access, "I cannot work there yet"))
    follows = [f"everybody in the {home.place}"] if home.access == "ok" and home.readable else []
    yield ("People", join_and([*follows, *asked.people]) or "none yet")
    yield ("Led by", join_and(asked.leads) or "nobody yet")
    first = f", first on {_send_times(asked)[0]}" if asked.sends else ""
    yield ("Asked", f"{asked.schedule}{first}" if asked.schedule else "not before you set a schedule")
    yield ("Support", "; ".join(asked.contacts) or "no contacts yet")


_STEPS = {
    "organisation": _organisation,
    "team": _team,
    "people": _people,
    "rhythm": _rhythm,
    "support": _support,
    REVIEW: _review,
}


@words_message(said.SetUpLooked)
def place_looked_at(looked: said.SetUpLooked, texts: Texts) -> View:
    buttons = tuple(_home_buttons(looked.home, looked.token))
    buttons = (*buttons, GO_ON) if buttons else ()
    return plain_view(_what_was_seen(looked.home), summary=SUMMARY, buttons=buttons)


@words_message(said.SetUpNotReady)
def set_up_not_ready(refused: said.SetUpNotReady, texts: Texts) -> View:
    if not refused.team:
        fill = Button("Name the team", "guide", "team", "primary")
        return plain_view("The team has no name yet. Nothing was made.", summary=SUMMARY, buttons=(fill,))
    looking = "I am still looking whether I may write in its home. Please try again in a minute."
    why = looking if refused.home.access == "looking" else _what_was_seen(refused.home)
    buttons = (*_home_buttons(refused.home, refused.token), GO_ON)
    return plain_view(f"{why} Nothing was made.", summary=SUMMARY, buttons=buttons)


@words_message(said.SetUpEntryWrong)
def entry_wrong(wrong: said.SetUpEntryWrong, texts: Texts) -> View:
    return plain_view(first_text(texts) or "I cannot use that.", summary=SUMMARY)


@words_message(said.NoBroadcastChannels)
def no_broadcast_channels(refused: said.NoBroadcastChannels, texts: Texts) -> View:
    return plain_view(
        "You added me to a broadcast channel. There people only read, so no team can be at home in it. Please "
        "add me to the team’s group instead.",
        summary="About the channel that you added me to.",
    )


@words_message(said.SetUpCancelled)
def set_up_cancelled(done: said.SetUpCancelled, texts: Texts) -> View:
    return plain_view("The set-up is cancelled. Nothing was made, and nobody heard anything.", summary=SUMMARY)


@words_message(said.SetUpOver)
def set_up_over(refused: said.SetUpOver, texts: Texts) -> View:
    again = Button("Begin a set-up", "order", "setup")
    return plain_view("No set-up is going on: it is finished, or was cancelled.", summary=SUMMARY, buttons=(again,))


@words_message(said.SetUpDone)
def set_up_done(done: said.SetUpDone, texts: Texts) -> View:
    blocks: list[Block] = [Heading(f"{done.team} is set up"), Items(tuple(_made(done))), Text(_what_comes_next(done))]
    buttons = [Button("Dry run", "order", f"dry run {done.team}"), Button("Set up another team", "order", "setup")]
    if done.home.link:
        buttons.insert(0, Button("A link to join for many", "order", f"team link {done.team} for many", "primary"))
    return View((*blocks, Buttons(tuple(buttons))), SUMMARY)


def _made(done: said.SetUpDone) -> Iterator[str]:
    if done.home.access:
        yield f"Its home is the {done.home.place} that you named."
    if done.follows:
        yield f"Its list follows the {done.home.place}. I am reading who is there, and tell you what I find."
    if done.people:
        yield f"{count_of(done.people, 'person is', 'people are')} on its list now. Whoever is new to it was told."
    if done.waiting:
        yield f"{join_and(done.waiting)} cannot be asked yet: they have not written to me, or I could not confirm them."
    if done.leads:
        yield f"Led by {join_and(done.leads)}."
    if done.schedule and done.first_at:
        yield f"Asked {done.schedule}: first on {times.day_and_time(done.first_at, done.zone)}."


def _what_comes_next(done: said.SetUpDone) -> str:
    if not done.schedule:
        return f"Nobody is asked yet. Set a rhythm: “schedule set {done.team}: every other Tuesday at 10:00”."
    if not done.follows and done.people < done.needed:
        return f"{done.needed} people are needed, alone or together with other teams: say “member add @name to {done.team}”."
    return "A dry run shows you a round with made-up people. Nobody else sees it."

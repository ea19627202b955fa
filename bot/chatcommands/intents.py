"""Intents of typed messages, decided here before a message can become part of an answer.

The order in which meanings are looked for is that of `read_message`, and the only one there is:

1. a command that parses whole, its arguments included; with something else behind its name it is no command;
2. being away on days that can be read as such;
3. a sentence of the phrases, which match whole messages only (`data/intents-en.toml`), or symbols alone; then a page of a list;
   then a question or a wish that is made of a few words in any order;
4. from somebody who has nothing to answer, a command with its words in another order (`mending.py`);
5. the same with a slip of the finger mended, and commands of admins and leads that were nearly written;
6. from somebody who has nothing to answer, whatever is nearest to a command.

Everything else is words. Whoever has a round to answer is taken for answering when in doubt; and what could be either is not
`sure`, so that its author is offered to say that it was an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.chatcommands import BY_NAME, ChatCommand, Role, Wrong, phrases, typos
from bot.chatcommands.complete_command import Situation, complete_command, named_command
from bot.chatcommands.language import Language, english_language
from bot.chatcommands.leave_in_words import leave_named
from bot.chatcommands.mending import hinted_command, mend_command
from bot.chatcommands.nearly import nearest_commands, nearly_written
from bot.chatcommands.pages import NEXT, page_alone, team_and_page
from bot.domain import commands as order
from bot.domain.commands import Command
from bot.domain.exports import ExportReleased
from bot.domain.follow_up_commands import (
    OfferAskBack,
    SetOwnPoints,
    ShowChallenged,
    ShowFollowUps,
    ShowHistory,
    ShowMore,
    ShowOwnPoints,
    ShowTrend,
)
from bot.domain.question_commands import AddQuestion, ShowQuestions
from bot.domain.questions import NUMBERS
from bot.domain.reports import MakeReport, ShowHabits
from bot.domain.set_up import SetUp
from bot.domain.window_commands import ShowWindows

MOST_WORDS = 16
"""Words above which a message is no phrase."""
SHORT = 4
"""Words up to which a message that fits nothing else may have been meant as a command."""
VERY_LIKE = 0.7
"""Least likeness (0 to 1) of such a message to the name of a command."""
MOST_LETTERS = 1000
"""Letters above which a message is not looked at: an answer, or a long command that was typed as one."""
TAKES_LONG = ("member", "lead", "admin", "questions", "propose", "support")
"""First words of commands that name many people, or give a wording: these say themselves when it is too long. Of others a longer
text is no command: some patterns take the square of the time for the length."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A message is this command, which needs this role. `sure` is false where the same words could be an answer.

    `spec` is there for what stands in the list of commands; `command` is Wrong where something is missing behind its name.
    """

    command: Command | Wrong
    role: Role
    sure: bool = False
    spec: ChatCommand | None = None

    @property
    def name(self) -> str:
        """The meaning by which `meant_by` finds this again; empty for what the phrases do not name."""
        if self.spec:
            return self.spec.name
        return next((name for name, (command, _) in OTHERS.items() if command == self.command), "")


@dataclass(frozen=True, slots=True)
class Nearly:
    """A message is nearly one of these commands, or none that is known where there are none. Each can be typed as it stands."""

    names: tuple[str, ...] = ()


_NAMED_SYMBOL = re.compile(r":[a-z0-9_+'-]+:", re.IGNORECASE)
OTHERS: dict[str, tuple[Command, str]] = {
    "remind": (order.RemindMe(), "remind me tomorrow"),
    "not this time": (order.SkipRound(), "not this time"),
    "take off": (order.TakeOffLast(), "undo"),
    "throw away": (order.DiscardDraft(), "throw away the draft"),
    "send": (order.SendDraft(), "send my draft"),
    "draft": (order.ShowDraft(), "my draft"),
    **{f"place {number}": (order.PlaceDraft(number=number), f"question {number}") for number in NUMBERS},
    "send held": (order.SendHeldWords(), "send it after all"),
    "contact": (order.AskForContact(), "ask somebody to contact me"),
    "tell nobody": (order.TellNobody(), "tell nobody"),
    "keep": (order.KeepAnswers(), "keep my answers"),
    "point": (order.ChoosePoint(), "challenge"),
    "what is this": (order.Explain(), "what is this"),
    "hello": (order.Greet(), "hello"),
    "thanks": (order.Acknowledge(), "thanks"),
    "away without a date": (order.AskUntilWhen(), "away"),
    "show meeting": (order.ShowMeeting(), "show our meeting"),
    "offer nothing": (order.SetQuoteOffers(offers=False), "my words offer nothing"),
    "ask each time": (order.SetQuoteOffers(offers=True), "my words ask each time"),
    "note nothing": (SetOwnPoints(keep=False), "which were mine off"),
    "more": (ShowMore(), "next page"),
    "note again": (SetOwnPoints(keep=True), "which were mine on"),
}
"""Meanings without a name in the list of commands: the command, and one way to say it."""
FOR_MEMBERS: dict[str, Command] = {
    "status": order.AnswerNow(),
    "schedule show": order.AnswerNow(),
    "report": ShowFollowUps(),
}
"""Commands shown to members who ask for what only leads may see."""
CHANGES_NOTHING = (
    order.ShowPrivacy, order.AskWhoAnswered, order.AskToWithdraw, order.ForgetMe, order.ShowMyData, order.ShowMyWords,
    order.AnswerNow, order.ShowHelp, ShowQuestions, order.Explain, order.Greet, order.Acknowledge, order.ShowDraft,
    order.ShowStatus, order.ListTeams, order.ShowPeople, order.ShowSchedule, order.ShowChallenges, order.ShowAudit,
    order.ShowOrganisation, order.AskUntilWhen, order.ChoosePoint, order.KeepAnswers, order.ShowSupport, order.AskForContact,
    order.TellNobody, order.ShowMeeting, order.ShowDigest, ShowFollowUps, ShowChallenged, ShowHistory, ShowTrend, ShowMore,
    ShowOwnPoints, OfferAskBack, ExportReleased, MakeReport, ShowHabits, SetUp, ShowWindows,
)  # fmt: skip
"""Commands that only show something, or ask before they do it: a mistyped one is followed at once."""


def read_message(text: str, situation: Situation) -> Meant | Nearly | None:
    """Return what typed words ask for; None for words that are an answer, or nothing."""
    if len(text) > MOST_LETTERS and not _is_list(text):
        return None
    language = english_language()
    command = complete_command(text, situation)
    if command:
        return _for_role(Meant(command.command, command.spec.role, True, command.spec), situation)
    leave = leave_named(text, language, situation)
    if leave:
        return Meant(order.GoAway(when=leave[0]), Role.MEMBER, leave[1])
    if not any(letter.isalnum() for letter in _NAMED_SYMBOL.sub("", text)):
        return _read_symbols(text)
    words = phrases.fold_words(text, language.contractions)
    return (
        read_phrase(words, language, situation)
        or _read_page(text, language, situation)
        or _read_word_bags(text, words, language, situation)
        or _read_typed_nearly(text, situation)
        or _read_slip(text, words, language, situation)
    )


def _is_list(text: str) -> bool:
    """Return whether a long text is a list of people behind its command."""
    found = named_command(text)
    return found is not None and found[0].name == "member add" and "\n" in found[1]


def read_command(text: str, situation: Situation) -> Meant | Nearly:
    """Return what was typed as a command, behind a prefix: what follows a name is for the command to accept or to refuse."""
    found = named_command(text)
    if len(text) > MOST_LETTERS and not (found and found[0].words[0] in TAKES_LONG):
        return Nearly(())
    other = _sentence_of_another(text, *found, situation) if found else None
    if other:
        return other
    if found and not _is_an_answer(text, *found, situation):
        return _read_mended(text, situation, *found) or Meant(
            _read_rest(*found, situation), found[0].role, True, found[0]
        )
    meant = read_message(text, situation)
    if not isinstance(meant, Meant):
        meant = _read_mended(text, situation) or meant
    hint = "" if isinstance(meant, Meant) else hinted_command(text, situation)
    if hint:
        return Nearly((hint,))
    return meant or Nearly(nearest_commands(text.split(), situation.role) if len(text.split()) <= SHORT else ())


def _sentence_of_another(text: str, spec: ChatCommand, rest: str, situation: Situation) -> Meant | None:
    """The command that a whole sentence asks for although it begins with the name of one that cannot be read, or is not for this
    person: “export my data”."""
    if not rest or (spec.role <= situation.role and not isinstance(spec.read(rest), Wrong)):
        return None
    language = english_language()
    found = read_phrase(phrases.fold_words(text, language.contractions), language, situation)
    return found if found and found.spec is not spec and found.role <= situation.role else None


def _read_typed_nearly(text: str, situation: Situation) -> Meant | Nearly | None:
    """The command that was nearly written by somebody who has nothing to answer, where it names people or a team that is there."""
    mended = "" if situation.asked else mend_command(text, situation)
    named = named_command(mended)
    if named is None or not (complete_command(mended, situation) or not named[1]):
        return _read_typed_name(mended if named and named_command(text) else text, situation)
    return _meant_or_asked(*named, sure=False)


def _meant_or_asked(spec: ChatCommand, rest: str, *, sure: bool) -> Meant | Nearly | None:
    """The command; asked back where it takes any words, which are no sign that it was meant."""
    command = spec.read(rest)
    if isinstance(command, Wrong):
        return None
    free = isinstance(command, order.AddTeam) or (isinstance(command, AddQuestion) and not command.team)
    return Nearly((spec.name,)) if free else Meant(command, spec.role, sure, spec)


def _read_typed_name(text: str, situation: Situation) -> Meant | None:
    """A command of leads and admins by its name, with something behind it that is not there: it is for the command to say what."""
    found = None if situation.asked else named_command(text)
    if found is None or not found[1] or not Role.LEAD <= found[0].role <= situation.role or found[0].is_bare:
        return None
    return Meant(_read_rest(*found, situation), found[0].role, spec=found[0])


def _read_rest(spec: ChatCommand, rest: str, situation: Situation) -> Command | Wrong:
    """The command behind a name; a team alone is no schedule."""
    alone = spec.name == "schedule set" and rest.strip(":\"' ").lower() in situation.teams
    return spec.read("" if alone else rest)


def _read_mended(
    text: str, situation: Situation, spec: ChatCommand | None = None, rest: str = ""
) -> Meant | Nearly | None:
    """The command that was nearly written behind a prefix, where every word of it is accounted for.

    What was written as `spec` shows, and names what is there, is not looked at. Members with a round to answer may be answering.
    """
    if spec and not isinstance(spec.read(rest), Wrong) and (complete_command(text, situation) or not rest):
        return None
    found = named_command(mend_command(text, situation))
    if found is None or (situation.asked and found[0].role <= Role.MEMBER):
        return None
    return _meant_or_asked(*found, sure=True)


def _is_an_answer(text: str, spec: ChatCommand, rest: str, situation: Situation) -> bool:
    """Return whether a text only begins like a command: behind that name nothing can follow, or a sentence of an answer does."""
    if spec.is_bare:
        return bool(rest)
    sentence = situation.asked and spec.role <= Role.MEMBER and len(text.split()) > SHORT
    return sentence and not complete_command(text, situation) and not leave_named(text, english_language(), situation)


def read_phrase(words: str, language: Language, situation: Situation) -> Meant | None:
    if words.count(" ") > MOST_WORDS:
        return None
    for shorter in phrases.without_fillers(words, language.leading, language.trailing):
        spec = BY_NAME.get(shorter.strip())
        if spec and len(spec.words) > 1:
            return _for_role(Meant(spec.read(""), spec.role, True, spec), situation)
        for section in language.sections:
            if section.sentences.fullmatch(shorter):
                return _for_role(meant_by(section.meaning, section.sure), situation)
    return None


def _read_page(text: str, language: Language, situation: Situation) -> Meant | None:
    """The page of a list: of the one shown last, or of one that a sentence asks for."""
    alone = page_alone(text)
    if alone is not None:
        return Meant(ShowMore(page=alone), Role.MEMBER)
    asks, page = team_and_page(text)
    found = read_phrase(phrases.fold_words(asks, language.contractions), language, situation) if page != 1 else None
    if found is None or found.spec is None or not isinstance(found.command, ShowFollowUps | ShowHistory | ShowTrend):
        return None
    return replace(found, command=ShowMore(of=found.spec.name) if page == NEXT else replace(found.command, page=page))


def _read_word_bags(text: str, words: str, language: Language, situation: Situation) -> Meant | None:
    parts = words.split()
    if not 1 < len(parts) <= MOST_WORDS:
        return None
    is_question = parts[0] in language.opens or text.rstrip().endswith("?")
    found = next((bag for bag in language.bags if bag.holds(frozenset(parts), is_question)), None)
    return _for_role(meant_by(found.meaning, False), situation) if found else None


def meant_by(meaning: str, sure: bool = False) -> Meant:
    """The command that stands for a meaning of the phrases."""
    if meaning in OTHERS:
        return Meant(OTHERS[meaning][0], Role.MEMBER, sure)
    spec = BY_NAME[meaning]
    return Meant(spec.read(""), spec.role, sure, spec)


def _for_role(meant: Meant, situation: Situation) -> Meant | None:
    """Return what is meant by somebody who may not do it: a question of a member's own, an answer, or the same."""
    if situation.role >= meant.role or meant.spec is None:
        return meant
    if meant.spec.name in FOR_MEMBERS and situation.role is Role.MEMBER and meant.sure:
        return Meant(FOR_MEMBERS[meant.spec.name], Role.MEMBER, meant.sure)
    return None if situation.asked and not meant.sure else meant


def _read_symbols(text: str) -> Meant | None:
    if not text.strip():
        return None
    asks = set(text.split()) <= {"?", "??", "???"}
    return Meant(order.ShowHelp() if asks else order.Acknowledge(), Role.STRANGER)


def _read_slip(text: str, words: str, language: Language, situation: Situation) -> Meant | Nearly | None:
    mended = typos.mend_words(words, language.known, language.real) if words.count(" ") <= MOST_WORDS else words
    mended = next((f"{name} " for name in BY_NAME if _is_slip(mended, name, language)), mended)
    found = read_phrase(mended, language, situation) if mended != words else None
    if found and isinstance(found.command, CHANGES_NOTHING):
        return replace(found, sure=False)
    if found:
        return Nearly((_one_way_to_say(found),))
    name = ("" if situation.asked else hinted_command(text, situation)) or nearly_written(
        text, mended, language, situation
    )
    if name or situation.asked:
        return Nearly((name,)) if name else None
    names = nearest_commands(mended.split(), situation.role, VERY_LIKE) if len(words.split()) <= SHORT else ()
    return Nearly(names) if names else None


def _is_slip(words: str, name: str, language: Language) -> bool:
    """Return whether a command's name of two words was mistyped in one of them, however short that is."""
    if words.count(" ") != 2 or not typos.is_slip_of(words.strip(), name):
        return False
    return not any(word in language.real and word not in name.split() for word in words.split())


def _one_way_to_say(meant: Meant) -> str:
    """One way to say what is meant."""
    return (
        meant.spec.name if meant.spec else next(said for command, said in OTHERS.values() if command == meant.command)
    )


def to_be_pressed(name: str) -> str:
    """Return what a button says for somebody who nearly wrote this command: itself, or how it is written if more belongs to it."""
    spec = BY_NAME.get(name)
    return f"help {name}" if spec and not spec.is_bare else name

"""The privacy promise, worded from the running settings, so that it cannot be untrue (C14)."""

from __future__ import annotations

from bot.domain.outcomes import commands as said
from bot.domain.releases import POINT_FLOOR
from bot.domain.releases.thresholds import needed_roster
from bot.domain.retention import LONGEST_WAITING_DAYS
from bot.views.messages import times
from bot.views.messages.wording import Texts, join_and, plain_view, words_message
from bot.views.view import Block, Heading, Items, Note, Text, View


def copies_of_keys(days: int) -> str:
    """Return what becomes of copies of a key that was destroyed."""
    if not days:
        return "No copies of the keys are kept."
    return f"Copies of the keys, if there are any, are deleted after {_days_in_words(days)} at most."


def _days_in_words(days: int) -> str:
    return "one day" if days == 1 else f"{days} days"


def _limit_of_forgetting(days: int) -> str:
    if not days:
        return "Whoever runs me has said that no copies of the keys are kept. If there were one, “forget me” could not reach it."
    return (
        f"Whoever runs me may keep copies of the keys, each for {_days_in_words(days)} at most. Until then, somebody who "
        "has an old copy of everything, and the master key, could still read in it what you have had destroyed since."
    )


def _times_of_words(shown: said.PromiseShown) -> str:
    """Return when words are destroyed that nobody has taken back."""
    return (
        f"Words in a published point are destroyed {_days_in_words(shown.answer_days)} after the final of the whole organisation, "
        f"all others {_days_in_words(shown.waiting_days)} after their round closed at the latest; then nothing here says any more "
        f"who answered{_pseudonyms_beyond(shown.waiting_days)}. "
        "Who was asked stays only under pseudonyms, while what a summary said can be weighed again. "
        f"Copies of my database may hold them {_days_in_words(shown.copies_days)} longer. "
        f"Summaries stay for {shown.summary_months} months."
    )


def _pseudonyms_beyond(waiting_days: int) -> str:
    """Return what is left for the organisation's summary where everything else ends sooner."""
    if waiting_days >= LONGEST_WAITING_DAYS:
        return ""
    return f", except under pseudonyms where a summary still needs it, {_days_in_words(LONGEST_WAITING_DAYS)} at most"


def _who_is_given_words(shown: said.PromiseShown) -> str:
    """Return with whom words stay: with a language model, its address is told and what it is given."""
    if not shown.language_model:
        return "Your words stay with me"
    return (
        f"A language model at {shown.language_model} is given what your team answered, to find what several said. It gets it only "
        f"once at least {shown.k} people answered the question, without who wrote what, and the names and numbers that I know are "
        "taken out. What is kept there I cannot undo, also not by “forget me”. It does not decide what is shown. Nobody else is "
        "given your words"
    )


def _at_risk(contacts: tuple[str, ...], person: str) -> str:
    """Return what happens when words suggest that somebody is at risk."""
    whom = (
        f"whom you can turn to ({join_and(contacts)})" if contacts else "that you can call your local emergency number"
    )
    asked = (
        f" Only if you ask for it, in two presses, do I tell {person} that you want to be contacted." if person else ""
    )
    return (
        f"If your words suggest that somebody may come to harm, I show you at once, in private, {whom}. I keep the words apart, "
        f"destroy them within a day unless you send them, tell nobody and count nothing.{asked} “support” shows it at any time."
    )


def _what_changed(shown: said.PromiseShown) -> str:
    """Return since when the setting holds, who changed it before, and whether a team can reach it."""
    parts = ("Changed, from the next round on.", _out_of_reach(shown), times.earlier_change(shown.earlier))
    return " ".join(filter(None, parts))


def _out_of_reach(shown: said.PromiseShown) -> str:
    if shown.alone is None:
        return ""
    needed = needed_roster(shown.k)
    if shown.together < needed:
        return (
            f"No team of yours can reach {shown.k}: {needed} people have to be asked together, and all teams together have "
            f"{shown.together}. Until then nobody is asked. “privacy threshold” and a smaller number changes it back."
        )
    return (
        f"No team of yours can reach {shown.k} alone: {needed} people have to be asked together, and your largest team has "
        f"{shown.alone}. Teams are asked together until they are enough."
    )


@words_message(said.PromiseShown)
def promise_shown(shown: said.PromiseShown, texts: Texts) -> View:
    limits = [
        "If you write in a way that people know, they may recognise it. No tool can hide that.",
        "Nobody is watching here live. I am a program, and find no more in your words than their wording shows.",
        "People who know a lot already, or several who put together what they know, can guess more than I say.",
        _limit_of_forgetting(shown.key_copies_days),
    ]
    if shown.platform_note:
        limits.insert(0, shown.platform_note)
    blocks: tuple[Block, ...] = (
        *((Text(_what_changed(shown)),) if shown.changed else ()),
        Heading("What I promise: confidential, with its limits"),
        Items(
            (
                "Nobody sees who answered: not your lead, not an admin. No command shows it.",
                f"Nothing is shown unless at least {shown.k} people answered, "
                f"and only for groups of at least {needed_roster(shown.k)}.",
                "These numbers hold for what was answered under them, also if they are lowered later. If a round is cancelled, its "
                "answers are destroyed.",
                f"A point needs at least {POINT_FLOOR} people; counts are words like “several” or “more than half”, never “all”.",
                f"{_who_is_given_words(shown)} unless you allow them, after seeing exactly how they would appear, and at least "
                f"{POINT_FLOOR} people allowed theirs. If you do not want to be asked, say “my words offer nothing”.",
                "Everything you write is encrypted with a key of your own. “forget me” destroys the key, and nobody can read your "
                "words any more, here or in a copy of my database; “my data” shows you all.",
                "How you weigh a draft is yours alone until its check ends. Then it is counted, once, and what you chose is gone; "
                f"the final says how widely something is shared, in words, if at least {shown.k} people weighed it.",
                "What a final summary has published stays, whatever you take back afterwards, and goes as it is into the summary "
                "of the whole organisation. That one says in how many teams a point was heard, never from how many people.",
                "Of an answer in no point of your team’s final I keep a topic number and a code, without your name or a word of "
                "yours. “forget me” does not reach these; the key to them is destroyed when the summary of the whole is final.",
                "For each summary I note, under your own key, which of its points your answers are part of, for you alone; who "
                "said nothing has a note as long. “which were mine” shows it, “which were mine off” ends it.",
                "What your team agrees to say in its meeting is your team’s: I keep it without a name, and “forget me” does not "
                "reach it. Nothing else that is said there is kept.",
                _times_of_words(shown),
                _at_risk(shown.contacts, shown.contact_person),
                "You can change or withdraw your answers, and say “stop” at any time.",
            )
        ),
        Heading("What I cannot promise"),
        Items(tuple(limits)),
        Note("It is called confidential, not anonymous: I have to know whom I ask."),
    )
    return View(blocks, "What is confidential here.")


@words_message(said.ThresholdTooLow)
def threshold_too_low(refused: said.ThresholdTooLow, texts: Texts) -> View:
    return plain_view(
        f"{refused.asked} is too few: with fewer than {refused.floor} people behind a summary, somebody could be recognised. "
        f"You can choose {refused.floor} or more."
    )

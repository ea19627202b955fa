"""Three pages for whoever answers for data protection, filled in from the settings in force: retention, notice, DPIA sheet.

What only the organisation knows stands in square brackets, to be filled in by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.releases import POINT_FLOOR
from bot.domain.retention import LONGEST_WAITING_DAYS, Retention
from bot.views.messages.privacy import copies_of_keys
from bot.views.messages.wording import count_of

RETENTION, NOTICE, DPIA = "retention.md", "privacy-notice.md", "dpia.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFacts:
    """Facts of one installation: `platforms` are the names of those in use, `notes` what each says about itself in the promise."""

    organisation: str
    k: int
    needed_roster: int
    retention: Retention
    platforms: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    contacts: bool = False
    version: str = ""
    language_model: str = ""


def privacy_pack(facts: PackFacts) -> dict[str, str]:
    """Return the pages in Markdown, by the names of their files."""
    return {RETENTION: _retention_page(facts), NOTICE: _notice_page(facts), DPIA: _dpia_page(facts)}


def retention_table(kept: Retention) -> str:
    """Return for how long what is stored, as a table with a line for each kind."""
    rows = (*_kept_of_words(kept), *_kept_beside(kept))
    return "\n".join(["| what | until |", "|---|---|", *(f"| {what} | {until} |" for what, until in rows)])


def _kept_of_words(kept: Retention) -> tuple[tuple[str, str], ...]:
    """Return what of a person's words, and of who gave them, is stored until when."""
    longer = f"in copies of the database {_days(kept.copies_days)} longer"
    return (
        (
            "The words of an answer that stands in a point of a final, and words shown under points",
            f"{_days(kept.answer_days)} after the final of the whole organisation; after the team's own, where that goes into none; {longer}",
        ),
        (
            "The words of any other answer",
            f"{_days(kept.waiting_days)} after its round closed; {longer}; whoever waited in vain is told",
        ),
        ("Which points were whose: a note for each, readable for them alone", "the end of the points’ words"),
        (
            "Who was asked, who answered, what was typed and never sent",
            f"{_days(kept.waiting_days)} after the round closed",
        ),
        (
            "Pseudonyms under which the ledger knows who contributed to a release",
            f"the same; where the summary of the whole organisation still needs them, {_days(LONGEST_WAITING_DAYS)} at most",
        ),
        (
            "Words of challenges; who challenged and who decided",
            f"with the final, {longer}; {_days(kept.challenge_days)} after it",
        ),
        ("How somebody weighed a draft", "the end of its check"),
        (
            "A question that somebody proposes",
            f"it is weighed, or {_days(kept.waiting_days)}; if shared, it is decided",
        ),
        (
            "Of an answer in no point: a topic number and a code, under a pseudonym",
            "the final of the whole organisation",
        ),
    )


def _kept_beside(kept: Retention) -> tuple[tuple[str, str], ...]:
    """Return what else is stored until when."""
    return (
        (
            "Summaries, and what a team agreed to say in its meeting",
            f"{kept.summary_months} months; what was posted stays in its channel",
        ),
        ("Words that suggest a risk, unsent", "a day"),
        ("What an admin did, and when", count_of(kept.audit_months, "month")),
        ("Messages that were sent, without anybody's words", _days(kept.outbox_days)),
        ("Hashes of the platforms' events", _days(kept.inbox_days)),
        ("Names, platform ids (encrypted) and team lists", "“forget me”, or a request in writing"),
        ("Platform ids (encrypted) of people who wrote and never joined", _days(kept.outbox_days)),
        (
            "In the database: notes, without a name, that a key was destroyed",
            "120 days, or as long as a copy of the keys from before is listed",
        ),
        ("Ids of destroyed keys in the key store: random numbers", "as long as it is there"),
        ("Copies of the database", f"{_days(kept.copies_days)} each, if “folkmoot backup --prune” runs daily"),
        ("Copies of the keys", _days(kept.key_copies_days) + " each" if kept.key_copies_days else "there are none"),
    )


def _copies_hold_them_longer(kept: Retention) -> str:
    """Return the sentence that belongs wherever it is said when words end."""
    return f"Copies of the database may hold them {_days(kept.copies_days)} longer."


def _days(number: int) -> str:
    return "one day" if number == 1 else f"{number} days"


def _retention_page(facts: PackFacts) -> str:
    return f"""# How long Folkmoot stores what, at {facts.organisation}

{retention_table(facts.retention)}

What ends is deleted where Folkmoot runs. {_copies_hold_them_longer(facts.retention)}

“forget me”, said to the bot, destroys the key to a person's words at once, and with it every copy of them in the database and its copies.
{copies_of_keys(facts.retention.key_copies_days)} What was published stays.
"""


def _notice_page(facts: PackFacts) -> str:
    kept = facts.retention
    notes = "".join(f"- {note}\n" for note in facts.notes)
    return f"""# Privacy notice: Folkmoot at {facts.organisation}

**Who is responsible.** {facts.organisation}, [address]. Questions: [name and e-mail]. Data protection officer: [name and e-mail, or “none”].

**What it is.** Folkmoot is a chat bot on {_platforms(facts)}. It asks your team the same few questions, and brings back what several people said.
Taking part is voluntary: “not this time” and “stop” always work, and nobody sees who used them.

**What is stored about you.** Your name and id on the platform, the teams that you are in, your answers, and what you did with drafts and summaries.

**Why, and on what basis.** To let people shape decisions together. Lawful basis: [for example, legitimate interests; add the condition for special
categories of data, since people may write about health or beliefs].

**Who sees it.** Nobody reads your answers, not your lead, not an admin. Something is shown only if at least {facts.k} people answered, and only for groups
of at least {facts.needed_roster}; a point needs at least {POINT_FLOOR} people. Your own words are shown only if you allow exactly those words. Nobody sees who answered.

**Limits.**
{notes}- People who know how you write may recognise it, and several who put together what they know can guess more than is said.
- It is confidential, not anonymous: the bot has to know whom it asks. Whoever holds the database, the key store and the master key could read what is stored.

**How long.** Words in a published point are destroyed {_days(kept.answer_days)} after the final of the whole organisation, all others
{_days(kept.waiting_days)} after their round closed at the latest. {_copies_hold_them_longer(kept)} The whole table: {RETENTION}. {copies_of_keys(kept.key_copies_days)}

**Where.** On a machine that [{facts.organisation}, or who runs it for you] runs, in [country]. {_sent_to(facts)}

**Your rights.** Say “my data” to the bot to see everything that is stored under your name, “forget me” to have it destroyed, or change and withdraw answers until their
summary is final. Or write to [e-mail]: you can also object, ask for a correction or a copy, and complain to [supervisory authority].

**If you are in danger.** Nobody is watching live. {_at_risk(facts)}
"""


def _dpia_page(facts: PackFacts) -> str:
    kept = facts.retention
    return f"""# Data protection impact assessment: Folkmoot {facts.version} at {facts.organisation}

A sheet to begin with, filled in from the settings in force. What stands in square brackets is yours to decide.

| question | answer |
|---|---|
| Purpose | asking teams the same questions in confidence, and bringing back what several people said |
| Whose data | the people of the teams on the lists: [how many, which groups; any who are vulnerable] |
| Which data | name, platform id, teams, roles, answers in their own words (which may tell of health, beliefs or other people), weighings, challenges |
| Lawful basis | [for example, legitimate interests], and for special categories [condition] |
| Necessity | names and ids are needed to ask and to let people change, withdraw and forget; nothing else is asked for |
| Recipients | the teams' channels get summaries; {_platforms(facts)} carries the messages; [who runs the machine] |
| Transfers | [the platform's, by its own contract]; none by Folkmoot |
| Retention | {RETENTION}: answers {_days(kept.answer_days)} after the organisation's final or {_days(kept.waiting_days)} after their round closed; summaries {kept.summary_months} months. {_copies_hold_them_longer(kept)} |
| Rights | “my data”, “forget me”, change and withdraw in the chat; `folkmoot forget` for a request in writing |
| Consultation | [whom you asked: staff, works council, the people themselves] |

## Risks, and what is done

| risk | what is done | what is left |
|---|---|---|
| Somebody is recognised in a summary | thresholds ({facts.k} answered, a group of {facts.needed_roster}, {POINT_FLOOR} behind a point), bands instead of numbers, a ledger against comparing releases | a recognisable way of writing; {facts.k - 1} people who put together what they know |
| Words are read in the database or a backup | a key for each person, the keys in a store of their own, all of it sealed | whoever has database, key store and master key together |
| What was forgotten comes back from a copy | the key is destroyed; a restore repeats the erasures that are known | {_key_copies_left(kept)} |
| Pressure to answer, or punishment for it | nobody sees who answered; one reminder, the same for everybody | what people ask each other aloud |
| Somebody tells of harm | support contacts at once and in private, no alert behind their back | nobody is watching live. {_at_risk(facts)} |
| The platform reads along | {_first_note(facts)} | the platform's owner |
| Third persons are named | names, numbers and addresses are found before words can be shown, and their author is asked | what no program finds |

Decision: [accepted, or what has to change first]. By: [name, date]. Looked at again: [date].
"""


def _platforms(facts: PackFacts) -> str:
    return " and ".join(facts.platforms) or "[platform]"


def _sent_to(facts: PackFacts) -> str:
    if not facts.language_model:
        return f"Nothing is sent to anybody but {_platforms(facts)}. No language model of\nanother company is used."
    return (
        f"Nothing is sent to anybody but {_platforms(facts)} and a language model at {facts.language_model}. That one is given what a team\n"
        f"answered to a question, to find what several said, once at least {facts.k} people answered it, with the names and\n"
        "numbers that are recognised taken out, and without who wrote what.\n"
        "[Who runs it, in which country, on what contract, and for how long it keeps what it is given.]"
    )


def _at_risk(facts: PackFacts) -> str:
    if facts.contacts:
        return "Words that suggest a risk bring the support contacts to whoever wrote them, at once and in private."
    return "No support contacts are set: words that suggest a risk bring the local emergency number alone. [Set them.]"


def _key_copies_left(kept: Retention) -> str:
    if not kept.key_copies_days:
        return "a copy of the key store that somebody made all the same"
    return f"a copy of the key store from before, for {_days(kept.key_copies_days)}"


def _first_note(facts: PackFacts) -> str:
    return facts.notes[0] if facts.notes else "people are told in the promise"

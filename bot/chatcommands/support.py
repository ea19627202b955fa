"""Commands about whom people can turn to who are at risk."""

from __future__ import annotations

from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import people_in, strip_quotes
from bot.domain.commands import Command, SetSupportContacts, SetSupportPerson, ShowSupport, ShowSupportContacts

MOST_CONTACTS, LONGEST_CONTACT = 6, 200
"""Lines that are shown, and letters of each: whoever needs them cannot read a wall."""


def _read_contacts(rest: str) -> Command | Wrong:
    what, _, value = rest.strip().partition(" ")
    if not what:
        return ShowSupportContacts()
    if what.lower() == "clear" and not value.strip():
        return SetSupportContacts(contacts=())
    if what.lower() != "set" or not value.strip(" ;\n"):
        return Wrong("Say set and then the contacts, with a semicolon between two of them; or clear.")
    return contacts_to_set(value)


def contacts_to_set(words: str) -> Command | Wrong:
    """Return the command that sets these contacts, a line or semicolon between two of them; or what is wrong with them."""
    lines = [strip_quotes(line) for part in words.splitlines() for line in part.split(";")]
    contacts = tuple(line for line in lines if line)
    if not contacts:
        return Wrong("No contact is named.")
    if len(contacts) > MOST_CONTACTS or max(map(len, contacts)) > LONGEST_CONTACT:
        return Wrong(f"At most {MOST_CONTACTS} contacts of {LONGEST_CONTACT} letters each can be shown.")
    return SetSupportContacts(contacts=contacts)


def _read_person(rest: str) -> Command | Wrong:
    people, others = people_in(rest)
    if not people and others.lower() in ("none", "nobody"):
        return SetSupportPerson(people=())
    return SetSupportPerson(people=people) if len(people) == 1 else Wrong("Mention one person, or say none.")


COMMANDS = (
    ChatCommand(
        ("support",),
        "support",
        "shows whom you can turn to, at any time",
        Role.STRANGER,
        ("support",),
        without_arguments(ShowSupport),
    ),
    ChatCommand(
        ("support", "contacts"),
        "support contacts [set CONTACTS | clear]",
        "shows or sets whom people can turn to who are at risk",
        Role.ADMIN,
        (
            "support contacts set Samaritans: 116 123, day and night; Staff helpline: 0800 555 0100",
            "support contacts",
            "support contacts clear",
        ),
        _read_contacts,
    ),
    ChatCommand(
        ("support", "person"),
        "support person @NAME | none",
        "chooses who is told when somebody asks to be contacted, and nothing else",
        Role.ADMIN,
        ("support person <@dora>", "support person none"),
        _read_person,
    ),
)

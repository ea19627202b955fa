"""Samples of what somebody at risk is told, and of the settings behind it."""

from __future__ import annotations

from bot.domain.outcomes import support as said
from bot.domain.outcomes.commands import Earlier
from tests.phrasebook.samples import AT, ZONE, Sample

CONTACTS = ("Samaritans: 116 123, day and night", "Staff helpline: 0800 555 0100")
SAMPLES = (
    Sample(said.SupportShown(contacts=CONTACTS, person="m1", found=True, held="abc123", answer=True)),
    Sample(said.SupportShown(contacts=CONTACTS, found=True, held="abc123"), note="another form"),
    Sample(said.SupportShown(contacts=CONTACTS, found=True, openly=True), note="in a channel"),
    Sample(said.SupportShown(contacts=CONTACTS, found=True, late=True), note="once the words had gone their way"),
    Sample(said.SupportShown(contacts=(), found=True), note="no contacts"),
    Sample(said.SupportShown(contacts=CONTACTS, person="m1"), note="asked for"),
    Sample(said.SupportShown(contacts=()), note="asked for, no contacts"),
    Sample(said.ContactOffered(person="m1", name="Gita", you="Amira")),
    Sample(said.ContactAskedFor(name="Gita", you="Amira", contacts=CONTACTS)),
    Sample(said.ContactAskedFor(name="Gita", you="Amira", contacts=()), note="no contacts"),
    Sample(said.SupportNamed()),
    Sample(said.ContactDeclined()),
    Sample(said.ContactImpossible(contacts=CONTACTS)),
    Sample(said.ContactImpossible(contacts=()), note="no contacts"),
    Sample(said.ContactWanted(name="Amira")),
    Sample(said.HeldWordsThrownAway()),
    Sample(said.HeldWordsGone()),
    Sample(said.HeldWordsCorrected(held="abc123", answer=True)),
    Sample(said.SupportContactsShown(contacts=CONTACTS, person="Gita")),
    Sample(said.SupportContactsShown(contacts=CONTACTS, by_operator=True), note="the operator’s"),
    Sample(
        said.SupportContactsShown(
            contacts=(), changed=True, former=CONTACTS, earlier=Earlier(by="Hal", at=AT, zone=ZONE)
        ),
        note="cleared",
    ),
    Sample(said.SupportPersonTold(by="Ida")),
)

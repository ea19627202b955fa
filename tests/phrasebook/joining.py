"""Samples of what people are told about joining by a link, being written to, tidying a chat, and what came too late."""

from __future__ import annotations

from bot.domain.outcomes import joining as said
from bot.domain.outcomes import sharing
from tests.phrasebook.samples import Sample
from tests.phrasebook.sharing import REFS, SHOWN, SUMMARY

SAMPLES = (
    Sample(said.LinksMade(team="Wards", days=7, refs=("l",)), ("https://t.me/bot?start=abc",)),
    Sample(said.LinksMade(team="Wards", days=7, refs=("l", "m")), ("https://t.me/a", "https://t.me/b"), "two"),
    Sample(said.LinksMade(team="Wards", days=7, refs=("l",)), (None,), "gone"),
    Sample(said.LinksNotHere()),
    Sample(said.JoinRefused()),
    Sample(said.NotMet(refs=("r",)), ("@hal",)),
    Sample(said.JoinedAlready(team="Wards")),
    Sample(said.SaidAnonymously()),
    Sample(said.WriteToMeFirst()),
    Sample(said.WriteToMeFirst(pressed=True), note="pressed"),
    Sample(said.ChatCleared(yours=3, mine=2, hours=48)),
    Sample(said.ChatCleared(yours=0, mine=0, hours=48), note="nothing"),
    Sample(said.ChatNotCleared()),
    Sample(sharing.AddendumPosted(name="Crisis line", summary=SUMMARY, k=5, refs=REFS), SHOWN),
)

"""Samples of what people are told about joining by a link, being written to, tidying a chat, and what came too late."""

from __future__ import annotations

from bot.domain.outcomes import joining as said
from bot.domain.outcomes import sharing
from tests.phrasebook.samples import AT, ZONE, Sample
from tests.phrasebook.sharing import REFS, SHOWN, SUMMARY


def _made(home: bool = True, question_count: int = 3) -> said.LinkForManyMade:
    return said.LinkForManyMade(
        team="Wards", token="t", most=50, until=AT, zone=ZONE, home=home, question_count=question_count, refs=("l",)
    )


SAMPLES = (
    Sample(said.LinksMade(team="Wards", days=7, refs=("l",)), ("https://t.me/bot?start=abc",)),
    Sample(said.LinksMade(team="Wards", days=7, refs=("l", "m")), ("https://t.me/a", "https://t.me/b"), "two"),
    Sample(said.LinksMade(team="Wards", days=7, refs=("l",)), (None,), "gone"),
    Sample(said.LinksNotHere()),
    Sample(said.JoinRefused()),
    Sample(said.NotMet(refs=("r",)), ("@hal",)),
    Sample(said.JoinedAlready(team="Wards")),
    Sample(said.JoinedAlready(team="Wards", many=True), note="by a link for many"),
    Sample(_made(), ("https://t.me/bot?start=abc",)),
    Sample(_made(home=False, question_count=1), ("https://t.me/bot?start=abc",), "no home, one question"),
    Sample(_made(), (None,), "gone"),
    Sample(said.LinksEnded(team="Wards", count=0), note="none"),
    Sample(said.LinksEnded(team="Wards", count=1)),
    Sample(said.LinksEnded(team="Wards", count=2), note="two"),
    Sample(said.JoinPosted(team="Wards", token="t", until=AT, zone=ZONE, question_count=3)),
    Sample(said.JoinPostNoted(team="Wards")),
    Sample(said.JoinedByPress(team="Wards")),
    Sample(said.JoinedByLink(team="Wards", name="Ben", left=3)),
    Sample(said.JoinedByLink(team="Wards", name="Ben", left=0), note="the last"),
    Sample(said.SaidAnonymously()),
    Sample(said.WriteToMeFirst()),
    Sample(said.WriteToMeFirst(pressed=True), note="pressed"),
    Sample(said.ChatCleared(yours=3, mine=2, hours=48)),
    Sample(said.ChatCleared(yours=0, mine=0, hours=48), note="nothing"),
    Sample(said.ChatNotCleared()),
    Sample(sharing.AddendumPosted(name="Crisis line", summary=SUMMARY, k=5, refs=REFS), SHOWN),
)

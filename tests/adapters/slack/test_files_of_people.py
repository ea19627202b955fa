"""A list of people as a file on Slack, and people by their e-mail addresses: looked up only in what adds people."""

from __future__ import annotations

from adapters.slack.client import SlackClient
from tests.adapters.slack.product import CODE, Product, product

ADA, AMIRA, BEN = "U0ADA0001", "U0AMIRA01", "U0BEN0001"
TABLE = b"E-mail,Name\namira@harbour.example,Amira\nnobody@harbour.example,No Body\n"


async def ready(p: Product) -> None:
    for id, name in {ADA: "Ada", AMIRA: "Amira", BEN: "Ben"}.items():
        p.slack.add_user(id, name)
    p.slack.emails = {AMIRA: "amira@harbour.example", BEN: "ben@harbour.example"}
    await p.say(ADA, f"claim {CODE}")
    await p.say(ADA, "team add Wards")


async def test_a_csv_file_is_a_list_and_addresses_are_people() -> None:
    async with product() as p:
        await ready(p)
        await p.hands.send_file(ADA, "people.csv", TABLE, "member add to Wards")
        await p.app.settle()
        told = "\n".join(p.hands.sees(ADA))
        assert "Amira is on the list of Wards now" in told
        assert "line 3, “nobody@harbour.example,No Body”: I find nobody by that address" in told
        await p.say(ADA, "member add to Wards\n<mailto:ben@harbour.example|ben@harbour.example>")
        assert "Ben is on the list of Wards now" in "\n".join(p.hands.sees(ADA))


async def test_addresses_in_other_words_are_looked_up_nowhere() -> None:
    async with product() as p:
        await ready(p)
        await p.say(AMIRA, "Please write to ben@harbour.example about the rota.")
        assert p.slack.called("users.lookupByEmail") == []


async def test_without_the_scopes_nobody_is_added_and_it_is_said() -> None:
    async with product() as p:
        await ready(p)
        p.slack.scopes -= {"files:read", "users:read.email"}
        await p.hands.send_file(ADA, "people.csv", TABLE, "member add to Wards")
        await p.app.settle()
        assert "I could not read that file, and nobody was added." in p.last(ADA)
        await p.say(ADA, "member add to Wards\nben@harbour.example")
        assert "I find nobody by that address" in p.last(ADA)


def test_the_token_goes_to_slack_alone() -> None:
    client = SlackClient("https://slack.com/api/", None)  # type: ignore[arg-type]
    assert client._is_of_slack("https://files.slack.com/files-pri/T1-F1/people.csv")
    for url in (
        "https://files.slack.com.evil.example/f",
        "http://files.slack.com/f",
        "https://evil.example/slack.com",
        "https://notslack.com/f",
    ):
        assert not client._is_of_slack(url), url

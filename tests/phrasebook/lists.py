"""Samples of what is told about teams' lists of people."""

from __future__ import annotations

from bot.domain.events import LEFT_OUT
from bot.domain.outcomes import commands, lists, membership, team_channels
from bot.domain.outcomes.membership import PeopleAdded, PeopleRemoved
from tests.phrasebook.samples import AT, ZONE, Sample

WARDS = membership.TeamPeople(
    team="Wards", names=("Amira", "Ben"), elsewhere=("Kit",), waiting=("Lou",), leads=("Ben",)
)
NIGHT = membership.TeamPeople(team="Night shift", names=("Dan",))
FOUND = {"team": "Wards", "found": 12, "joined": 0, "left": 0, "size": 8}
SAMPLES = (
    Sample(lists.PeopleFound(**FOUND | {"joined": 8, "guests": 1, "bots": 2, "foreign": 1, "kept_off": 1})),
    Sample(
        lists.PeopleFound(**FOUND | {"joined": 1, "left": 2, "foreign": 2, "kept_off": 2, "running": True}),
        note="while a round runs",
    ),
    Sample(lists.PeopleFound(**FOUND | {"left": 1}), note="one left"),
    Sample(lists.PeopleFound(**FOUND | {"running": True}), note="nothing new"),
    *(
        Sample(lists.PeopleNotFound(team="Wards", why=why), note=why)
        for why in ("gone", "forbidden", "invalid", "blocked", "no answer")
    ),
    Sample(lists.ListFollows(team="Wards", follows=True, size=8)),
    Sample(lists.ListFollows(team="Wards", follows=True, size=8, group="@carers"), note="a user group"),
    Sample(lists.PeopleFound(**FOUND | {"joined": 8, "group": "@carers"}), note="in a user group"),
    *(
        Sample(lists.PeopleNotFound(team="Wards", why=why, group="@carers"), note=f"group {why}")
        for why in ("gone", "forbidden", "no answer")
    ),
    Sample(lists.GroupChanged(team="Wards", group="@carers", joined=("Amira", "Ben"), left=("Dan",))),
    Sample(
        commands.WronglyWritten(usage="team follow", examples=("team follow <!subteam^S1|@carers>",), refs=("w",)),
        ("Nobody is mentioned.",),
        "with a user group",
    ),
    Sample(lists.GroupChanged(team="Wards", group="a user group", left=("Dan",)), note="without a name, left alone"),
    Sample(lists.ListCannotFollow(team="Wards", why="no groups"), note="no groups"),
    Sample(lists.ListShown(team="Wards", names=("Amira",), how="group"), note="a user group"),
    Sample(membership.TakenOffList(team="Wards", group="@carers", asked_with="Reception"), note="left a user group"),
    Sample(commands.TeamTold(what="group", name="@carers"), note="follows a user group"),
    Sample(lists.ListFollows(team="Wards", follows=False, size=1), note="by hand"),
    Sample(lists.ListCannotFollow(team="Wards", why="homeless"), note="homeless"),
    Sample(lists.ListCannotFollow(team="Wards", why="not here"), note="not here"),
    Sample(lists.ListShown(team="Wards", names=("Amira", "Ben"), how=""), note="as people come and go"),
    Sample(lists.ListShown(team="Wards", names=(), how="by hand"), note="by hand, nobody"),
    Sample(
        lists.ListShown(
            team="Wards", names=("Amira", "Ben"), how="follows", kept_on=("Ben",), kept_off=("Kit",), others_off=2,
            read_at=AT, zone=ZONE,
        ),
        note="with exceptions",
    ),
    Sample(
        lists.ListShown(team="Wards", names=("Amira",), how="follows", others_off=1, read_at=AT, trouble="gone"),
        note="cannot be read",
    ),
    Sample(team_channels.TeamAdded(name="Wards", parent="Care", here=True, follows=True), note="follows its channel"),
    Sample(
        team_channels.TeamAdded(name="Wards", parent="", here=True, exists=True, follows=True),
        note="there already, follows its channel",
    ),
    Sample(
        PeopleAdded(team="Wards", names=("Amira",), already=(), size=9, running=False, follows=True),
        note="whose list follows",
    ),
    Sample(
        PeopleRemoved(team="Wards", names=("Amira",), absent=("Ben",), size=9, running=True, follows=True),
        note="whose list follows",
    ),
    Sample(commands.Forgotten(kept_off=True), note="passed over from now on"),
    Sample(
        PeopleAdded(
            team="Wards", names=("Amira", "Ben", "Chloe"), already=(), size=9, running=False, elsewhere=("Amira",),
            waiting=(("Ben", "not joined"), ("Chloe", "unconfirmed")),
        ),
        note="who do not count there yet",
    ),
    Sample(
        lists.ListShown(
            team="Wards", names=("Amira",), how="", elsewhere=("Ben",),
            not_counted=tuple((f"Kit {why}", why) for why in ("not joined", "unconfirmed", *LEFT_OUT)),
        ),
        note="who do not count",
    ),
    *(Sample(membership.PeopleNotTaken(people=(("Kit", why),)), note=why) for why in LEFT_OUT),
    Sample(membership.PeopleNotTaken(people=(("Kit", "bot"), ("Lou", "guest"))), note="two"),
    Sample(membership.PeopleNotTaken(people=(("Kit", "guest"),), you=True), note="the reader"),
    Sample(membership.AddedElsewhere(team="Wards", token="-", by="Ida", asked_with="Reception")),
    Sample(membership.AddedElsewhere(team="Wards", token="-"), note="asked with no team"),
    Sample(membership.TakenOffList(team="Wards", by="Ida", asked_with="Reception")),
    Sample(membership.TakenOffList(team="Wards", choices=(("-", "Reception"),), running=True), note="with a choice"),
    Sample(membership.TakenOffList(team="Wards"), note="in no team"),
    Sample(membership.AskedWithShown(own="Wards", after=(NIGHT, WARDS)), note="asked together"),
    Sample(membership.AskedWithShown(own="Wards", now=(WARDS,), after=(NIGHT,)), note="another round"),
    Sample(membership.AskedWithShown(own="", others=(WARDS,)), note="asked with no team"),
    Sample(membership.AskedWithShown(own=""), note="in no team"),
    *(Sample(commands.TeamTold(what=what, number=8), note=what) for what in ("follows", "by hand")),
)  # fmt: skip

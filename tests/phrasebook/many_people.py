"""Samples of what is said when many people are put on a list at once."""

from __future__ import annotations

from bot.domain.outcomes import many_people as said
from tests.phrasebook.samples import Sample

SAMPLES = (
    Sample(
        said.LinesNotRead(
            team="Wards",
            lines=((2, "unknown"), (3, "several"), (5, "address"), (6, "elsewhere"), (7, "mark")),
            added=4,
            refs=("a", "b", "c", "d", "e"),
        ),
        ("Chris Doe", "Sam", "dan@harbour.example", "Kit", "---"),
    ),
    Sample(said.FileNotTaken(why="no team", team="Wards"), note="no team"),
    Sample(said.FileNotTaken(why="unreadable"), note="unreadable"),
    Sample(said.FileNotTaken(why="unreadable pack"), note="unreadable pack"),
    Sample(said.FileNotTaken(why="unreadable calendar"), note="unreadable calendar"),
    *(
        Sample(said.FileNotTaken(why=why), note=f"named by its path: {why}")
        for why in ("missing", "directory", "too large", "no text", "closed", "browser")
    ),
    Sample(said.LinesNotRead(team="Wards", lines=((1, "unknown"),), added=0, refs=("a",)), ("Chris Doe",), "nobody"),
)

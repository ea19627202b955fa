"""Samples of what was said over time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.model.sharing import Point
from bot.domain.model.weighing import WeighedLabel
from bot.domain.outcomes import history as said
from tests.phrasebook.follow_ups import DOING
from tests.phrasebook.samples import WORDS, Sample

ROTA = Point(key="2.1", label="Rotas that change late", band="several", weighed=WeighedLabel.WIDELY_SHARED)
WORDED = Point(key="3.q1", label="", band="", weighed=WeighedLabel.SHARED_IN_CHECK)
ADDED = Point(key="1.added1", label="The Tuesday call", band="", added=True)
REFS = ("published:r:3.q1",)
CHALLENGED = replace(ROTA, key="e1", weighed=WeighedLabel.UNDER_CHALLENGE)
FINAL = said.HistoryFinal(
    day=date(2026, 3, 6),
    points=(
        said.HistoryPoint(point=ROTA, again=True, still=True, answer=DOING),
        said.HistoryPoint(point=replace(ROTA, label="Good supervision"), again=True),
        said.HistoryPoint(point=WORDED),
        said.HistoryPoint(point=ADDED),
    ),
    weighed=(CHALLENGED,),
    decided=(("Good supervision", "Supervision each month", ""), ("Old vans", "", "The vans are sold.")),
    gone=("People wait too long",),
)
TREND = said.TrendShown(
    name="Crisis line",
    days=(date(2026, 3, 6), date(2026, 4, 3)),
    rows=(
        said.TrendRow(label=ROTA.label, seen=(replace(ROTA, label=""), None)),
        said.TrendRow(label="", seen=(None, WORDED)),
    ),
    refs=REFS,
)

SAMPLES = (
    Sample(said.HistoryShown(name="Crisis line", finals=()), note="none"),
    Sample(
        said.HistoryShown(
            name="Crisis line", finals=(FINAL, said.HistoryFinal(day=date(2026, 2, 6))), more=2, next="t:4", refs=REFS
        ),
        (WORDS,),
        "all of it",
    ),
    Sample(said.LookBackRefused()),
    Sample(said.PageMissing(of="history"), note="the list ends"),
    Sample(said.PageMissing(of="trend", page=4, lists=(("Crisis line", 2), ("Night shift", 1))), note="none so long"),
    Sample(said.PageMissing(of="trend", page=2, lists=(("Crisis line", 1), ("Night shift", 1))), note="one page each"),
    Sample(said.PageUnclear(of="history"), note="no number"),
    Sample(said.PageUnclear(), note="of no list"),
    Sample(said.TrendShown(name="Crisis line", days=(), rows=()), note="none"),
    Sample(TREND, (WORDS,), "two points"),
    Sample(replace(TREND, days=TREND.days[:1], rows=(said.TrendRow(label="Rota", seen=(ROTA,)),), more=3), note="one"),
    Sample(replace(TREND, more=2, next="t:mark"), (WORDS,), "with more"),
    Sample(replace(TREND, before=12), (WORDS,), "the rest of it"),
    Sample(replace(TREND, before=12, last_page=2), (WORDS,), "a page past the end"),
)

"""Play the weighing of planted points through the product, and fail where it keeps fewer of them than the simulation.

    python .ci/simulate_weighing.py FOLDER [--seeds N] [--found]

Every file's teams play one round on the console: people answer by the form, half allow their words, and of those who answered 70 %
weigh each item, as the folder's simulation says. The simulation's own rule is played on the same chances, with 200 seeds. With
`--found` the finder's points are kept and what it is unsure of is weighed; without, people have only each other's statements.
What the final carries is also counted anew from the same weighings: that must agree to the last point.

The product has limits that the simulation does not know: points and candidates are items too and take places of the twelve, and a
roster of 7 is too small for any label, so each team gets two silent people more than its most answers. And it has candidates that
people weigh, so that it may keep more.
"""

import argparse
import asyncio
import collections
import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from bot import logs
from bot.bootstrap.demonstration import set_up
from bot.cli.demo import crowd
from bot.cli.demo.cast import Cast, CastTeam, Player
from bot.cli.demo.days import SCHEDULE, october_at
from bot.cli.demo.world import HARBOUR_MIND, START, DemoWorld
from bot.domain.model import ItemKind
from bot.themes import score
from bot.themes.finder import LocalFinder

SEEDS = {"hospital": 6, "small": 12}
SIMULATED = 200
MOST_APART = 0.05
PERMIT, WEIGH, ITEMS, QUOTES, LEAST = 0.5, 0.7, 12, 5, 3
SILENT = 2


class NothingFound(LocalFinder):
    """The product's finder, but for the points: people decide alone."""

    def find(self, *given, **named):
        return replace(super().find(*given, **named), points=(), candidates=())


def chance(*of):
    return random.Random("|".join(map(str, of)))  # noqa: S311 (it guards nothing, and must repeat)


def choose(points, row, *of):
    """Return what a person who wrote `row` says of an item that makes these points."""
    drawn = chance(*of)
    if drawn.random() >= WEIGH:
        return "skip"
    share = drawn.random()
    if points & set(row["points"]) or share < 0.2:
        return "agree"
    return "differ" if share < 0.4 else "skip"


def permitted(rows, *of):
    return [place for place in range(len(rows)) if chance("permit", *of, place).random() < PERMIT]


def simulated(questions, gold, *of):
    """Return the points that the simulation carries on these draws, by question."""
    stand, queues, chosen = collections.defaultdict(set), [], []
    for question, rows in sorted(questions.items()):
        places = permitted(rows, *of, question)
        chance("order", *of, question).shuffle(places)
        queues += [[(question, place) for place in places[:QUOTES]]] if len(places) >= LEAST else []
    while any(queues) and len(chosen) < ITEMS:
        chosen += [queue.pop() for queue in queues if queue]
    for question, place in chosen[:ITEMS]:
        rows = questions[question]
        points = set(rows[place]["points"])
        said = [choose(points, row, *of, question, place, other) for other, row in enumerate(rows) if other != place]
        if is_carried(["agree", *said]):
            stand[question] |= points & gold[question]
    return stand


def is_carried(said):
    agree, differ = said.count("agree"), said.count("differ")
    return agree >= LEAST and agree > differ and agree + differ >= 5


def cast_of(teams, *of):
    made = []
    for number, (name, questions) in enumerate(teams.items()):
        people = [
            Player(
                f"t{number}x{place}",
                f"T{number}x{place}",
                "",
                {q: rows[place]["text"] for q, rows in questions.items() if place < len(rows)},
                tuple(q for q, rows in questions.items() if place in permitted(rows, *of, name, q)),
            )
            for place in range(max(map(len, questions.values())))
        ]
        silent = [Player(f"s{number}x{n}", f"S{number}x{n}", "") for n in range(SILENT)]
        made.append(
            CastTeam(name, f"room-{number}", (*([] if made else [Player("lena", "Lena", "")]), *silent, *people))
        )
    made[0] = replace(made[0], people=made[0].people[:1] + made[0].people[2:])
    return Cast(tuple(made))


def statement_places(uow, release):
    """Return the place of the author of each statement of a draft, by its item's key."""
    owners = {}
    for answer in uow.answers.where(released=release.id):
        name = uow.members.get(answer.member).name
        owners |= {ref: int(name.split("x")[1]) for ref in uow.texts.refs_of(answer.member)}
    return {item.key: owners[item.source] for item in release.items if item.kind is ItemKind.STATEMENT}


def weighed_items(draft, places, questions, found):
    """Return what can be carried of a draft, by item: its question, the points that it makes, and its author's place or None."""
    asked = {each.key: each.number for each in draft.summary.questions}
    labels = {point.key: point.label for question in draft.summary.questions for point in question.asks}
    items = {}
    for item in draft.items:
        question = asked[item.question]
        if item.key in places:
            place = places[item.key]
            items[item.key] = question, set(questions[question][place]["points"]), place
        elif item.key in labels:
            items[item.key] = question, found[question].get(labels[item.key], set()), None
    return items


async def play(teams, found, finder, *of):
    """Return by team and question the wordings that its final shows, the points carried, and those that should have been."""
    cast = cast_of(teams, *of)
    world = DemoWorld(cast, await set_up(HARBOUR_MIND, START, finder=finder))
    await world.type("lena", f"/claim {world.made.code}")
    for team in cast.teams:
        await crowd.add_team(world, team, "lena")
        await world.type("lena", f"/lead set @{team.lead.handle}", world.room(team))
        await world.type("lena", f"/schedule set {SCHEDULE}", world.room(team))
    await world.advance(october_at(6, 11))
    for player in cast.people:
        if player.answers:
            await world.answer(player)
            await crowd.allow_words(world, player)
    await world.advance(october_at(9, 18))
    read = world.made.store.read_sync
    drafts = {each.name: (each, read(lambda uow, each=each: statement_places(uow, each))) for each in read(releases_of)}
    items = {name: weighed_items(*draft, teams[name], found[name]) for name, draft in drafts.items()}
    said = collections.defaultdict(list)
    for team in cast.teams:
        for other, player in enumerate(p for p in team.people if p.answers):
            choices = {}
            for key, (question, points, place) in items.get(team.name, {}).items():
                rows = teams[team.name][question]
                if place != other < len(rows):
                    choices[key] = choose(points, rows[other], *of, team.name, question, key, other)
                    said[team.name, key].append(choices[key])
            if choices := {key: choice for key, choice in choices.items() if choice != "skip"}:
                await world.press(player.handle, where=world.room(team), action="weigh")
                await world.fill(player.handle, choices)
    await world.advance(october_at(14, 9))
    finals = {}
    for final in filter(lambda each: each.final, read(releases_of)):
        mine = items[final.name]
        for question in final.summary.questions:
            shown = {point.key for point in question.points}
            own = {key: points for key, (number, points, _) in mine.items() if number == question.number}
            authors = {key: ["agree"] if mine[key][2] is not None else [] for key in own}
            finals[final.name, question.number] = (
                {point.label for point in question.points},
                set().union(*(points for key, points in own.items() if key in shown)),
                set().union(
                    *(points for key, points in own.items() if is_carried(authors[key] + said[final.name, key]))
                ),
            )
    return finals


def releases_of(uow):
    return uow.releases.where()


def held_points(find, rows, question, gold):
    """Return the planted points of each wording that a finder gives, under the scorer's rule."""
    points, _ = find([(str(i), f"p{i}", row["text"]) for i, row in enumerate(rows)], question, False)
    held = {}
    for label, refs in points:
        made = [rows[int(ref)]["points"] for ref in refs]
        points = {p for p in gold if (n := sum(p in each for each in made)) >= LEAST and n >= 0.6 * len(made)}
        held.setdefault(label, set()).update(points)
    return held


async def measure(shared, name, seeds, with_finder):
    """Return shares of the planted points: in the engine's finals, counted anew from its weighings, and in the simulation's."""
    rows = map(json.loads, (shared / f"{name}.jsonl").read_text("utf-8").splitlines())
    declared = json.loads((shared / "points.json").read_text("utf-8"))[f"{name}.jsonl"]
    teams = collections.defaultdict(lambda: collections.defaultdict(list))
    for row in rows:
        teams[row["team"]][row["question"]].append(row)
    gold = {
        team: {q: {p for p, d in declared[f"{team}|{q}"].items() if d["people"] >= LEAST} for q in questions}
        for team, questions in teams.items()
    }
    drafted, found = (
        {
            team: {q: held_points(find, rows, q, gold[team][q]) if with_finder else {} for q, rows in questions.items()}
            for team, questions in teams.items()
        }
        for find in (score.planted, score.candidates)
    )
    planted = sum(len(points) for of_team in gold.values() for points in of_team.values())
    count = collections.Counter()
    for seed in range(seeds):
        finals = await play(teams, found, None if with_finder else NothingFound(), name, seed)
        for (team, q), (labels, carried, due) in finals.items():
            if q in gold[team]:
                kept = set().union(*(points for label, points in drafted[team][q].items() if label in labels))
                count["final"] += len((kept | carried) & gold[team][q])
                count["due"] += len((kept | due) & gold[team][q])
    for seed in range(SIMULATED):
        for team, questions in teams.items():
            model = simulated(questions, gold[team], name, seed, team)
            count["model"] += sum(len(set().union(model[q], *drafted[team][q].values())) for q in questions)
    shares = {"final": seeds, "due": seeds, "model": SIMULATED}
    return {key: count[key] / (planted * played) for key, played in shares.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--seeds", type=int)
    parser.add_argument("--found", action="store_true")
    args = parser.parse_args()
    logs.configure_logging("error", "text")
    command = [sys.executable, str(args.shared / "simulate_weighing.py")]
    command += ["bot.themes.score:planted"] if args.found else []
    print(subprocess.run(command, capture_output=True, text=True, check=True).stdout)  # noqa: S603
    wrong = []
    for name, seeds in SEEDS.items():
        got = asyncio.run(measure(args.shared, name, args.seeds or seeds, args.found))
        print(
            f"{name:10} in the final {got['final']:.3f}  counted anew {got['due']:.3f}  simulation {got['model']:.3f}  "
            f"difference {got['final'] - got['model']:+.3f}",
            flush=True,
        )
        if got["final"] < got["model"] - MOST_APART or got["final"] != got["due"]:
            wrong.append(name)
    if wrong:
        sys.exit(f"more than {MOST_APART} below the simulation, or apart from its own weighings: {', '.join(wrong)}")


if __name__ == "__main__":
    main()

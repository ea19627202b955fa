"""How long finding points takes and how much memory it needs: `python -m bench.themes`.

Answers are made from parts with a fixed seed. Each size runs in a process of its own, warm, the best of three.
"""

import json
import random
import resource
import subprocess
import sys
import time

SIZES, SMALLEST = (400, 2_000, 10_000), (60,)
REPEATS = 3
_PARTS = (
    "the rota|my laptop|the canteen|our Monday meeting|parking near the depot|the booking system|training for new starters"
    "|my manager|the open office|night shifts|the pay scale|handover between teams|the waiting list|the stock room",
    "comes too late|is slow|costs too much|never works|could be shorter|is what keeps me here|is badly planned"
    "|has improved a lot|needs more people|is far too noisy|leaves no time to think|changes every week",
    "in winter|for part-time staff|since the move|on the ground floor|when two of us are away|at the weekend"
    "|and nobody says why|after the merger|for the third year|with the new rules",
    "please ask us first|I would share it|it makes me tired|others say the same|we could fix it ourselves|it is unfair"
    "|thank you for asking|that is all|the old way was better|nothing else matters as much",
)  # fmt: skip


def answers(count: int) -> list[str]:
    """That many made-up answers, the same every time."""
    chance = random.Random(7)
    parts = [part.split("|") for part in _PARTS]
    return [
        f"{chance.choice(parts[0])} {chance.choice(parts[1])} {chance.choice(parts[2])}. {chance.choice(parts[3])}"
        for _ in range(count)
    ]


def measure(count: int) -> dict[str, float]:
    """Seconds for the grouping alone and for finding named points, their number, and the peak memory in MB."""
    from bot.ports import Item
    from bot.themes.codebook import shipped_codebook
    from bot.themes.find import find_points
    from bot.themes.group import group

    texts = answers(count)
    items = [Item(f"r{number}", f"w{number}", text) for number, text in enumerate(texts)]
    group(texts[:50])
    find_points(items[:50], direction="missing", codebook=shipped_codebook(), small=False)
    grouped, found, points = [], [], 0
    for _ in range(REPEATS):
        start = time.perf_counter()
        group(texts)
        middle = time.perf_counter()
        points = len(find_points(items, direction="missing", codebook=shipped_codebook(), small=False).points)
        grouped.append(middle - start)
        found.append(time.perf_counter() - middle)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return {"group": min(grouped), "find": min(found), "themes": points, "peak": peak}


def run(smallest: bool = False) -> None:
    """Print the table; ratios are to the smallest number of answers."""
    print(f"{'answers':>8} {'group s':>9} {'find s':>9} {'ratio':>7} {'themes':>7} {'peak MB':>8}")
    first = 0.0
    for count in SMALLEST if smallest else SIZES:
        output = subprocess.run(
            [sys.executable, "-m", "bench.themes", str(count)], capture_output=True, check=True
        ).stdout
        figures = json.loads(output)
        first = first or figures["find"]
        print(
            f"{count:>8} {figures['group']:>9.3f} {figures['find']:>9.3f} {figures['find'] / first:>7.1f}"
            f" {figures['themes']:>7.0f} {figures['peak']:>8.0f}"
        )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]))))
    else:
        run()

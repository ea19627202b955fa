"""The invented answers that tune the encoder: rounds of a few points, each said by several people in their own words.

A file holds rounds: `## place | direction`, then a point (`= statement`) with what people say of it (`> answer`), and answers that
make a point of nobody else's (`- answer`).
"""

from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "answers"


@dataclass
class TrainingRound:
    """Answers of one place to one question: by point, the statement first, and those that stand alone."""

    name: str
    points: list[list[str]] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)


def read_rounds(folder: Path = FOLDER) -> list[TrainingRound]:
    """Every round of every file. Raises ValueError for a line of another kind."""
    found: list[TrainingRound] = []
    for path in sorted(folder.glob("*.txt")):
        for line in filter(None, path.read_text(encoding="utf-8").splitlines()):
            kind, _, text = line.partition(" ")
            match kind:
                case "##":
                    found.append(TrainingRound(text))
                case "=":
                    found[-1].points.append([text])
                case ">":
                    found[-1].points[-1].append(text)
                case "-":
                    found[-1].alone.append(text)
                case _:
                    raise ValueError(f"{path.name}: {line}")
    return found


def answers_of(rounds: list[TrainingRound]) -> list[str]:
    """All that people say, without the statements."""
    return [text for each in rounds for text in [*(said for point in each.points for said in point[1:]), *each.alone]]

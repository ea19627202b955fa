"""A set-up by chat and its dry run as a new admin has them: presses, forms, words to type, messages and words to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.golden.format import Transcript, read
from tests.golden.test_transcripts import PATHS

READ, TYPED, PRESSED = 200, 15, 6
"""Words that somebody reads (adults some 240, says Brysbaert 2019) and types in a minute, and buttons or forms that they find."""
MINUTES = 10
DOCS = Path(__file__).parents[2] / "docs" / "how-to-first-round.md"


@dataclass
class Counted:
    presses: int = 0
    forms: int = 0
    typed: int = 0
    messages: int = 0
    read: int = 0

    @property
    def minutes(self) -> float:
        return self.read / READ + self.typed / TYPED + (self.presses + self.forms) / PRESSED

    def words(self) -> str:
        """The figures as the documentation has them."""
        return (
            f"{self.presses} presses, {self.forms} short forms with {self.typed} words to type, and {self.messages} messages with "
            f"{self.read} words"
        )


def counted(transcript: Transcript) -> Counted:
    """Everything from the claim to the dry run, for the admin alone."""
    found = Counted()
    for step in transcript.steps:
        for action in step.actions:
            who, _, deed = action.line.partition(" ")
            if who == "ada":
                found.presses += deed.startswith("presses")
                found.forms += deed.startswith("fills in")
                found.typed += len(" ".join(re.findall(r'"([^"]*)"', deed)).split())
                found.typed += len(deed.partition(": ")[2].split()) if deed.startswith("commands") else 0
        for said in step.said:
            if said.audience in ("ada", "ada a form"):
                found.messages += 1
                found.read += len(said.text.split())
        if any(action.line == "ada presses [Dry run]" for action in step.actions):
            return found
    raise AssertionError("the dry run is missing")


def test_a_new_admin_has_a_dry_run_in_minutes() -> None:
    (path,) = (path for path in PATHS if path.stem == "set-up-step-by-step")
    found = counted(read(path))
    assert found.minutes <= MINUTES, found
    assert found.words() in " ".join(DOCS.read_text(encoding="utf-8").split()), found.words()


def test_control_a_set_up_of_many_more_words_takes_longer() -> None:
    (path,) = (path for path in PATHS if path.stem == "set-up-step-by-step")
    found = counted(read(path))
    assert Counted(found.presses, found.forms, found.typed, found.messages, found.read * 3).minutes > MINUTES

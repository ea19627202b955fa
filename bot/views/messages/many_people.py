"""Words about many people who are put on a list at once."""

from __future__ import annotations

from bot.domain.outcomes import many_people as said
from bot.views.messages.wording import Texts, count_of, plain_view, words_message
from bot.views.view import Items, Note, Text, View

_WHY = {
    "unknown": "I know nobody by that name",
    "several": "more than one person has that name, so mention the right one",
    "address": "I find nobody by that address",
    "elsewhere": "I know them on another platform alone",
    "mark": "there is no name in it",
}


@words_message(said.LinesNotRead)
def lines_not_read(missed: said.LinesNotRead, texts: Texts) -> View:
    nobody = f"Nobody was added to {missed.team}." if missed.team else "Nobody was added."
    if missed.more:
        nobody = f"{count_of(missed.more, 'more line was', 'more lines were')} not understood. {nobody}"
    rest = f"The other {count_of(missed.added, 'line was', 'lines were')} understood."
    lines = tuple(
        f"line {number}, “{text or '…'}”: {_WHY.get(why, _WHY['unknown'])}"
        for (number, why), text in zip(missed.lines, texts, strict=True)
    )
    return View(
        (
            Text("By this line nobody was added:" if len(lines) == 1 else "By these lines nobody was added:"),
            Items(lines),
            Text(rest if missed.added else nobody),
            Note("A mention always works: type @ and choose the name."),
        ),
        "Lines of your list.",
    )


_NOT_READ = {
    "missing": "I find no file of that name. A path counts from the folder in which I was started.",
    "directory": "That is a folder, and I read single files. Name one that is in it.",
    "too large": "That file is too large: I read at most 200 kB. You can send its lines in parts, behind the command.",
    "no text": "That is not a text file. Save a spreadsheet as CSV, and name that.",
    "closed": "I may not read that file. Check that the account I run under may.",
    "browser": "In a browser I read no files of this machine. Paste the lines behind the command. In a terminal the path does too.",
}


@words_message(said.FileNotTaken)
def file_not_taken(refused: said.FileNotTaken, texts: Texts) -> View:
    if refused.why in _NOT_READ:
        return plain_view(f"{_NOT_READ[refused.why]} Nothing was changed.")
    if refused.why == "unreadable":
        return plain_view(
            "I could not read that file, and nobody was added. A table as CSV or text works, of at most 200 kB; or paste its lines "
            "behind “member add to” and the team’s name."
        )
    if refused.why == "unreadable pack":
        return plain_view(
            "I could not read that file, and nothing was changed. A text of at most 200 kB works; or paste it behind “questions "
            "import”."
        )
    if refused.why == "unreadable calendar":
        return plain_view(
            "I could not read that file as a calendar, and nothing was changed. An .ics file of at most 200 kB works, with “closed "
            "add” beside it."
        )
    return plain_view(
        f"If this is a list of people, send the file again and write beside it: “member add to {refused.team}”. If it is a pack of "
        "questions: “questions import”. If it is a calendar of days off: “closed add”. Nobody was added, and nothing was changed."
    )

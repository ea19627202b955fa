"""Silence is a whole answer that is a known empty phrase, in any of the languages; a complaint never is one."""

import re
from dataclasses import replace

import pytest

from bot.themes import silence
from bot.themes.silence import says_nothing

EMPTY = (
    "no", "No.", "n/a", "N/A", "na", "none", "Nothing", "nothing!", "Nothing at all", "nope", "not really", "nothing to add",
    "no comment", "can't think of anything", "I can’t think of anything", "nothing comes to mind", "don't know", "👍", "😀😀",
    "...", "-", "", "   ", "No suggestions", "No suggestions, sorry", "not provided", "no answer given", "left blank", "idk",
    "same as above", "Same as last month", "as before, thanks", "NaN", "null", "test", "testing", "noooo", "hmmm", "Not sure tbh",
    "Sorry, I've nothing to say", "prefer not to say", "too early to say", "I only joined last week so I can't say",
    "haven't been here long enough to say", "Nothing that I can think of at the moment", "none that i know of, thank you",
    "skip", "I'll skip this one", "ditto", "see above", "see my previous answer", "asdf", "x",
    "nichts", "Keine Ahnung, sorry", "mir fällt gerade nichts ein", "weiß ich nicht", "keine Angabe", "nix", "k.A.",
    "nie wiem", "brak uwag", "nic mi nie przychodzi do głowy", "bez uwag, dziękuję", "jak wyżej", "nie mam zdania",
    "dim byd", "dim syniad, sori", "dwi ddim yn gwybod", "dim sylwadau", "nada", "rien", "niente",
)  # fmt: skip
WELL = (
    "all good", "All good!", "No complaints", "everything is fine", "it was all good", "couldn't be better",
    "nothing could have been better", "I don't think you could have done anything better", "nothing, everyone was lovely",
    "we're all good", "Got all we need", "Nothing, all good here thanks", "wouldn't change a thing", "everything was great",
    "alles gut", "passt alles, danke", "mir fehlt nichts", "wszystko w porządku", "nic bym nie zmieniła", "popeth yn iawn",
    "dim angen newid dim byd", "Happy with everything", "very good", "fine", "so far so good",
)  # fmt: skip
TELLING = (
    "no windows in the office", "nothing works here", "nothing has changed since last year", "no one listens", "more staff",
    "nothing, but the rota is late", "No treatment was offered", "none of the lifts work", "not enough parking", "good food",
    "nothing except the noise at night", "no breaks on nights", "the rota", "all the meetings", "nothing apart from the parking",
    "no training for new starters", "all staff should get a rise", "better chairs", "I can't find parking", "quiet rooms",
    "Nobody tells us anything.", "No issues get fixed for months.", "There is no additional pay for nights.", "no good",
    "No time", "no say", "no ideas are ever taken up", "nothing gets done", "No comments are ever answered",
    "no change in the till",
    "Nobody thinks of us", "never any answer from payroll", "I can't say anything in meetings", "not knowing the rota",
    "same as last time: the noise", "all good apart from the drains", "nothing to sit on", "no feedback", "nobody knows anything",
    "no thanks from anyone, ever", "I don't know who to ask", "don't know what my hours are", "no problems are solved here",
    "everything", "blank forms", "the test results come late", "skip the meetings", "too new a system", "no answer on the phone",
    "Nichts funktioniert", "Niemand sagt uns etwas", "keine Parkplätze", "keine Antwort auf Mails", "alles zu spät",
    "nic nie działa", "nikt nie pyta o zdanie", "brak rękawic", "nie ma gdzie usiąść", "brak odpowiedzi na maile",
    "dim digon o staff", "does dim lle i eistedd", "dim byd yn gweithio", "no one better than our cook",
)  # fmt: skip


@pytest.mark.parametrize("direction", ["stop", "missing"])
def test_answers_that_raise_no_point_are_recognised(direction: str) -> None:
    assert [text for text in EMPTY + WELL if not says_nothing(text, direction=direction)] == []


@pytest.mark.parametrize("direction", ["keep", "stop", "missing"])
def test_what_is_no_empty_phrase_as_a_whole_is_an_answer(direction: str) -> None:
    assert [text for text in TELLING if says_nothing(text, direction=direction)] == []


def test_asked_what_to_keep_saying_that_all_is_well_is_an_answer() -> None:
    assert [text for text in EMPTY if not says_nothing(text, direction="keep")] == []
    assert [
        text
        for text in ("everything was great", "all good", "couldn't be better")
        if says_nothing(text, direction="keep")
    ] == []


def test_if_a_part_were_enough_complaints_would_be_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: reading the opening of a clause alone takes complaints for silence."""

    def opening(words: list[str], telling: object, around: object) -> tuple[bool, bool]:
        return any(whole(words[:end], telling, around)[1] for end in range(1, len(words) + 1)), True

    whole = silence._made_of
    monkeypatch.setattr(silence, "_made_of", opening)
    monkeypatch.setattr(silence.Silence, "known", frozenset({*" ".join(TELLING).lower().split()}))
    assert sum(says_nothing(text) for text in TELLING) >= 5


def test_every_language_has_its_own_list() -> None:
    assert len(silence.shipped_silences()) == len(silence.LANGUAGES) >= 4
    assert all(len(phrases.nothing) > 40 and phrases.well for phrases in silence.shipped_silences())


def test_a_phrase_that_ends_with_what_may_be_left_out_is_recognised_either_way() -> None:
    assert says_nothing("no further comments")
    assert says_nothing("no further comments needed")
    assert not says_nothing("no further comments needed from managers")


def test_long_answers_are_read_whole_in_no_time() -> None:
    assert not says_nothing("nothing really " * 400 + "works")
    assert not says_nothing("no " * 5000)


DENIED = (
    "Nothing is good", "nothing is fine", "None are good", "Not all good", "not everything is fine", "Not a thing is good",
    "All good? No.", "all good, no", "Everything ok? Nope", "good? none", "Fine, no. Good, no.",
    "No answers", "still no answer", "No answer again", "no reply again", "all good... not", "fine - not",
    "alles gut? nein", "Alles gut, nein", "Nic nie jest dobrze", "wszystko dobrze? nie", "nie wszystko dobrze",
    "popeth yn iawn? na",
)  # fmt: skip
SILENT = (
    "No, all good",
    "no all good",
    "Nope all good thanks",
    "nothing, all good",
    "All good, nothing to add",
    "no answer",
)


@pytest.mark.parametrize("direction", ["keep", "stop", "missing"])
def test_words_of_silence_that_complain_together_are_answers(direction: str) -> None:
    assert [text for text in DENIED if says_nothing(text, direction=direction)] == []


def test_beside_each_other_they_are_silence_still() -> None:
    assert [text for text in SILENT if not says_nothing(text)] == []


def test_taken_one_by_one_they_would_be_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    blind = tuple(replace(phrases, complains=re.compile(r"(?!)")) for phrases in silence.shipped_silences())
    monkeypatch.setattr(silence, "shipped_silences", lambda: blind)
    assert [text for text in DENIED if not says_nothing(text)] == []

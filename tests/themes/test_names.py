"""Names of persons in any spelling are found, on the roster or not; what only looks like one stays."""

import unicodedata

import pytest

from bot.themes import lookalikes, name_variants, names, redact
from bot.themes.redact import find_personal, safe_words

ROSTER = (
    "Brenda Whitlow",
    "Dorothea Haskew",
    "Wojtek Brzozak",
    "Grace Mbeki",
    "Quentin Marlowick",
    "Beth-Ann Crump",
    "Olu Fashola",
)

ROSTER_HIDDEN = (
    ("brenda shouts at everybody", "brenda"),
    ("Brenda shouts", "Brenda"),
    ("brendas shouting", "brendas"),
    ("Brenda's shouting", "Brenda"),
    ("Brennda shouts", "Brennda"),
    ("ask brnda about it", "brnda"),
    ("the Whitlows of this world", "Whitlows"),
    ("whitlow decides", "whitlow"),
    ("Whitlo decides", "Whitlo"),
    ("Wojteks mates get sundays", "Wojteks"),
    ("ask Quent first", "Quent"),
    ("bethann knows", "bethann"),
    ("Oluu says so", "Oluu"),
    ("QM counts the breaks", "QM"),
    ("the one with the initials B.W.", "B.W."),
    ("D. Haskew and her friends", "D. Haskew"),
    ("ask Grace M. about it", "Grace M"),
    ("Dottie has the keys", "Dottie"),
    ("Ｂｒｅｎｄａ shouts", "Ｂｒｅｎｄａ"),
    ("Вrеndа shouts", "Вrеndа"),
    (unicodedata.normalize("NFD", "Dorothéa shouts"), "Doroth"),
    ("BRENDA!!!", "BRENDA"),
)
ANYBODY_HIDDEN = (
    ("debbie shouts at us", "debbie"),
    ("Debbie shouts at us", "Debbie"),
    ("debbies shouting", "debbies"),
    ("we all asked Mark for a plan", "Mark"),
    ("agnieszka nie odpowiada", "agnieszka"),
    ("der Günther antwortet nie", "Günther"),
    ("Miss Ellingham was rude", "Ellingham"),
    ("NHS number 943.476.5919", "943.476.5919"),
    ("NHS 943 - 476 - 5919", "476"),
    ("the one with 943.476.5919 waited", "943.476.5919"),
    ("call O77OO 9OO123", "O77OO"),
    ("I will call O77OO 9OO123", "9OO123"),
    ("ᴅᴇʙʙɪᴇ shouts at us", "ᴅᴇʙʙɪᴇ"),
    ("call O7700 9OO123", "O7700"),
    ("ring me on 077OO 900 l23", "077OO"),
    ("write to anna . m @ example . org", "anna . m @ example"),
    ("mail a n n a @ e x a m p l e . o r g", "a n n a"),
    ("I'm on 555-0142 ext 9", "555-0142"),
    ("he lives at ZZ99 3QX", "ZZ99 3QX"),
    ("０７７００ ９００１２３", "０７７００"),
)
PLAIN = (
    "we need a grace period", "mark the exits clearly", "Mark the exits clearly", "the rota comes out late", "a rose garden",
    "Datix crashes", "the wifi drops", "Wojna o urlopy", "Der Dienstplan kommt zu spät", "does neb yn gwrando", "IT never answers",
    "HR is slow", "the A&E queue", "in May and June", "hope it gets better", "a bill we cannot pay", "will it change",
    "the crumpled forms", "a brand new kettle", "graceful exits", "500 to 1000 people", "OK I will", "the lo-fi radio", "I agree",
    "Sundays off", "we olive oil the doors", "section 943.476", "on 3 of 4 days", "meet me @ noon. Or later",
)  # fmt: skip


@pytest.mark.parametrize(("text", "hidden"), ROSTER_HIDDEN)
def test_a_name_of_the_roster_is_hidden_however_it_is_written(text: str, hidden: str) -> None:
    assert hidden not in safe_words(text, ROSTER)
    assert "[" in safe_words(text, ROSTER)


@pytest.mark.parametrize(("text", "hidden"), ANYBODY_HIDDEN)
def test_what_identifies_anybody_is_hidden_without_a_roster(text: str, hidden: str) -> None:
    assert hidden not in safe_words(text, ())
    assert "[" in safe_words(text, ())


def test_plain_words_stay() -> None:
    assert [text for text in PLAIN if find_personal(text, ROSTER)] == []


def missed() -> list[str]:
    return [text for text, hidden in ROSTER_HIDDEN + ANYBODY_HIDDEN if hidden in safe_words(text, ROSTER)]


def test_each_defence_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The controls: with one of them off, something is shown."""
    for place, name, off in (
        (names, "stands_for", lambda folded, roster, *, capital: False),
        (names, "is_given_name", lambda folded, *, capital: False),
        (names, "is_given_word", lambda folded: False),
        (names, "_find_initials", lambda text, known: iter(())),
        (redact, "plain_letters", lambda text: text),
        (redact, "plain_digits", lambda text: text),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(place, name, off)
            assert missed(), name
    assert missed() == []


def test_decomposed_letters_are_composed_first(monkeypatch: pytest.MonkeyPatch) -> None:
    decomposed = unicodedata.normalize("NFD", "ask José about it")
    assert safe_words(decomposed, ["José García"]) == "ask [name] about it"


def test_lookalikes_keep_their_place() -> None:
    for text in ("Вrеndа", "Ｂ９", "Привет", "αβγ Ａlpha", "O7700 9OO123", "hello"):
        assert len(lookalikes.plain_letters(text)) == len(lookalikes.plain_digits(text)) == len(text)
    assert lookalikes.plain_letters("Привет, Δημος") == "Привет, Δημος"
    assert lookalikes.plain_digits("to go or not to go, oil Io") == "to go or not to go, oil Io"


@pytest.mark.parametrize(
    ("one", "other", "slips"), [("dorit", "dorrit", 1), ("ab", "ba", 1), ("kasper", "kacper", 1), ("abc", "xyz", 3)]
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert name_variants._count_slips(one, other, 3) == slips
    assert name_variants._count_slips(one, other, 0) == 1


def test_a_long_roster_and_a_long_text_take_no_time() -> None:
    roster = tuple(f"Person{chr(97 + n % 26)}{chr(97 + n // 26 % 26)} Family{n}" for n in range(600))
    assert safe_words("qwertyzz " * 300, roster)

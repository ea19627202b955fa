"""A name that is also a word counts where its use shows it; a name that is spelled out, run together or declined counts too."""

import pytest

from bot.themes import common_names, names
from bot.themes.redact import find_personal, safe_words

ROSTER = (
    *(
        "Will Tarnbrook",
        "Grace Winterlode",
        "Mark Banks",
        "Rose Quillfeather",
        "Hope Case",
        "Bill Price",
        "Pat Long",
        "Drew Marsh",
    ),
    *("Brenda Hollis", "Jan Kowalski", "Wojtek Brzozak", "Marek Wrona"),
)
USED_AS_NAMES = (
    ("Will shouts at everybody", "Will"),
    ("will shouts at us", "will"),
    ("I think will is a bully", "will"),
    ("Grace should go", "Grace"),
    ("Mark doesn't help", "Mark"),
    ("Mark doesn’t help", "Mark"),
    ("Mark, our lead, bullies people", "Mark"),
    ("Will & Grace gossip", "Will"),
    ("Will and Mark gossip", "Will"),
    ("Rose keeps shouting", "Rose"),
    ("Hope hates us", "Hope"),
    ("Drew shouted", "Drew"),
    ("We all know. Pat lies", "Pat"),
)
DISGUISED = (
    ("B r e n d a shouts", "B r e n d a"),
    ("B.r.e.n.d.a shouts", "r.e.n"),
    ("b-r-e-n-d-a shouts", "r-e-n"),
    ("it was b_r_e_n_d_a", "r_e_n"),
    ("Br3nda shouts", "Br3nda"),
    ("8renda and 8rend4: br3nd4 did it", "br3nd4"),
    ("brenda.hollis said so", "brenda"),
    ("bhollis never answers", "bhollis"),
    ("brendahollis never answers", "brendahollis"),
    ("HollisBrenda never answers", "HollisBrenda"),
    ("Nie lubię Kowalskiego", "Kowalskiego"),
    ("Kowalskiemu wolno", "Kowalskiemu"),
    ("rozmowa z Wojtkiem", "Wojtkiem"),
    ("Wojtka nigdy nie ma", "Wojtka"),
    ("Markowi wolno", "Markowi"),
)
USED_AS_WORDS = (
    "Will we ever get paid?", "Will the rota change", "will it change", "it will never change", "Mark the rota clearly",
    "Mark my words", "Grace period please", "Rose garden is nice", "Hope it gets better", "Bill payments are late",
    "Drew the short straw", "Pat on the back", "a case is a mess", "let the banks go long", "Case notes are late",
    "Long shifts and no breaks", "the price is high", "I.T. never answers", "a b c d", "A B C lists", "the 3rd of May",
    "covid19 and the b2b team", "we need 2 more", "the wifi5 box", "Kowalstwo jest trudne", "Die Marken sind alle",
    "mark.up the page", "e-mail and e.g. letters", "m i n e", "we hollered",
)  # fmt: skip


@pytest.mark.parametrize(("text", "hidden"), [*USED_AS_NAMES, *DISGUISED])
def test_a_name_is_hidden_where_its_use_shows_it(text: str, hidden: str) -> None:
    assert hidden not in safe_words(text, ROSTER)
    assert "[name]" in safe_words(text, ROSTER)


@pytest.mark.parametrize("text", USED_AS_WORDS)
def test_a_word_that_is_also_a_name_stays(text: str) -> None:
    assert find_personal(text, ROSTER) == ()


def test_without_reading_disguises_they_would_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "find_spelled", lambda *given: iter(()))
    monkeypatch.setattr(names, "_is_disguised", lambda *given: False)
    shown = [text for text, hidden in DISGUISED if hidden in safe_words(text, ROSTER)]
    assert len(shown) >= 12


def test_without_what_stands_beside_a_name_it_would_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common_names, "neighbour_words", lambda text, span: ("", ""))
    shown = [text for text, hidden in USED_AS_NAMES if hidden in safe_words(text, ROSTER)]
    assert len(shown) >= 8


@pytest.mark.parametrize("piece", ["a_", "a-", "a.", "a _ ", "a. ", "a3", "a b "])
def test_a_long_answer_of_signs_is_read_to_its_end(piece: str) -> None:
    assert find_personal(piece * (3000 // len(piece)), ROSTER) == ()

"""Release rule 16: every draft names the languages that are read, whatever came; only the author hears that theirs is not."""

from __future__ import annotations

import pytest

from bot.domain.model import RoundState
from bot.ports import Found, Item
from bot.themes import language
from bot.themes.finder import LocalFinder
from bot.views.messages.languages import languages_read
from tests.support.actions import TEAM, answered, opened, until
from tests.support.finders import TopicFinder
from tests.support.places import person
from tests.support.twins import seen, twin
from tests.support.world import World

READ, FOREIGN, AUTHOR = "Meadow Harbour", "Wiosna", "gita"
OTHERS = tuple(who for who in TEAM if who != AUTHOR)


class ReadsOneLanguage(TopicFinder):
    """Takes one answer for one in another language."""

    def reads(self, text: str) -> bool:
        return text != FOREIGN


class NamesWhatCame(ReadsOneLanguage):
    """The defence switched off: it names what it reads otherwise once somebody wrote in another language."""

    came = False

    def reads(self, text: str) -> bool:
        self.came = self.came or text == FOREIGN
        return super().reads(text)

    @property
    def languages(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("en",) if self.came else ()


async def drafted(words: str, finder: TopicFinder) -> World:
    world = twin(finder)
    round_ = await opened(world)
    await answered(world, round_, dict.fromkeys(TEAM[:7], ("Harbour",)) | {AUTHOR: (words,)})
    await until(world, round_, RoundState.FINAL)
    return world


def drafts(world: World) -> list[str]:
    return [repr(sent.view) for sent in world.platform.sent if "Draft for checking" in repr(sent.view)]


def told(world: World, who: str) -> bool:
    return any("in which I cannot find points yet" in repr(sent.view) for sent in world.seen_by(person(who)))


async def test_rule_16_nobody_else_sees_that_somebody_wrote_in_another_language() -> None:
    read, foreign = await drafted(READ, ReadsOneLanguage()), await drafted(FOREIGN, ReadsOneLanguage())
    assert seen(read, OTHERS) == seen(foreign, OTHERS)
    assert drafts(read) == drafts(foreign) != []
    assert all(languages_read(("en",)) in draft for draft in drafts(read))


async def test_rule_16_control_a_sentence_that_depends_on_what_came_tells() -> None:
    read, foreign = await drafted(READ, NamesWhatCame()), await drafted(FOREIGN, NamesWhatCame())
    assert seen(read, OTHERS) != seen(foreign, OTHERS)


async def test_rule_16_the_author_alone_is_told() -> None:
    read, foreign = await drafted(READ, ReadsOneLanguage()), await drafted(FOREIGN, ReadsOneLanguage())
    assert [who for who in TEAM if told(foreign, who)] == [AUTHOR]
    assert [who for who in TEAM if told(read, who)] == []


def test_rule_16_the_draft_names_what_the_product_reads() -> None:
    assert languages_read(LocalFinder().languages) == (
        "I find points in answers written in English, Polish and German. "
        "Answers in other languages count too, but cannot be part of a point yet."
    )
    assert "written in English and Polish." in languages_read(("en", "pl"))


@pytest.mark.parametrize(
    "text",
    [
        "The rota comes out too late and nobody tells us why",
        "Stafing lvels r shockin",
        "putting up notices on Fridays w/o telling the desk",
        "rota!!",
        "Datix",
        "020 7946 0000 0000 0000",
        "👍👍👍👍👍👍👍👍👍👍👍👍",
        *("nothing", "nichts", "rien", "nada", "nic nie przychodzi mi do głowy", "Dim byd"),
        "Grafik wychodzi za późno i nikt nam nie mówi dlaczego",
        "Der Dienstplan kommt zu spät und wird ständig geändert",
        "El turno sale demasiado tarde y nadie nos avisa. But on the whole, the people who work here at night are kind, and "
        "we should keep them for as long as we possibly can.",
    ],
)
def test_rule_16_in_doubt_nobody_is_told(text: str) -> None:
    assert LocalFinder().reads(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mae angen mwy o staff ar y ward yn y nos",
        "El turno sale demasiado tarde y nadie nos avisa",
        "Il faut arrêter les réunions du vendredi soir",
        "Графік виходить занадто пізно",
        "排班表总是来得太晚，我们没有时间安排自己的生活",
    ],
)
def test_rule_16_an_answer_in_another_language_is_seen_to_be_one(text: str) -> None:
    assert not LocalFinder().reads(text)


PARKING = (
    "El aparcamiento siempre está lleno y nadie encuentra sitio",
    "Por la mañana no hay donde aparcar el coche",
    "El aparcamiento es demasiado pequeño para todos",
    "Nunca hay una plaza libre en el aparcamiento",
    "Buscar aparcamiento nos cuesta tiempo cada día",
)
READ_PARKING = (
    "Der Parkplatz ist immer voll und niemand findet einen Platz",
    "Wir finden morgens keinen Parkplatz mehr",
    "Der Parkplatz ist zu klein für alle",
    "Es gibt nie einen freien Parkplatz am Morgen",
)
ROTA = (
    "The rota changes too late",
    "Rotas change with no notice",
    "More notice of rota changes",
    "The rota comes late",
)


def of_many(others: tuple[str, ...] = PARKING) -> Found:
    """Return what is found in the answers of more than one team, some of which are in another language."""
    items = [Item(f"a{place}", f"p{place}", text) for place, text in enumerate([*ROTA * 10, *others])]
    return LocalFinder().find(items, "stop", False)


def test_whose_language_is_not_read_stands_in_no_point_of_the_organisation_either() -> None:
    found = of_many()
    assert len(found.points) == 1 and len(found.left_out) == len(PARKING)


def test_read_like_the_others_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "may_be_in", lambda text, languages: True)
    assert len(of_many().points) == 2


def test_what_is_read_beside_english_has_its_point_among_many_too() -> None:
    found = of_many(READ_PARKING)
    assert [point.label for point in found.points[1:]] == ["Parken und Anfahrt"]
    assert found.points[1].refs == {f"a{len(ROTA) * 10 + place}" for place in range(len(READ_PARKING))}

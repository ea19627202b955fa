"""A platform that has words alone: forms are asked question by question, choices are typed as numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.model import Dialogue
from bot.domain.outcomes.base import text_refs
from bot.engine.quoting import quoted_texts
from bot.ports import Store, UnitOfWork
from bot.views import messages
from bot.views.capabilities import MINIMAL, Capabilities
from bot.views.degrade import CHOOSE
from bot.views.text import as_text
from bot.views.view import Form
from tests.golden.platforms import FakePlatform, NotHereError, Press, named

CHOICE = re.compile(r"(?P<number>\d+)\. (?P<label>.+)")


@dataclass
class MinimalPlatform(FakePlatform):
    """`store` is looked at for one thing only: which field of which form is being asked."""

    name: str = "minimal"
    capabilities: Capabilities = MINIMAL
    store: Store | None = None

    async def press(self, id: str, who: str, press: Press) -> None:
        await self.choose(id, who, press)

    async def choose(self, id: str, who: str, press: Press) -> None:
        """Type the number of a choice where it was offered."""
        channel, number = self._number(who, press)
        await self.type(id, who, channel, number)

    async def fill(self, id: str, who: str, values: Mapping[str, str]) -> None:
        """Answer what is asked, one field after the other, and send what is read back."""
        last = f"{id}"
        steps = 0
        while found := await self._dialogue(who):
            dialogue, texts = found
            steps += 1
            if steps > 20:
                raise LookupError(f"the dialogue with {who} does not end")
            if dialogue.reading_back:
                self.about(last)
                await self.choose(last, who, Press("Send"))
                return
            self.about(f"{id}\0asking {dialogue.index}")
            form = messages.form_of_outcome(dialogue.form, texts)
            ends = form.each_counts and dialogue.index == len(form.fields) - 1
            await self._field(f"{id}.{dialogue.index}", who, form, dialogue.index, values, last if ends else "")
        if not steps:
            raise LookupError(f"{who} is not asked anything")

    async def _field(
        self, id: str, who: str, form: Form, index: int, values: Mapping[str, str], ends: str = ""
    ) -> None:
        """Answer one field. With `ends`, the name of the whole form, this sends it."""
        field = form.fields[index]
        value = values.get(field.name)
        chosen = next((option.label for option in field.options if option.value == field.value), "")
        if value and not field.options:
            await self.type(id, who, "", value)
            await self.settle()
        if ends:
            self.about(ends)
        if form.each_counts and not value and chosen:
            await self.choose(id, who, Press(chosen))
        elif not value:
            saved = "Keep it as it is" if value is None else "Leave it empty"
            await self.choose(id, who, Press(saved if field.value else "Skip"))
        elif field.options:
            await self.choose(id, who, Press(value))
        else:
            await self.choose(f"{id}.done", who, Press("Done"))
        await self.settle()

    async def close(self, id: str, who: str) -> None:
        found = await self._dialogue(who)
        each_counts = found is not None and messages.form_of_outcome(found[0].form, found[1]).each_counts
        await self.choose(id, who, Press("Stop here" if each_counts else "Cancel"))

    async def _dialogue(self, who: str) -> tuple[Dialogue, Sequence[str | None]] | None:
        """The form that is being asked, and the texts that it shows as saved before."""
        if self.store is None:
            raise LookupError("no store")
        ref = self.person(who)

        def read(uow: UnitOfWork) -> tuple[Dialogue, Sequence[str | None]] | None:
            dialogue = uow.dialogues.get(uow.addresses.id_of(ref))
            return (dialogue, quoted_texts(uow, text_refs(dialogue.form), dialogue.member)) if dialogue else None

        return await self.store.read(read)

    def _number(self, who: str, press: Press) -> tuple[str, str]:
        """Where the choice stands and under which number: only the last list of a conversation counts."""
        if press.first:
            raise NotHereError("buttons: an old list of choices cannot be pressed")
        for channel in self._conversations(who):
            lines = self._last_list(who, channel)
            found = [
                match["number"]
                for place, line in enumerate(lines)
                if (match := CHOICE.fullmatch(line)) and match["label"] == press.label
                if press.under in "\n".join(lines[:place])
            ]
            if found:
                above = [number for number in found if not press.under or self._next_under(lines, press, number)]
                return channel, (above or found)[0]
        raise NotHereError(f"buttons: [{press.label}] is not in the last list that {who} sees")

    def _next_under(self, lines: list[str], press: Press, number: str) -> bool:
        """Whether this choice is the first of its label after the text that it should stand under."""
        start = next((place for place, line in enumerate(lines) if press.under in line), 0)
        after = [m["number"] for line in lines[start:] if (m := CHOICE.fullmatch(line)) and m["label"] == press.label]
        return bool(after) and after[0] == number

    def _conversations(self, who: str) -> list[str]:
        """The person's places, the one that spoke last first."""
        places = [named(sent.ref) for sent in reversed(self.sights(who))]
        return list(dict.fromkeys(places))

    def _last_list(self, who: str, channel: str) -> list[str]:
        """The lines of the newest message with numbered choices, all of its parts."""
        here = [s for s in self.sights(who) if s.ref == self.where(who, channel)]
        offered = [s for s in here if CHOOSE in as_text(s.view)]
        if not offered:
            return []
        key = offered[-1].key.split(".")[0]
        return "\n".join(as_text(s.view) for s in here if s.key.split(".")[0] == key).split("\n")

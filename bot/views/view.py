"""Views and forms in a small vocabulary that every platform can render and that text alone can carry."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias
from zlib import crc32

from bot.domain.conversation import ConversationRef


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """`opens` are those of its words that lead to the message that the view speaks of: to its address, `link`, where it has one."""

    text: str
    opens: str = ""
    link: str = ""

    def around_link(self) -> tuple[str, str, str] | None:
        """Return what stands before, in and after the link; None without one."""
        before, words, after = self.text.partition(self.opens) if self.opens and self.link else ("", "", "")
        return (before, words, after) if words else None


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, set apart; never interpreted as markup. `name` stands before them, where they are spoken of elsewhere."""

    text: str
    name: str = ""

    @property
    def before(self) -> str:
        """Return what stands before the words."""
        return f"{self.name} " if self.name else ""


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: who sees what, until when."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short points."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Rows of a name and a value; `header` names the columns when there are more than two."""

    rows: tuple[tuple[str, ...], ...]
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Divider:
    """A place where a long view may be cut in two."""


@dataclass(frozen=True, slots=True)
class Button:
    """`action` and `token` come back when it is pressed. `style` is plain, primary or danger; it never carries meaning alone.

    `asks` is a question that is asked before anything happens, where a platform can do that by itself.
    """

    label: str
    action: str
    token: str = ""
    style: str = "plain"
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Buttons:
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image, PNG bytes; `alt` says all that it shows."""

    data: bytes = field(repr=False)
    alt: str
    name: str = "picture.png"


@dataclass(frozen=True, slots=True)
class File:
    """A text file that is handed over; UTF-8. `words` say the same where no file can be, `instead` says why it did not come."""

    text: str
    name: str
    words: str
    instead: str


Block: TypeAlias = Heading | Text | Quote | Note | Items | Fields | Divider | Buttons | Picture | File


@dataclass(frozen=True, slots=True)
class PostedMessage:
    """A message that was posted before: its conversation, and the platform's own name of it, which counts messages on some."""

    ref: ConversationRef
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class View:
    """One message. `summary` is its neutral one line for notifications and lock screens: no question, no point, no answer.

    A `quiet` one makes no sound, where a platform can send such. Of a `personal` one a lock screen is to show the summary alone.
    A `pinned` one stays on top of its conversation, where the platform lets the bot do that. `posted` is a message that it speaks
    of: the platform that posted it finds out its address.
    """

    blocks: tuple[Block, ...]
    summary: str
    quiet: bool = False
    personal: bool = False
    pinned: bool = False
    posted: PostedMessage | None = None

    def buttons(self) -> tuple[Button, ...]:
        return tuple(b for block in self.blocks if isinstance(block, Buttons) for b in block.buttons)

    def linked(self, link: str) -> View:
        """Return the view with the address of the message that it speaks of; the same where that has none."""
        found = (replace(b, link=link) if isinstance(b, Text) and b.opens else b for b in self.blocks)
        return replace(self, blocks=tuple(found)) if link else self

    def plus(self, *blocks: Block) -> View:
        return replace(self, blocks=self.blocks + blocks)


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One input: free text, or one of `options`. `value` is what is filled in already.

    `asides` are buttons offered beside it where the form is asked field by field.
    `kind` is text, people (given as `<@id>`s) or channel (`<#id>`); where these cannot be picked, they are typed.
    """

    name: str
    label: str
    hint: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    limit: int = 3000
    kind: str = "text"
    asides: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """Several inputs at once. `asides` are buttons offered where the form is asked question by question.

    With `each_counts` a choice counts as soon as it is made. Asked field by field, such a form is one message that is changed in
    place, nothing is read back, and who stops in the middle has given what they gave.
    `begin` is the field with which it begins there. Where its words are `public`, each step there says who reads them.
    """

    name: str
    token: str
    title: str
    fields: tuple[FormField, ...]
    submit: str
    note: str = ""
    asides: tuple[Button, ...] = ()
    each_counts: bool = False
    begin: int = 0
    public: bool = False


def mark_of(form: Form) -> str:
    """A few letters by which the buttons of a form that is asked field by field are told from those of another form."""
    return form_mark(form.name, form.token)


def form_mark(name: str, token: str) -> str:
    return f"{crc32(f'{name}:{token}'.encode()):08x}"[:6]

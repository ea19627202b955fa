"""A form laid over the rooms: text areas, choices, what is wrong with them."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, RadioButton, RadioSet, Static, TextArea

from adapters.console.client import OpenForm
from adapters.console.render import strip_controls
from bot.views.view import FormField

Values = dict[str, str]


class Pick(RadioButton):
    """A radio button whose mark, not its colour alone, says that it is chosen."""

    def __init__(self, label: Content, chosen: bool) -> None:
        self.BUTTON_INNER = "●" if chosen else " "
        super().__init__(label, value=chosen)

    def watch_value(self) -> None:
        self.BUTTON_INNER = "●" if self.value else " "
        super().watch_value()


class FieldBox(Vertical):
    """One input with its label, its hint and its error."""

    DEFAULT_CSS = """
    FieldBox { height: auto; margin-bottom: 1; }
    FieldBox .label { text-style: bold; }
    FieldBox .hint { color: $foreground 60%; }
    FieldBox .error { color: $error; display: none; }
    FieldBox TextArea { height: 5; border: tall $panel; background: $background; padding: 0 1; }
    FieldBox TextArea:focus { border: tall $primary; }
    FieldBox RadioSet { width: 1fr; border: none; background: transparent; padding: 0; }
    """

    def __init__(self, field: FormField, value: str, error: str) -> None:
        super().__init__()
        self.field = field
        self._value = value
        self._error = error

    def compose(self) -> ComposeResult:
        yield Static(Content(strip_controls(self.field.label)), classes="label")
        if self.field.hint:
            yield Static(Content(strip_controls(self.field.hint)), classes="hint")
        if self.field.options:
            with RadioSet():
                for option in self.field.options:
                    yield Pick(Content(strip_controls(option.label)), option.value == self._value)
        else:
            yield TextArea(self._value, tab_behavior="focus")
        yield Static(classes="error")

    def on_mount(self) -> None:
        self.complain(self._error)

    def complain(self, error: str) -> None:
        shown = self.query_one(".error", Static)
        shown.update(Content(strip_controls(f"! {error}" if error else "")))
        shown.display = bool(error)

    @property
    def value(self) -> str:
        if not self.field.options:
            return self.query_one(TextArea).text
        at = self.query_one(RadioSet).pressed_index
        return self.field.options[at].value if at >= 0 else ""

    def check(self) -> bool:
        """Show what is wrong with the value, as any platform does before it sends a form; return True when nothing is."""
        value = self.value
        wrong = ""
        if self.field.required and not value.strip():
            wrong = "Please fill this in."
        elif len(value) > self.field.limit:
            wrong = f"Please keep this to {self.field.limit} characters; there are {len(value)}."
        self.complain(wrong)
        return not wrong


class FormDialog(ModalScreen[Values | None]):
    """Gives the values that were filled in, or None when the form was closed."""

    DEFAULT_CSS = """
    FormDialog { align: center middle; background: $background 60%; }
    FormDialog #dialog {
        width: 76; max-width: 96%; height: auto; max-height: 94%;
        background: $surface; border: round $primary; border-title-color: $primary; border-title-style: bold;
        padding: 1 2;
    }
    FormDialog #fields { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    FormDialog #choices { height: 1; margin-bottom: 1; }
    FormDialog #choices Button { margin-right: 2; }
    FormDialog #note { color: $foreground 60%; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", priority=True),
        Binding("ctrl+s", "send", "Send", priority=True),
    ]

    def __init__(self, opened: OpenForm) -> None:
        super().__init__()
        self.opened = opened

    def compose(self) -> ComposeResult:
        form = self.opened.form
        with Vertical(id="dialog") as dialog:
            dialog.border_title = Content(strip_controls(form.title)).markup
            with VerticalScroll(id="fields", can_focus=False):
                for field in form.fields:
                    value = self.opened.values.get(field.name, field.value)
                    yield FieldBox(field, value, self.opened.errors.get(field.name, ""))
                with Horizontal(id="choices"):
                    yield Button(Content(strip_controls(form.submit)), variant="primary", id="send", compact=True)
                    yield Button("Close without sending", id="close", compact=True)
                yield Static(Content(strip_controls(form.note)), id="note")
                yield Static(Content("Tab moves on, Ctrl+S sends, Escape closes."), classes="hint")

    def on_mount(self) -> None:
        inputs = self.query("TextArea, RadioSet")
        if inputs:
            inputs.first().focus()
        self.call_after_refresh(self.query_one("#fields").scroll_home, animate=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "send":
            self.action_send()
        else:
            self.action_close()

    def action_send(self) -> None:
        boxes = list(self.query(FieldBox))
        sound = [box.check() for box in boxes]
        if all(sound):
            self.dismiss({box.field.name: box.value for box in boxes})

    def action_close(self) -> None:
        self.dismiss(None)

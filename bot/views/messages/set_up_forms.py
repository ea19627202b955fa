"""The forms of a guided set-up, one for each step."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.outcomes.set_up import SetUpStepForm
from bot.views.messages.wording import Texts, words_form
from bot.views.view import Form, FormField

_TITLES = {
    "organisation": "Your organisation",
    "team": "A team and its home",
    "people": "Its people",
    "rhythm": "When it is asked",
    "support": "Support contacts",
}


@words_form(SetUpStepForm)
def step_form(form: SetUpStepForm, texts: Texts) -> Form:
    return Form(
        name="guide", token=form.token, title=_TITLES[form.step], fields=_FIELDS[form.step](form), submit="Save"
    )


def _organisation(form: SetUpStepForm) -> tuple[FormField, ...]:
    return (
        FormField("name", "What is your organisation called?", value=form.name, required=True, limit=80),
        FormField("zone", "In which time zone?", "A city will do: London", value=form.zone, required=True, limit=80),
        FormField(
            "holidays", "Public holidays of which country?", "Such as UK/England.", value=form.holidays, limit=80
        ),
    )


def _team(form: SetUpStepForm) -> tuple[FormField, ...]:
    fields = (
        FormField("name", "What is the team called?", value=form.team, required=True, limit=80),
        FormField("parent", "Which department does it belong to?", "May stay empty.", value=form.parent, limit=80),
    )
    channel = FormField("channel", "Which channel is its home?", "I have to be in it. May stay empty.", kind="channel")
    return (*fields, channel) if form.picks else fields


def _people(form: SetUpStepForm) -> tuple[FormField, ...]:
    return (
        FormField("people", "Who is asked?", "Mention one or several. May stay empty.", limit=3000, kind="people"),
        FormField("lead", "Who leads the team?", "Mention one or several. May stay empty.", limit=1000, kind="people"),
    )


def _rhythm(form: SetUpStepForm) -> tuple[FormField, ...]:
    hint = "In plain words, such as: every other Tuesday at 10:00"
    return (FormField("words", "When shall I ask?", hint, value=form.words, required=True, limit=200),)


def _support(form: SetUpStepForm) -> tuple[FormField, ...]:
    hint = "A line for each, such as: Samaritans: 116 123, day and night"
    return (FormField("contacts", "Whom can people turn to?", hint, value="\n".join(form.contacts), limit=1500),)


_FIELDS: dict[str, Callable[[SetUpStepForm], tuple[FormField, ...]]] = {
    "organisation": _organisation,
    "team": _team,
    "people": _people,
    "rhythm": _rhythm,
    "support": _support,
}

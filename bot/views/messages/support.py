"""Words for somebody at risk, and about the support that is offered to them."""

from __future__ import annotations

from bot.domain.outcomes import support as said
from bot.views.messages import times
from bot.views.messages.wording import Texts, plain_view, words_message
from bot.views.view import Block, Button, Buttons, Items, Note, Text, View

_NOW = "If anybody is in danger right now, please call your local emergency number."
_NOBODY_SET = "Please talk to somebody whom you trust. In danger, call your local emergency number."


def _whom_to_call(contacts: tuple[str, ...], opening: str) -> tuple[Block, ...]:
    if not contacts:
        return (Text(f"{opening} {_NOBODY_SET}".strip()),)
    return (Text(f"{opening} You can talk to somebody now:".strip()), Items(contacts), Text(_NOW))


@words_message(said.SupportShown)
def support_shown(shown: said.SupportShown, texts: Texts) -> View:
    opening = "Thank you for telling me. It sounds hard, and you need not be alone with it." if shown.found else ""
    alone = "I am a program: nobody is watching here, and I have told nobody."
    buttons = [Button("Ask somebody to contact me", "contact", shown.person)] if shown.person else []
    if shown.held:
        buttons += _deciding_buttons(shown.held, shown.answer)
    return View(
        (
            *_whom_to_call(shown.contacts, opening),
            Text(alone),
            *((Buttons(tuple(buttons)),) if buttons else ()),
            *((Note(_what_becomes_of_it(shown)),) if shown.found else ()),
        ),
        "Folkmoot has answered you.",
    )


def _deciding_buttons(held: str, answer: bool) -> list[Button]:
    send = "Send it as my answer" if answer else "Send it after all"
    return [Button(send, "held.send", held), Button("Throw it away", "held.drop", held)]


def _what_becomes_of_it(shown: said.SupportShown) -> str:
    if shown.openly:
        kept = "What you wrote stands in the channel; you can delete it there."
    elif shown.late:
        kept = "What you wrote has gone its usual way. An answer you can change or withdraw."
    elif shown.held:
        kept = "Your words are not sent. I keep them encrypted, and destroy them within a day unless you send them."
    else:
        kept = "I have not kept your words."
    return f"{kept} If I misunderstood you, I am sorry."


@words_message(said.ContactOffered)
def contact_offered(offered: said.ContactOffered, texts: Texts) -> View:
    return plain_view(
        "This step is not confidential. If you press “Yes, tell them”, I send this to "
        f"{offered.name}: “{offered.you} asks to be contacted.” I tell nothing of what you wrote, and nobody else.",
        f"I cannot say when {offered.name} will read it.",
        buttons=(Button("Yes, tell them", "contact.yes", offered.person), Button("Tell nobody", "contact.no")),
    )


@words_message(said.ContactAskedFor)
def contact_asked_for(asked: said.ContactAskedFor, texts: Texts) -> View:
    told = f"I have told {asked.name}: “{asked.you} asks to be contacted.” Nothing else."
    return View(_whom_to_call(asked.contacts, f"{told} You need not wait for it."), "Folkmoot has answered you.")


@words_message(said.SupportNamed)
def support_named(named: said.SupportNamed, texts: Texts) -> View:
    return plain_view("Thank you for telling me. Say “support” whenever you want to see again whom you can call.")


@words_message(said.ContactDeclined)
def contact_declined(declined: said.ContactDeclined, texts: Texts) -> View:
    return plain_view("All right, I tell nobody. Say “support” whenever you want to see whom you can call.")


@words_message(said.ContactImpossible)
def contact_impossible(impossible: said.ContactImpossible, texts: Texts) -> View:
    opening = "At present I can ask nobody to contact you, and I have told nobody."
    return View(_whom_to_call(impossible.contacts, opening), "Folkmoot has answered you.")


@words_message(said.ContactWanted)
def contact_wanted(wanted: said.ContactWanted, texts: Texts) -> View:
    return plain_view(
        f"{wanted.name} asks to be contacted. Please get in touch soon, in private, today if you can.",
        "They asked me to tell you this, and I know no more that I could tell. Please keep it to yourself.",
    )


@words_message(said.HeldWordsCorrected)
def held_words_corrected(done: said.HeldWordsCorrected, texts: Texts) -> View:
    return plain_view(
        "Corrected as you edited it. It is still not sent, and I destroy it within a day unless you send it.",
        buttons=_deciding_buttons(done.held, done.answer),
    )


@words_message(said.HeldWordsThrownAway)
def held_words_thrown_away(done: said.HeldWordsThrownAway, texts: Texts) -> View:
    return plain_view("Thrown away. Say “support” whenever you want to see whom you can call.")


@words_message(said.HeldWordsGone)
def held_words_gone(gone: said.HeldWordsGone, texts: Texts) -> View:
    return plain_view("I do not have these words any more. Say “support” whenever you want to see whom you can call.")


@words_message(said.SupportContactsShown)
def support_contacts_shown(shown: said.SupportContactsShown, texts: Texts) -> View:
    changed = f"Changed, from now on. {times.earlier_change(shown.earlier)}".strip() if shown.changed else ""
    whose = " They come from the operator’s settings." if shown.by_operator else ""
    blocks: list[Block] = [Text(changed)] if changed else []
    if shown.contacts:
        blocks += [Text(f"To somebody who may be at risk I show at once, in private:{whose}"), Items(shown.contacts)]
    else:
        blocks.append(
            Text(
                "No support contacts are set: somebody who may be at risk is told of their local emergency number alone. Set "
                "yours: support contacts set Samaritans: 116 123; Staff helpline: 0800 555 0100"
            )
        )
    blocks.append(
        Text(
            f"{shown.person} is told when somebody asks to be contacted, and only then."
            if shown.person
            else "Nobody is chosen to be told when somebody asks to be contacted. Choose: support person @NAME"
        )
    )
    if shown.former:
        blocks.append(Note(f"To go back: support contacts set {'; '.join(shown.former)}"))
    return View(tuple(blocks), "The support contacts.")


@words_message(said.SupportPersonTold)
def support_person_told(told: said.SupportPersonTold, texts: Texts) -> View:
    return plain_view(
        f"{told.by} chose you as the person whom people can ask for. When somebody presses that they want to be contacted, I send "
        "you their name, and nothing of what they wrote. Then please get in touch with them soon, in private."
    )

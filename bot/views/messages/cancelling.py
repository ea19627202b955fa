"""Words about calling a round off: what it destroys, when, and who can still stop it."""

from __future__ import annotations

from bot.domain.outcomes import cancelling as said
from bot.views.messages import times
from bot.views.messages.wording import Texts, plain_view, words_message
from bot.views.view import View


@words_message(said.RoundCancelledBy)
def round_cancelled(done: said.RoundCancelledBy, texts: Texts) -> View:
    return plain_view(
        f"The round of {done.team} is cancelled, and its answers are destroyed. The team and everybody who was asked are told."
    )


@words_message(said.CancellationPending)
def cancellation_pending(waits: said.CancellationPending, texts: Texts) -> View:
    at = times.day_and_time(waits.at, waits.zone)
    if waits.by:
        return plain_view(
            f"{waits.by} has asked to cancel the round of {waits.team}, which destroys its answers. It takes effect on {at}.",
            f"To agree, so that it does at once: “round cancel {waits.team}”. To let the round go on: “round keep {waits.team}”.",
            summary="A round is to be cancelled.",
        )
    return plain_view(
        f"The round of {waits.team} will be cancelled on {at}, and its answers are destroyed then. Nobody can do that alone at "
        "once: if another admin says the same, it happens sooner. The team was told.",
        f"Until then the round stands still. To let it go on, say “round keep {waits.team}”.",
    )


@words_message(said.RoundKept)
def round_kept(kept: said.RoundKept, texts: Texts) -> View:
    if kept.by:
        return plain_view(f"{kept.by} lets the round of {kept.team} go on.", summary="A round goes on.")
    return plain_view(f"The round of {kept.team} goes on. The team was told.")


@words_message(said.RoundCancelled)
def round_called_off(round_: said.RoundCancelled, texts: Texts) -> View:
    return plain_view(
        f"This round of {round_.team} was cancelled. All answers to it are destroyed, and nobody has read them."
    )


@words_message(said.CancellationAsked)
def cancellation_asked(asked: said.CancellationAsked, texts: Texts) -> View:
    return plain_view(
        f"An admin wants to cancel this round of {asked.team}. Unless that is taken back, it ends on "
        f"{times.day_and_time(asked.at, asked.zone)} or earlier, and all answers to it are destroyed unread. Until then "
        "it stands still, and you can still withdraw yours.",
        summary="About your team’s round.",
    )


@words_message(said.CancellationLifted)
def cancellation_lifted(lifted: said.CancellationLifted, texts: Texts) -> View:
    return plain_view(f"This round of {lifted.team} is not cancelled: it goes on.", summary="About your team’s round.")


@words_message(said.AnswersDestroyed)
def answers_destroyed(gone: said.AnswersDestroyed, texts: Texts) -> View:
    return plain_view(
        f"The round of {gone.team} was cancelled before anything of it was shown. If you answered, your words are destroyed: "
        "nobody read them, and they are used for nothing. Everybody who was asked gets this message.",
        summary="Your team’s round was cancelled.",
    )


@words_message(said.AnswersExpired)
def answers_expired(expired: said.AnswersExpired, texts: Texts) -> View:
    where = f"in a round of {expired.team}" if expired.team else "in a round"
    return plain_view(
        f"What you wrote {where} has waited {expired.days} days for enough others to stand beside it. I keep no words longer than "
        "that: they were shown to nobody, and now they are destroyed. If they still matter to you, bring them to your next round.",
        summary="About something you wrote a while ago.",
    )

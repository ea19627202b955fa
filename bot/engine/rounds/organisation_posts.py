"""Posts of the organisation's own summary: the draft in every team's channel, the final there and to the admins."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model import Release, Round, Urgency
from bot.domain.outcomes.sharing import OrganisationDraftPosted, OrganisationFinalPosted
from bot.engine.context import WorkContext
from bot.engine.follow_ups import known
from bot.engine.people import team_channels
from bot.engine.rounds import draft_release, told_of_weighing


def post_draft(work: WorkContext, round_: Round, release: Release) -> None:
    """Post the draft once in every channel in which a team is at home."""
    outcome = OrganisationDraftPosted(
        round=round_.id,
        name=release.name,
        summary=release.summary,
        until=round_.check_until or work.now,
        zone=round_.zone,
        k=round_.k,
        items=told_of_weighing.count_to_check(round_, release),
        told=told_of_weighing.can_be_told(round_, release),
    )
    for team, channel in team_channels.channels_of(work, round_):
        work.say(channel, outcome, Urgency.DIGEST, key=draft_release.draft_key(round_.id, team.id))


def post_final(work: WorkContext, round_: Round, final: Release) -> None:
    """Post the final where the draft was posted, and let digests show it from now on."""
    outcome = OrganisationFinalPosted(name=final.name, summary=final.summary, k=round_.k)
    for team, channel in team_channels.channels_of(work, round_):
        work.say(channel, outcome, Urgency.DIGEST, key=draft_release.final_key(round_.id, team.id))
    work.uow.organisations.save(replace(work.organisation(), last_summary=final.id))


def send_final_to_deciders(work: WorkContext, round_: Round, final: Release) -> None:
    """Last of all that comes with a final: where choices are numbers, only those of the last message can be taken."""
    outcome = OrganisationFinalPosted(
        name=final.name, summary=final.summary, k=round_.k, open_points=known.open_points_of(work, final)
    )
    for member in round_.deciders:
        work.tell(member, outcome, Urgency.DIGEST, key=f"whole:{final.id}:{member}")

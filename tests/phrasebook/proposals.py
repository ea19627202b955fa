"""Samples of what is said of proposed questions."""

from __future__ import annotations

from bot.domain.outcomes import proposals as said
from tests.phrasebook.samples import Sample

ASKED = "What would make nights easier?"

SAMPLES = (
    Sample(said.ProposalSeen(id="p", seen="p:0a1b2c3d", team="Wards", refs=("r",)), (ASKED,)),
    Sample(
        said.ProposalSeen(id="p", seen="p:0a1b2c3d", team="Wards", refs=("r",), longest_days=31),
        (ASKED,),
        "where answers are kept for two months",
    ),
    Sample(said.ProposalNoted(what="waiting", id="p")),
    *(Sample(said.ProposalNoted(what=what), note=what) for what in ("back", "leaving", "shared", "ended", "old")),
    Sample(said.ProposalRefused(why="personal", kinds=("name",))),
    *(
        Sample(said.ProposalRefused(why=why), note=why)
        for why in ("public", "team", "most", "acts", "unfit", "asked", "gone", "full", "reason", "long")
    ),
    Sample(said.ProposalsShown(own=())),
    Sample(
        said.ProposalsShown(
            own=(said.OwnProposal(id="p", state="waiting"), said.OwnProposal(id="q", state="weighed")),
            refs=("r", "s"),
            offered=2,
        ),
        (ASKED, "What do you need to sleep?"),
        note="two",
    ),
    Sample(said.ProposalOffered(id="p", team="Wards", refs=("r",)), (ASKED,)),
    Sample(said.ProposalOffered(id="p", team="Wards", refs=("r",), admin=True), (ASKED,), note="to an admin"),
    Sample(said.ProposalOffered(id="p", team="Wards", refs=("r",)), (None,), note="gone"),
    Sample(said.ReasonForm(id="p", refs=("r",)), (ASKED,)),
    Sample(said.ProposalDecided(by="Hal", refs=("r",)), (ASKED,)),
    Sample(said.ProposalDecided(by="Ida", refs=("r",), of_all=True), (ASKED,), note="of all"),
    Sample(
        said.ProposalDecided(by="Hal", refs=("r",), reason="We ask that in the yearly survey."),
        (ASKED,),
        note="declined",
    ),
    Sample(said.ProposalDeclined(team="Wards")),
)

"""Samples of what teams, leads and challengers see of a round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.model.sharing import ChallengeOutcome, Change, CheckKind, Point, QuestionSummary, QuotePlace, Summary
from bot.domain.model.weighing import WeighedLabel
from bot.domain.outcomes import cancelling, challenges
from bot.domain.outcomes import sharing as said
from bot.domain.outcomes.meetings import MeetingQuestion
from tests.phrasebook.samples import AT, QUESTIONS, WORDS, ZONE, Sample

LABEL, OTHER = "Rotas that change late", "People wait too long"
POINTS = (
    Point(key="2.1", label=LABEL, band="more than half"),
    Point(key="2.2", label=OTHER, band="several", new=True),
)
SUMMARY = Summary(
    questions=(
        QuestionSummary(number=1, text=QUESTIONS[0], shown=False),
        QuestionSummary(number=2, text=QUESTIONS[1], shown=True, points=POINTS, nothing="several", words=3),
        QuestionSummary(number=3, text=QUESTIONS[2], shown=True, words=3),
    ),
    participation="enough",
)
LARGE = Summary(
    questions=(
        QuestionSummary(
            number=1,
            text=QUESTIONS[0],
            shown=True,
            points=tuple(
                Point(key=f"1.{place}", label=LABEL, band=band)
                for place, band in enumerate(("most", "about half", "some", "a few"), start=1)
            ),
        ),
    ),
    participation="more than half",
)
WHOLE = Summary(
    questions=(
        QuestionSummary(number=1, text=QUESTIONS[0], shown=False),
        QuestionSummary(
            number=2,
            text=QUESTIONS[1],
            shown=True,
            points=(
                Point(key="2.1", label=LABEL, band="more than half of the teams"),
                Point(key="2.2", label=OTHER, band="several teams", new=True),
                Point(key="2.3", label="The door code", band=""),
            ),
        ),
        QuestionSummary(number=3, text=QUESTIONS[2], shown=True),
    )
)
WHOLE_WEIGHED = Summary(
    questions=(
        QuestionSummary(
            number=1,
            text=QUESTIONS[0],
            shown=True,
            points=(
                Point(
                    key="1.1", label=LABEL, band="several teams", weighed=WeighedLabel.WIDELY_SHARED, some_differ=True
                ),
                Point(
                    key="1.2",
                    label=OTHER,
                    band="several teams",
                    weighed=WeighedLabel.PEOPLE_DIFFER,
                    in_several_meetings=True,
                ),
                Point(
                    key="1.3", label="The door code", band="", weighed=WeighedLabel.NOT_WIDELY_SHARED, own_words=True
                ),
                Point(key="1.4", label="A quiet room", band="", added=True),
            ),
        ),
    ),
    checked="checked",
)
SHOWN = (WORDS,) * 6
REFS = tuple(f"shown:{n}" for n in range(6))
QUOTED, QUOTED_IN_DRAFT = QuotePlace(3), QuotePlace(3, 2)
CHANGES = (
    Change(kind=ChallengeOutcome.ACCEPTED, label=LABEL, wording="Some rotas change late"),
    Change(kind=ChallengeOutcome.MERGED, label=OTHER, wording=LABEL),
    Change(kind=ChallengeOutcome.ACCEPTED, label="", wording="Supervision"),
    Change(kind=ChallengeOutcome.DECLINED, label=LABEL, reason="it was measured."),
    Change(kind=ChallengeOutcome.DECLINED, label="", reason="it is being repaired."),
    Change(kind=ChallengeOutcome.UNDECIDED, label=OTHER),
    Change(kind=ChallengeOutcome.UNDECIDED, label=""),
    Change(kind=ChallengeOutcome.ACCEPTED, label="", wording="Interpreters are hard to book", quoted=QUOTED),
    Change(kind=ChallengeOutcome.MERGED, label="", wording=LABEL, quoted=QUOTED),
    Change(kind=ChallengeOutcome.DECLINED, label="", reason="it was measured.", quoted=QUOTED),
    Change(kind=ChallengeOutcome.UNDECIDED, label="", quoted=QUOTED),
)


def _final(summary: Summary, note: str) -> Sample:
    return Sample(said.FinalPosted(round="r", name="Crisis line", summary=summary, k=5, refs=REFS), SHOWN, note)


def _digest(note: str, **differs: object) -> Sample:
    plain: dict[str, object] = {
        "name": "Crisis line", "participation": "enough", "k": 5, "summary": SUMMARY, "withheld": False,
        "organisation_name": "Harbour Mind", "next_summary_at": AT, "zone": ZONE,
    }  # fmt: skip
    return Sample(said.DigestSent(**{**plain, **differs}), note=note)  # type: ignore[arg-type]


ROUNDS = (
    Sample(said.NoDigest()),
    Sample(said.NoDigest(team="Crisis line"), note="of a team"),
    Sample(said.RoundAnnounced(team="Crisis line", merged=(), closes_at=AT, zone=ZONE, k=5)),
    Sample(
        said.RoundAnnounced(team="Crisis line", merged=("Night shift", "Wards"), closes_at=AT, zone=ZONE, k=5),
        note="together",
    ),
    Sample(
        said.RoundAnnounced(team="Wards", merged=("Night shift",), closes_at=AT, zone=ZONE, k=5, replaced=True),
        note="together, not with its own questions",
    ),
    *(
        Sample(said.RoundSkipped(team="Crisis line", on=date(2026, 3, 3), why=why, needed=7), note=why)
        for why in ("late", "running", "too few", "nobody")
    ),
    Sample(
        said.RoundSkipped(team="Crisis line", on=date(2026, 3, 3), why="late", needed=7, round="r", admin=True),
        note="late, to an admin",
    ),
    Sample(cancelling.CancellationAsked(team="Crisis line", at=AT, zone=ZONE)),
    Sample(cancelling.CancellationLifted(team="Crisis line")),
    Sample(cancelling.RoundCancelled(team="Crisis line")),
    Sample(cancelling.AnswersDestroyed(team="Crisis line")),
    Sample(cancelling.AnswersExpired(team="Crisis line", days=120)),
    Sample(cancelling.AnswersExpired(team="", days=90), note="of a team that is gone"),
    *(Sample(said.RoundWithheld(name="Crisis line", k=5, why=why), note=why) for why in ("too few", "isolate")),
    Sample(
        said.RoundWithheld(
            name="Crisis line",
            k=5,
            team_statements=(LABEL, OTHER),
            questions=tuple(MeetingQuestion(number=n, text=QUESTIONS[n - 1], statements=1) for n in (1, 3)),
        ),
        note="too few, and what was said together",
    ),
)
SUMMARIES = (
    Sample(
        said.DraftPosted(round="r", name="Crisis line", summary=SUMMARY, until=AT, zone=ZONE, k=5, refs=REFS), SHOWN
    ),
    _final(SUMMARY, "few checked"),
    _final(Summary(questions=SUMMARY.questions, checked="checked"), "checked"),
    _final(Summary(questions=SUMMARY.questions, checked="checked", changes=CHANGES), "changed"),
    _final(Summary(questions=SUMMARY.questions, changes=CHANGES[:1]), "changed by a few"),
    _final(LARGE, "a large team"),
    _digest(""),
    _digest("of one team alone", has_other_teams=False),
    _digest("held", participation="", summary=None, withheld=True),
    _digest(
        "with open challenges and the whole",
        summary=replace(SUMMARY, changes=CHANGES),
        organisation_summary=WHOLE,
        participation="up to half",
    ),
    _digest(
        "checked",
        summary=Summary(questions=SUMMARY.questions, checked="checked"),
        participation="more than half",
    ),
    Sample(
        said.OrganisationDraftPosted(round="r", name="Harbour Mind", summary=WHOLE, until=AT, zone=ZONE, k=5, items=2)
    ),
    Sample(said.OrganisationFinalPosted(name="Harbour Mind", summary=WHOLE, k=5)),
    Sample(said.OrganisationFinalPosted(name="Harbour Mind", summary=WHOLE_WEIGHED, k=5), note="weighed"),
    Sample(
        said.OrganisationFinalPosted(
            name="Harbour Mind",
            summary=WHOLE,
            k=5,
            open_points=tuple(("f", point.key) for each in WHOLE.questions for point in each.points),
        ),
        note="for an admin, who answers",
    ),
    _digest("with the whole as it was weighed", organisation_summary=WHOLE_WEIGHED),
)
CHECKS = (
    Sample(challenges.SoundsRight(label=LABEL)),
    Sample(challenges.ChallengeForm(round="r", item="2.1", label=LABEL)),
    Sample(challenges.MissingForm(round="r")),
    *(
        Sample(
            challenges.ChallengeNoted(token="t", label=LABEL, kind=kind, decided_after=AT, zone=ZONE), note=kind.value
        )
        for kind in CheckKind
        if kind not in (CheckKind.RIGHT, CheckKind.MISSING)
    ),
    Sample(
        challenges.ChallengeNoted(
            token="t", label="", kind=CheckKind.MISSING, decided_after=AT, zone=ZONE, refs=("c",)
        ),
        (WORDS,),
        "missing, with words",
    ),
    Sample(
        challenges.ChallengeNoted(
            token="t",
            label=LABEL,
            kind=CheckKind.OTHER,
            decided_after=AT,
            zone=ZONE,
            refs=("c",),
            taken_out=("name", "phone number"),
        ),
        (WORDS,),
        "with words that name somebody",
    ),
    Sample(challenges.MissingForm(round="r", instead="c", refs=("check:c",)), (WORDS,), "again, to change the words"),
    Sample(
        challenges.ChallengeForm(round="r", item="2.1", label=LABEL, refs=("check:c",), changed=True),
        (WORDS,),
        "again, to change the words",
    ),
    Sample(challenges.ChallengeWordsShown(shown=True, token="t", round="r", weigh=True)),
    Sample(challenges.ChallengeWordsShown(shown=False, token="t"), note="only counted"),
    Sample(challenges.ChallengeWordsShown(shown=False), note="the words are gone"),
    Sample(challenges.ChallengeWordsGone()),
    Sample(challenges.CheckingOver()),
    Sample(challenges.MissingNeedsWords()),
    Sample(challenges.MissedEnough()),
    Sample(
        challenges.ChallengeNoted(
            token="t", label=LABEL, kind=CheckKind.TOO_STRONG, decided_after=AT, zone=ZONE, instead=True
        ),
        note="instead of another",
    ),
    Sample(
        challenges.ChallengeForm(round="r", item="3.q1", label="", refs=("shown:1",)), (WORDS,), "to somebody’s words"
    ),
    Sample(
        challenges.ChallengeNoted(
            token="t",
            label="",
            kind=CheckKind.TOO_STRONG,
            decided_after=AT,
            zone=ZONE,
            quoted=QUOTED_IN_DRAFT,
            if_point=True,
        ),
        note="to somebody’s words",
    ),
    Sample(challenges.NoLongerInDraft()),
)
CASES = (
    challenges.Case(item="2.1", label=LABEL, kind=CheckKind.TOO_STRONG, band="several", words=0, merges=True),
    challenges.Case(item="2.2", label=OTHER, kind=CheckKind.MEANING, band="", words=1),
    challenges.Case(item="", label="", kind=CheckKind.MISSING, band="", words=1, check="c", number=3),
    challenges.Case(item="", label="", kind=CheckKind.MISSING, band="more than half", words=0, number=4),
)
OF_WORDS = challenges.Case(
    item="3.q1", label="", kind=CheckKind.TOO_STRONG, band="several", words=0, number=5, quoted=QUOTED_IN_DRAFT
)
DECIDED = tuple(kind for kind in ChallengeOutcome if kind is not ChallengeOutcome.OPEN)
DECIDING = (
    Sample(
        challenges.CasesToDecide(
            round="r", name="Crisis line", cases=CASES, until=AT, zone=ZONE, refs=("check:1", "check:2")
        ),
        (WORDS, WORDS),
    ),
    Sample(
        challenges.CasesToDecide(round="r", name="Crisis line", cases=CASES[:1], until=AT, zone=ZONE),
        note="one alone",
    ),
    Sample(
        challenges.CasesToDecide(round="r", name="Crisis line", cases=CASES, until=AT, zone=ZONE, again=True),
        note="once more",
    ),
    Sample(
        challenges.CasesToDecide(round="r", name="Crisis line", cases=(OF_WORDS,), until=AT, zone=ZONE),
        note="about somebody’s words",
    ),
    Sample(challenges.NothingToMergeWith(label="", quoted=QUOTED_IN_DRAFT), note="somebody’s words"),
    Sample(
        challenges.RewordForm(token="t", label="", kind=CheckKind.TOO_STRONG, refs=("shown:1",)),
        (WORDS,),
        "somebody’s words",
    ),
    Sample(
        challenges.MergeForm(token="t", label="", others=(("2.2", OTHER),), refs=("shown:1",)),
        (WORDS,),
        "somebody’s words",
    ),
    Sample(challenges.DeclineForm(token="t", label="", refs=("shown:1",)), (WORDS,), "somebody’s words"),
    Sample(
        challenges.CaseRuled(label="", kind=ChallengeOutcome.ACCEPTED, left=1, quoted=QUOTED_IN_DRAFT),
        note="somebody’s words",
    ),
    Sample(
        challenges.ChallengeEnded(label="", kind=ChallengeOutcome.ACCEPTED, wording=OTHER, quoted=QUOTED_IN_DRAFT),
        note="somebody’s words",
    ),
    Sample(challenges.NoCasesToDecide()),
    Sample(challenges.DecisionNeedsWords()),
    Sample(challenges.NothingToMergeWith(label=LABEL)),
    Sample(challenges.NotToMergeInto()),
    Sample(challenges.WordingNotFit(why="personal", kinds=("NHS number", "email address", "name")), note="personal"),
    *(Sample(challenges.WordingNotFit(why=why), note=why) for why in ("acts", "unfit", "quoted", "same", "team")),
    Sample(challenges.WordingNotFit(why="long", most=200), note="long"),
    Sample(challenges.RewordForm(token="t", label=LABEL, kind=CheckKind.TOO_STRONG)),
    Sample(challenges.RewordForm(token="t", label="", kind=CheckKind.MISSING), note="missing"),
    Sample(
        challenges.RewordForm(
            token="t", label="", kind=CheckKind.MISSING, questions=(("a", QUESTIONS[0]), ("b", QUESTIONS[1]))
        ),
        note="missing, of several questions",
    ),
    Sample(challenges.DecisionNeedsQuestion()),
    Sample(challenges.MergeForm(token="t", label=LABEL, others=(("2.2", OTHER),))),
    Sample(challenges.DeclineForm(token="t", label=LABEL)),
    Sample(challenges.DeclineForm(token="t", label=""), note="missing"),
    *(Sample(challenges.CaseRuled(label=LABEL, kind=kind, left=0), note=kind.value) for kind in DECIDED),
    Sample(challenges.CaseRuled(label="", kind=ChallengeOutcome.UNDECIDED, left=2), note="two left"),
    *(Sample(challenges.CaseRuledAlready(by="Hal", kind=kind), note=kind.value) for kind in DECIDED),
    *(
        Sample(challenges.ChallengeEnded(label=label, kind=kind, wording=OTHER, reason="it was measured."), note=note)
        for label, of in ((LABEL, "a point"), ("", "the whole"))
        for kind, note in ((kind, f"{kind.value}, {of}") for kind in DECIDED)
        if label or kind is not ChallengeOutcome.MERGED
    ),
    *(
        Sample(challenges.ChallengeEnded(label=LABEL, kind=ChallengeOutcome.UNDECIDED, why=why), note=why)
        for why in ("few", "crowded", "undecided", "no point", "gone")
    ),
)
SAMPLES = (*ROUNDS, *SUMMARIES, *CHECKS, *DECIDING)

"""Chat commands: one frozen dataclass for each, with exactly one handler."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """People in a command are platform ids as typed (`<@id>` without its brackets)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHelp(Command):
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAdmin(Command):
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAdmin(Command):
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTeam(Command):
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTeam(Command):
    """Make the channel in which it is typed the team's home."""

    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTeams(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPeople(Command):
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowChannel(Command):
    """`follow` is false for a list that is to be kept by hand."""

    team: str = ""
    follow: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPeople(Command):
    people: tuple[str, ...]
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePeople(Command):
    people: tuple[str, ...]
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLead(Command):
    people: tuple[str, ...]
    team: str = ""
    lead: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StartMeeting(Command):
    """Do the round in the team's meeting; `minutes` is the time for the whole, 0 where nobody says how long."""

    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMeeting(Command):
    """Show where the team's meeting stands, with its buttons; nothing is started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSchedule(Command):
    team: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSchedule(Command):
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseSchedule(Command):
    """`when` are words such as "until 1 September" or "for two weeks"; empty for a pause without an end."""

    team: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeSchedule(Command):
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNow(Command):
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDigest(Command):
    """Show the acting lead the last digest that they were sent again."""

    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRound(Command):
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepRound(Command):
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStatus(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPrivacy(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SetThreshold(Command):
    k: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSupport(Command):
    """Show whom people can turn to who are at risk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForContact(Command):
    """Ask what would be told to whom, if one wants to be contacted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellNobody(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SendHeldWords(Command):
    """Send after all the words that were held last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSupportContacts(Command):
    """Show how that is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSupportContacts(Command):
    """`contacts` are the lines to be shown; without any, the operator's are."""

    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSupportPerson(Command):
    """Choose who is told that somebody asks to be contacted; nobody where `people` is empty."""

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOrganisation(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOrganisation(Command):
    """`what` is name, zone or holidays."""

    what: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAudit(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerNow(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToWithdraw(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMyWords(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SetQuoteOffers(Command):
    """Set whether each receipt offers to show one’s words."""

    offers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowChallenges(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseHome(Command):
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoAway(Command):
    """`when` are words such as "until Friday", "for two weeks" or "next week", with their small words."""

    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeBack(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class StopWriting(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class StartWriting(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetMe(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMyData(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWhoAnswered(Command):
    """Ask who answered. Asked often enough to deserve an answer of its own: no, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeLinks(Command):
    """`count` links with which one person each joins a team."""

    team: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinTeam(Command):
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearChat(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindMe(Command):
    """About this round, tomorrow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipRound(Command):
    """Leave out this round: its questions are not answered this time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDraft(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOffLast(Command):
    """The last message of an unsent draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardDraft(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDraft(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDraft(Command):
    """Take the unsent words as the answer to the question of this `number`."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAnswers(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AskUntilWhen(Command):
    """Ask back until when somebody is away who has not said it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoosePoint(Command):
    """A choice that only makes sense under a point: its button stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explain(Command):
    """Explain the product, and why its members are asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Greet(Command):
    """Say hello, and what can be done now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge(Command):
    """Thanks, a nod, a symbol."""

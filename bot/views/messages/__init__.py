"""The only room with wording: outcomes become views and forms here, a file per noun."""

from __future__ import annotations

from bot.domain.outcomes.base import Outcome
from bot.views.messages import (
    answering as answering,
)
from bot.views.messages import ask_back as ask_back
from bot.views.messages import (
    cancelling as cancelling,
)
from bot.views.messages import (
    checks as checks,
)
from bot.views.messages import closures as closures
from bot.views.messages import (
    commands as commands,
)
from bot.views.messages import (
    dates as dates,
)
from bot.views.messages import deciding as deciding
from bot.views.messages import (
    dialogue as dialogue,
)
from bot.views.messages import (
    digests as digests,
)
from bot.views.messages import (
    drafts as drafts,
)
from bot.views.messages import exports as exports
from bot.views.messages import follow_ups as follow_ups
from bot.views.messages import history as history
from bot.views.messages import (
    home as home,
)
from bot.views.messages import (
    joining as joining,
)
from bot.views.messages import lasting_points as lasting_points
from bot.views.messages import (
    lists as lists,
)
from bot.views.messages import many_people as many_people
from bot.views.messages import meeting_notes as meeting_notes
from bot.views.messages import meetings as meetings
from bot.views.messages import membership as membership
from bot.views.messages import (
    mydata as mydata,
)
from bot.views.messages import organisation_summaries as organisation_summaries
from bot.views.messages import own_points as own_points
from bot.views.messages import (
    people as people,
)
from bot.views.messages import (
    permission as permission,
)
from bot.views.messages import (
    privacy as privacy,
)
from bot.views.messages import proposals as proposals
from bot.views.messages import (
    questions as questions,
)
from bot.views.messages import rehearsing as rehearsing
from bot.views.messages import repairs as repairs
from bot.views.messages import reports as reports
from bot.views.messages import (
    rounds as rounds,
)
from bot.views.messages import (
    schedules as schedules,
)
from bot.views.messages import set_up as set_up
from bot.views.messages import set_up_forms as set_up_forms
from bot.views.messages import (
    status as status,
)
from bot.views.messages import (
    summaries as summaries,
)
from bot.views.messages import (
    support as support,
)
from bot.views.messages import (
    talking as talking,
)
from bot.views.messages import (
    team_channels as team_channels,
)
from bot.views.messages import (
    teams as teams,
)
from bot.views.messages import (
    troubles as troubles,
)
from bot.views.messages import (
    weighing as weighing,
)
from bot.views.messages import windows as windows
from bot.views.messages.wording import VIEWS, Texts
from bot.views.messages.wording import form_of_outcome as form_of_outcome
from bot.views.view import View


def word_outcome(outcome: Outcome, texts: Texts = ()) -> View:
    """The message of an outcome. `texts` are the texts of its `refs`, in their order; None for one that is gone."""
    return VIEWS[type(outcome)](outcome, texts)

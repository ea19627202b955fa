"""Beginnings by which a command that is not written as it should be is known: longer and rarer ones first."""

from __future__ import annotations

import re

from bot.chatcommands import BY_NAME

_MAKE = "(?:set|make|name|appoint|choose|assign|add)"
_DROP = "(?:remove|delete|unset|drop|end|take|rm)"
_TEAM = "(?:the |a |an |another |new |this )*team(?: called| named)?"
_THE = "(?:the |our |my |a |all )*"
_ADMIN = "(?:admins?|administrators?)"
_LEAD = "(?:team )?lead(?:s|er|ers)?"
_SAYS_ADMIN = rf"(?=.*\b{_ADMIN}\b)"
_SAYS_LEAD = r"(?=.*\blead(?:er)?\b)"
_PEOPLE = "(?:team )?(?:members?|memebers?|persons?|people|users?)"
_ORGANISATION = "(?:the )?(?:organi[sz]ation(?:['’]?s)?|org)"
_SETTING = r"(?=(?:the )?(?:name|time ?zone|zone|holidays?)\b)"

NEEDS_TEAM = "!"
"""Stands behind a beginning that could mean something else, where no team is named."""

_BEGINNINGS: tuple[tuple[str, ...], ...] = (
    ("help", r"help(?: me)?\b(?: with| about| on| for)?"),
    (
        "admin add",
        rf"{_ADMIN} (?:add|set|make|new)|{_MAKE} {_THE}(?:new )?{_ADMIN}|{_MAKE}{_SAYS_ADMIN}|{_ADMIN}(?= ?<?@)",
    ),
    ("admin remove", rf"{_ADMIN} {_DROP}|{_DROP} {_THE}{_ADMIN}|{_DROP}{_SAYS_ADMIN}"),
    ("lead replace", rf"{_LEAD} (?:replace|swap)|(?:replace|swap) {_THE}{_LEAD}|(?:replace|swap){_SAYS_LEAD}"),
    ("lead remove", rf"{_LEAD} {_DROP}|{_DROP} {_THE}{_LEAD}|{_DROP}{_SAYS_LEAD}"),
    ("lead set", rf"{_LEAD} {_MAKE}|{_MAKE} {_THE}(?:new )?{_LEAD}|{_MAKE}{_SAYS_LEAD}|{_LEAD}(?= ?<?@)"),
    ("member away", rf"{_PEOPLE} away|(?=<?@\S+ (?:is |will be )?(?:away|off|on leave|on holiday)\b)"),
    ("member back", rf"{_PEOPLE} back|(?=<?@\S+ is back\b)"),
    (
        "member add",
        rf"{_PEOPLE} (?:add|ad|invite)|(?:add|invite|put|enrol|enroll) (?:the |new |these )*{_PEOPLE}(?=.*@)",
    ),
    ("member add", r"(?:add|invite|put|enrol|enroll)(?=.*@)", NEEDS_TEAM),
    (
        "member remove",
        rf"{_PEOPLE} (?:remove|delete|rm|drop)|(?:remove|delete|take|drop) (?:the |these )*{_PEOPLE}(?=.*@)",
    ),
    ("member remove", r"(?:remove|delete|take|drop)(?=.*@)", NEEDS_TEAM),
    ("team people", rf"team people|team members?|(?:show |list )*{_THE}(?:members?|people) (?:list )?(?:of|in|for|on)"),
    (
        "team people",
        r"members? list|(?:list|show) (?:the )?(?:members|people)|(?:show (?:me )?)?who(?: is|'s|’s|s) (?:in|on)",
    ),
    ("team follow", r"teams? follow|follow"),
    ("team follow", r"(?:teams? )?unfollow", "off "),
    ("team move", rf"teams? move|move {_TEAM}|move(?=.* (?:here|to this channel))"),
    ("team link", r"teams? links?"),
    ("team rename", rf"teams? rename|rename(?: {_TEAM})?"),
    ("team archive", rf"teams? archive|archive(?: {_TEAM})?"),
    ("team merge", rf"teams? merge|merge(?: {_TEAM})?"),
    ("team remove", rf"teams? (?:remove|delete|rm)|(?:remove|delete) {_TEAM}"),
    ("team restore", rf"teams? (?:restore|unarchive)|(?:restore|unarchive)(?: {_TEAM})?"),
    ("team add", rf"teams? (?:add|ad|create|new|make)|(?:add|create|new|make|set up) {_TEAM}|new team"),
    (
        "pause all",
        r"(?:pause|suspend) (?:all|everything)(?: (?:the )?(?:schedules|teams))?|schedules? pause (?:all|everything)",
    ),
    (
        "resume all",
        r"(?:resume|unpause) (?:all|everything)(?: (?:the )?(?:schedules|teams))?|schedules? resume (?:all|everything)",
    ),
    ("schedule remove", rf"schedules? (?:remove|delete|clear|drop)|(?:remove|delete|clear|drop) {_THE}schedules?"),
    (
        "schedule pause",
        r"schedules? (?:pause|hold|suspend)|(?:pause|suspend)(?: (?:the|our|my|a))* schedules?(?: of| for)?",
    ),
    ("schedule pause", r"(?:pause|suspend)(?: (?:the|our|my|a))*", NEEDS_TEAM),
    (
        "schedule resume",
        r"schedules? (?:resume|unpause|continue|restart)|(?:resume|unpause)(?: (?:the|our|my|a))* schedules?(?: of| for)?",
    ),
    ("schedule resume", r"(?:resume|unpause)(?: (?:the|our|my|a))*", NEEDS_TEAM),
    (
        "schedule set",
        rf"schedules? (?:set|add|change|edit|update)|(?:set|change|update) {_THE}schedules?|schedules?|ask",
    ),
    (
        "schedule show",
        rf"schedules? (?:show|list)|(?:show|list|see)(?: me)? {_THE}schedules?|when is(?=.* asked)|schedules?",
    ),
    ("dry run", r"dry[- ]?run|(?:test|trial|practice) run|rehearse(?: a round)?|preview(?: a round)?"),
    ("run now", r"run now"),
    ("run now", rf"run|ask(?=.*\bnow$)|(?:start|open|begin) {_THE}(?:round|run)", NEEDS_TEAM),
    ("round cancel", r"rounds? cancel"),
    ("round remind", rf"rounds? remind|remind (?:all|everyone|everybody)(?: (?:in|of|on))?|remind {_THE}team"),
    ("round extend", rf"rounds? extend|extend(?: {_THE}rounds?)?"),
    ("windows reset", rf"windows? reset|reset {_THE}windows"),
    ("windows set", rf"windows? (?:set|change)|(?:set|change) {_THE}windows"),
    ("closed remove", r"(?:closed|closures?|closure days?|days? off|own holidays?) (?:remove|delete)"),
    (
        "closed add",
        r"(?:closed|closures?|closure days?|days? off|own holidays?) (?:add|set)|we are closed|we close|closed",
    ),
    ("round keep", rf"rounds? keep|keep {_THE}round"),
    ("propose", r"propose(?= (?:\w+ )*question)"),
    ("questions preview", r"questions? preview|preview (?:the |our )*questions?"),
    ("questions history", r"questions? (?:history|versions?)|history (?:of )?(?:the |our )*questions?"),
    ("questions use", r"questions? use|use (?:the )?(?:questions?|set)"),
    ("questions export", r"questions? export|export (?:the |our )*questions?"),
    ("questions import", r"questions? import|import (?:the |our )*questions?"),
    ("questions reset", r"questions? reset|reset (?:the |our )*questions?"),
    ("questions read", r"questions? read|read questions?|questions?(?= \d+ read)"),
    ("questions remove", rf"questions? (?:remove|delete)|(?:remove|delete|drop) {_THE}questions?"),
    ("questions mend", r"questions? mend|mend (?:the )?questions?"),
    ("questions correct", r"questions? correct|correct questions?"),
    ("questions add", r"questions? add|add (?:a |another |the |new )*questions?"),
    ("questions set", r"questions? (?:set|change|edit)|(?:set|change|edit) (?:the )?questions?"),
    ("privacy threshold", r"(?:set |change )?(?:the )?(?:privacy )?(?:threshold|treshold|threshhold)"),
    (
        "organisation set",
        rf"(?:set |change )?{_ORGANISATION}(?: (?:set|change))? {_SETTING}|{_ORGANISATION}(?= rename)",
    ),
    ("support contacts", r"(?:set )?support contacts?"),
    ("support person", r"(?:set )?support person"),
    ("home", r"home"),
    ("my words", r"my words"),
    ("meeting", r"(?:start |begin )?(?:a |the |our )?meeting"),
    ("claim", r"claim"),
    ("away", r"away"),
)
BEGINNINGS = tuple(
    (name, re.compile(rf"(?:{written})(?=[\s:,.]|$|<?@)[:,]?", re.IGNORECASE), "".join(more))
    for name, written, *more in _BEGINNINGS
)
"""Names of commands with the beginnings by which each is known, and words that such a beginning says; the first that fits, and
whose words fit too, is meant."""
_PEOPLE = "(?:people|everybody|everyone|them|us|the team|my team|our team)"
_NUMBER = r"(?:\d{1,2}|a|an|a few|two|three|four|five|six|seven|eight|nine|ten)"
_SEASON = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december|christmas|easter|summer|winter|"
    "(?:the )?(?:summer |christmas |winter )?holidays)"
)
_HINTS = (
    ("member add", r"(?:move|add|invite|put)\b(?=.*@)"),
    ("member remove", r"(?:kick|remove|delete|take|drop)\b(?=.*@)"),
    ("schedule pause", r"schedules? (?:stop|end)\b"),
    ("lead set", r"<?@\S+ (?:leads|is (?:the )?lead)\b"),
    ("lead list", r"who leads\b"),
    ("team archive", r"teams? close\b|close (?:the )?team\b"),
    ("team merge", r"teams? merge\b|merge\b"),
    ("team remove", r"teams? (?:remove|delete)\b|(?:remove|delete) (?:the )?team\b"),
    ("schedule remove", r"(?:remove|delete|clear)\b.*\bschedule\b"),
    ("questions set", r"(?:replace |change )?(?:the )?questions? \d"),
    ("organisation set", r"(?:set|change) (?:the |our |my )*(?:time ?zone|zone|holidays?)\b"),
    ("closed add", r"(?:closed|closures?|days? off)\b"),
    ("team rename", r"teams? (?:rename|name)\b|rename\b"),
    ("round extend", r"rounds? extend\b|extend\b"),
    (
        "round extend",
        rf"(?:give|let) {_PEOPLE} (?:have )?(?:(?:some |a bit |a little )?more time|(?:{_NUMBER} )?more days?)(?: to answer)?$",
    ),
    (
        "round extend",
        r"(?:postpone|delay|put off) (?:the |this |our )?(?:running |open )?(?:round|deadline|close)(?: (?:to|until|till|by) .+)?$",
    ),
    (
        "schedule set",
        r"(?:move|shift|reschedule|postpone|put off) (?:the |our |these )?(?:questions|rounds)(?: (?:to|until|till|by) .+)?$",
    ),
    ("schedule pause", rf"skip (?:the )?(?:next )?(?:rounds?|questions|weeks?|months?|{_SEASON})(?: .{{1,24}})?$"),
    (
        "schedule pause",
        rf"(?:no|stop the) (?:questions|rounds) (?:between|from|until|in|over|during) (?:.*\d|the |{_SEASON})",
    ),
    ("windows set", rf"{_PEOPLE} (?:have|has|get|gets) {_NUMBER} (?:working )?days? to (?:answer|check|decide)$"),
    ("organisation set", r"(?:(?:bank|public) )?holidays? \w+$|time ?zone(?: \S+)?$"),
    ("export", r"(?:csv|excel|spreadsheet|download)$"),
    ("audit", r"who (?:has )?changed\b"),
    ("my quiet hours", r"(?:mute|silence|do not disturb)(?: (?:me|this|you))?$"),
    ("stop", r"leave(?: (?:the|this|my|our) (?:team|list|group|bot|chat))?$"),
)
_HINTS_WITH_TEAM = (
    ("member add", r"(?:add|invite|put)\b.+\b(?:to|in|into|on)\b"),
    ("member remove", r"(?:remove|take|drop|delete)\b.+\b(?:from|off|out of)\b"),
)
"""Those in which a person is called by a name: they count only where a team is named that is there."""
HINTS_WITH_TEAM = tuple((name, re.compile(written, re.IGNORECASE)) for name, written in _HINTS_WITH_TEAM)
HINTS = tuple((name, re.compile(written, re.IGNORECASE)) for name, written in _HINTS if name in BY_NAME)
"""Commands of which one can be meant, and is not certain to be: how it is written is shown."""

_SHOW = "(?:show |list |see |display )(?:me )?(?:all )?(?:the |our |all )*"
_ALONE = {
    "team list": rf"(?:{_SHOW})?teams|teams? lists?(?: all)?|what teams are there|which teams are there",
    "digest": rf"(?:{_SHOW}|send (?:me )?)?(?:the |my |our )*(?:last |latest )?digests?(?: again)?|digests? (?:show|last)",
    "audit": rf"(?:{_SHOW})?(?:audits?|audit log|history|log)|audit (?:show|list|log)",
    "challenges": rf"(?:{_SHOW})?challenges|challenges? (?:show|list)",
    "questions show": rf"(?:{_SHOW})?questions|questions? (?:list|show)|what are (?:the|our) questions",
    "organisation show": rf"(?:{_SHOW})?(?:{_ORGANISATION}|settings)|{_ORGANISATION} show",
    "status": rf"(?:{_SHOW})?status|(?:team |teams )?status",
    "schedule show": rf"(?:{_SHOW})?schedules|schedules? (?:list|show)",
    "admin list": rf"(?:{_SHOW})?{_ADMIN}|{_ADMIN} lists?|who (?:are|is) (?:the |our )?{_ADMIN}",
    "lead list": rf"(?:{_SHOW})?(?:team )?(?:leads|leaders)|(?:team )?leads? lists?|who (?:are|is) (?:the |our )?leads?",
    "windows show": rf"(?:{_SHOW})?(?:windows|deadlines)|windows? (?:show|list)",
    "closed list": rf"(?:{_SHOW})?(?:closures?|closure days|days off|closed days)|(?:closed|closures?) (?:show|list)",
    "my data": rf"(?:{_SHOW})?my data",
    "back": r"(?:i am |i'm |i’m )?back(?: again| now)?",
    "forget me": r"forget (?:about )?me",
}
ALONE = tuple((name, re.compile(written, re.IGNORECASE)) for name, written in _ALONE.items() if name in BY_NAME)
"""Other ways to say commands that stand alone; they only show something, end an absence, or ask before they do it."""

HOW_TO = re.compile(
    r"(?:how (?:do|can|should|to)(?: i| we| you)?|help(?: me)? how (?:do|can|to)(?: i| we)?)\s+", re.IGNORECASE
)

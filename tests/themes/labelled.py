"""Answers with personal data, written for this test: each text marks what must be found with ⟦kind|...⟧."""

import re
from itertools import cycle, islice

ROSTER = (
    "Anna Müller-Schmidt",
    "José García",
    "Will Turner",
    "May Okafor",
    "Siobhán O'Brien",
    "Priya Raghunathan",
    "Zoë van der Berg",
    "Grace Mbeki",
    "Rob Bird",
    "Łukasz Nowak",
    "Aisha Al-Farouq",
    "Sean McDonald",
    "Jo Long",
    "李雷",
    "Nguyễn Thị Hoa",
    "Mark Young",
)

STRUCTURED: dict[str, tuple[str, ...]] = {
    "phone number": (
        "07700 900123", "07700900456", "020 7946 0958", "(0113) 496 0123", "+44 7700 900 789", "0044 7911 123456",
        "0161 496 0000", "01632-960983", "+49 30 901820", "+1 212 555 0100", "07911 123 456", "028 9018 0111",
        "+447911123456", "0808 157 0192", "ext 4521", "extension 70331", "bleep 2214", "07700.900.321", "+33 1 99 00 12 34",
        "+44 (0)20 7946 0123", "0117 496 0777", "07700 900 999", "ext. 3312", "01865 270000",
    ),
    "email address": (
        "anna.m@example.org", "j.garcia+work@trust.nhs.uk", "w_turner@mail.example.com", "may@example.co.uk",
        "first.last@sub.dept.example.ac.uk", "ZOE@EXAMPLE.COM", "rob-bird@example.io", "x@y.eu", "help%desk@example.net",
        "grace (at) example.org", "sean[at]example.com", "priya at example dot org", "jo at mail dot example dot com",
        "l.nowak@example.pl", "team.lead@example.info", "o'brien@example.ie", "a1b2@example.org", "h.t.n@example.vn",
        "mark @ example.com", "aisha.f@council.example.gov.uk", "noreply@example.de",
    ),
    "postcode": (
        "SW1A 1AA", "sw1a1aa", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "EC1A 1BB", "W1A 0AX", "ng9 2ab", "LE1 5WW",
        "G2 3BZ", "bt7 1nn", "CF10 3NP", "EH1 1YZ", "L1 8JQ", "PO16 7GZ", "GU16 7HF", "NG7 2UH", "de22 3ne", "S10 2JF",
        "YO31 8JS", "gir 0aa",
    ),
    "NHS number": (
        "943 476 5919", "9434765919", "943-476-5919", "485 777 3457", "9876544322", "450 557 7104", "4010232137",
        "999 000 0018", "6123456709", "485-777-3457", "987-654-4322", "450-557-7104",
    ),
    "National Insurance number": (
        "AB123456C", "AB 12 34 56 C", "ce 98 76 54 a", "JG103759A", "jg103759a", "PW 12 34 56 D", "SX-12-34-56-B", "LE123456A",
        "HH 11 22 33 D", "ZA 65 43 21 C", "nx 00 11 22 b", "TR010203A",
    ),
    "date of birth": (
        "12/05/1984", "1984-05-12", "3rd of March 1971", "March 3, 1971", "5.11.1966", "21 June 1990", "01-02-1958",
        "30 Sept 1999", "7/7/2001", "14th February 1949", "Dec 25 1980", "1977/08/16", "2 Jan 2003", "31/12/1999",
    ),
    "handle": (
        "@anna_m", "@JoseG", "@will.turner", "@may-okafor", "@priya99", "@grace.m", "@rob_the_bird", "@Zoe", "@sean1",
        "@nowak_l", "@_aisha", "@marky",
    ),
    "link": (
        "https://example.org/staff/17", "http://example.com", "www.example.co.uk/rota?id=4", "example.org/x",
        "intranet.example.com", "HTTPS://EXAMPLE.ORG", "https://docs.example.io/d/abc#top", "tg://user?id=42",
        "ftp://files.example.net/a.csv", "forms.example.gov.uk", "https://例え.example.org/頁", "mailto:someone",
    ),
}  # fmt: skip

BEFORE = (
    "You can reach her on {} if that helps.",
    "Please use {}",
    "{} was in the letter I got",
    "It said ({}) on the board.",
    "He told everyone in the kitchen: {}. That was wrong!",
    "my details are {}, and nobody asked before they were shared",
    "Ask them about {}; nobody answers though",
)

NAMED = (
    "⟦Anna⟧ always helps me with the rota.",
    "I think ⟦anna⟧ does too much on her own",
    "⟦ANNA⟧ NEVER LISTENS",
    "It was ⟦Anna Müller-Schmidt⟧ who sorted it.",
    "⟦anna muller-schmidt⟧ and the night team were great",
    "ask ⟦Mueller-Schmidt⟧ about the forms",
    "⟦Anna⟧'s handovers are the best",
    "the meeting with ⟦Schmidt⟧ ran over again",
    "thanks to ⟦José⟧ we finished early",
    "thanks to ⟦Jose⟧ we finished early",
    "⟦jose garcia⟧ should get more help",
    "⟦García⟧’s emails are too long",
    "I told ⟦GARCIA⟧ twice",
    "we all asked ⟦Will⟧ for a clear plan",
    "⟦Will Turner⟧ decides everything alone",
    "will it change? ask ⟦will turner⟧",
    "the plan was ⟦Will⟧'s idea",
    "⟦Will⟧ is never on time",
    "I spoke to ⟦Turner⟧ about leave",
    "the shift with ⟦May⟧ went well",
    "⟦May Okafor⟧ runs the best meetings",
    "talk to ⟦Okafor⟧ first",
    "we need more people like ⟦okafor⟧",
    "nobody but ⟦May⟧ knows the codes",
    "⟦Siobhán⟧ covers every gap",
    "⟦siobhan⟧ covers every gap",
    "ask ⟦O'Brien⟧ or the desk",
    "ask ⟦O’Brien⟧ or the desk",
    "⟦Siobhan O'Brien⟧'s training was useful",
    "⟦SIOBHAN⟧ was shouting again",
    "⟦Priya⟧ helped me settle in",
    "so glad that ⟦priya⟧ joined us",
    "⟦Priya Raghunathan⟧ explained it",
    "one word: ⟦Raghunathan⟧",
    "without ⟦Priya⟧, no rota",
    "⟦Zoë⟧ gives good feedback",
    "⟦Zoe⟧ gives good feedback",
    "⟦zoë van der berg⟧ left too early",
    "⟦Zoe van der Berg⟧ left too early",
    "the new desk of ⟦Zoe⟧ is in the way",
    "we rely on ⟦Grace⟧ for everything",
    "⟦Grace⟧ was kind to me",
    "⟦Grace Mbeki⟧ was kind to me",
    "⟦mbeki⟧ was kind to me",
    "it is always ⟦Grace⟧'s turn",
    "please listen to ⟦Rob⟧ more",
    "⟦Rob Bird⟧ fixed the printer",
    "⟦rob bird⟧ fixed the printer",
    "the van that ⟦Rob⟧ drives",
    "⟦Łukasz⟧ stays late every day",
    "⟦Lukasz⟧ stays late every day",
    "⟦lukasz nowak⟧ stays late every day",
    "I share a room with ⟦Nowak⟧",
    "⟦Nowak⟧'s room is cold",
    "⟦Aisha⟧ deserves a rise",
    "⟦aisha al-farouq⟧ deserves a rise",
    "the team of ⟦Al-Farouq⟧",
    "give ⟦Aisha⟧ a proper desk",
    "why does ⟦Sean⟧ get all weekends off",
    "⟦sean⟧ gets all weekends off",
    "⟦Sean McDonald⟧ gets all weekends off",
    "⟦McDonald⟧ never replies",
    "⟦mcdonald⟧ never replies",
    "it helped that ⟦Jo⟧ was there",
    "⟦Jo Long⟧ was there",
    "⟦jo long⟧ was there",
    "we thanked ⟦Jo⟧ and the others",
    "⟦李雷⟧很好",
    "我们喜欢⟦李雷⟧",
    "⟦Nguyễn⟧ knows the systems",
    "⟦nguyen thi hoa⟧ knows the systems",
    "⟦Nguyễn Thị Hoa⟧ knows the systems",
    "ask ⟦Hoa⟧",
    "our lead ⟦Mark⟧ cancels one to ones",
    "⟦Mark Young⟧ cancels one to ones",
    "⟦mark young⟧ cancels one to ones",
    "that was ⟦Mark⟧'s call",
    "we lost ⟦Young⟧ last month",
    "⟦Mr Young⟧ was rude",
    "both ⟦Anna⟧ and ⟦Priya⟧ said so",
    "⟦Anna⟧, ⟦José⟧ and ⟦Sean⟧ do it all",
    "keep ⟦Zoë⟧ and ⟦Łukasz⟧ on nights",
    "(⟦Anna⟧)",
    "well done ⟦Aisha⟧!",
    "⟦Aisha⟧/⟦Priya⟧ share a desk",
)

CLEAN = (
    "will we ever get a plan?", "Will there be a plan", "I will wait and see", "may I say that it works", "May I say that it works",
    "We moved in May and it was fine", "since May the rota is late", "in May 2024 it was worse", "by May we had no staff",
    "grace under pressure is what we need", "give us a grace period", "they rob us of our breaks", "mark the exits clearly",
    "Mark the exits clearly", "we need young people", "Young people need a start", "a long wait", "Long waits again", "long hours",
    "the bird table in the garden", "turn the page", "a better turner for the lathe", "We waited 4 hours", "10 out of 10",
    "100% of staff", "3 to 4 times a week", "open 9-5", "from 9.30 to 17.00", "24/7 cover", "ward B3 2nd floor", "E1 4th bay",
    "room 12b", "bay 7", "level 3", "we lost 2,000 hours", "it cost 12.50", "a budget of 1 200 000", "since 2019",
    "Date of discharge 28/02/2020", "the audit on 14/03/2023", "on 3 June 2024 we had no heating", "version 2.10.4",
    "section 4.2.1", "order 66", "ratio of 1:8", "8 to 1", "it was 20C in there", "COVID-19 changed it", "the A52 is closed",
    "the M1 is slow", "take the B6004", "form NI17", "policy HR-204", "ticket INC0012345", "use the 5S method", "six by 9",
    "email us back", "no reply to emails", "phone lines are busy", "the website is slow", "good.it was fine", "fine.in the end",
    "nice.me too", "e.g. the rota", "i.e. nights", "staff/patient ratio", "and/or", "n/a", "N/A", "none", "nothing",
    "I was there @ night", "3 @ 5 pounds", "more pay please", "fair pay", "the new system", "Everything was great",
    "Staff were lovely", "Nurses are kind", "Doctors listen", "The Team is good", "Monday meetings", "the July rota", "this August",
    "Christmas leave", "English lessons", "the Leicester office", "Nottingham is far", "the NHS app", "Microsoft Teams crashes",
    "Excel is slow", "Zoom calls", "HR never answers", "IT support", "CEO visits", "the Prime Minister", "King Street",
    "too much van hire", "der Plan fehlt", "de la part de tous", "the le mans of rotas", "al dente pasta", "no bin in the yard",
    "ten minutes", "1 in 5 agree", "2 of 3", "7am start", "19:30 finish", "half past 4", "12 x 30 minutes", "90% of staff",
    "we are 1,500 people", "30 000 steps a day", "page 1 of 12", "1990s furniture", "a 1984 feeling", "it is like 1999 again",
    "please mark my words", "hope and joy", "sue the builder", "a frank talk", "art classes", "rose garden", "bill paying",
)  # fmt: skip

_MARK = re.compile(r"⟦([^⟧]*)⟧")


def structured() -> list[tuple[str, str, str]]:
    """Text, what must be found in it, and its kind: every value in two sentences."""
    cases = []
    carriers = cycle(BEFORE)
    for kind, values in STRUCTURED.items():
        for value in values:
            said = f"DOB {value}" if kind == "date of birth" and len(value) % 2 else value
            cases += [(carrier.format(said), value, kind) for carrier in islice(carriers, 2)]
    return cases


def named() -> list[tuple[str, list[tuple[int, int]]]]:
    """Texts and where the names in them stand."""
    cases = []
    for marked in NAMED:
        spans, removed = [], 0
        for match in _MARK.finditer(marked):
            start = match.start() - removed
            removed += 2
            spans.append((start, start + len(match[1])))
        cases.append((_MARK.sub(r"\1", marked), spans))
    return cases

"""What a line or a paragraph looks like: predicates that read only its own words, each bounded in what it reads."""

from __future__ import annotations

import re

LOOK = 400  # how much of a paragraph a predicate reads; enough to tell what it is, and linear on any text

BULLET = re.compile(
    r"(?:[-*•●▪◦‣·■□–—+»]|\u25aa|\uf0b7|o(?=\s{2,}))\s+(?=\S)|[•●▪◦‣\uf0b7]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+(?=\S)"
)
DASHED = re.compile(r"^[-–—]{1,2}\s?\S.*?\S?\s?[-–—]{1,3}$", re.DOTALL)
RULE = re.compile(r"[\s\W_]*")
PAGE = re.compile(
    r"(?:page\s+)?[-–—]?\s*\d{1,3}\s*[-–—]?(?:\s+of\s+\d{1,3})?|[-–—(]*\s*(?:more|end|cont(?:inued|'d)?)\.*\s*[-–—)]*|#{2,5}",
    re.I,
)
URL = re.compile(r"(?:https?://|www\.)[^\s<>()\]]+|<https?://[^\s>]+>", re.I)
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}")
PHONE = re.compile(r"(?:\+?\d{1,3}[ .-]{0,2})?\(?\d{2,4}\)?[ .-]{1,2}\d{3,4}[ .-]\d{2,4}|\+\d[\d ()-]{7,20}\d")
MARKDOWN_LINK = re.compile(r"!?\[[^\]\n]{0,300}\]\([^)\s]{0,600}\)")

TICKER = re.compile(
    r"\(?(?:[A-Z][A-Za-z.]{1,12}(?: ?[A-Z][A-Za-z]{1,11}){0,3})\s?:\s?"
    r"[A-Z0-9]{1,6}(?:[.-][A-Z]{1,3})?\)?(?:\s*[;,/|]?\s*(?:and )?|$)"
)
SENTENCE_END = re.compile(r"[.!?](?:[\"”’')\]]|\d{1,2}|\[\d{1,2}\])*$|[.!?][\"”’')\]]*\s*\(?(?:®|™)?$")
ABBREVIATED = re.compile(
    r"\b(?:Inc|Ltd|Corp|Co|LLC|L\.P|plc|Ph\.D|M\.D|S\.A|N\.V|A\.G|U\.S|Dr|Jr|Sr|D\.C|St|No|vs|INC|LTD|CORP|CO|PLC)\.$"
)
RUN_IN_FIGURE = re.compile(r"\(?[$€£]?[\d,.]*\d[\d,.]*%?\)?|[$()—–-]+|.*[a-z)$]\d{1,3}(?:,\d{3})+\)?")
STATEMENT = re.compile(
    r"\b(?:statements?\s+of|balance\s+sheets?|financial\s+(?:data|tables?|statements?|information|highlights)|condensed|consolidated|unaudited)\b",
    re.I,
)
TABLES_FOLLOW = re.compile(r"\W*(?:financial\s+)?(?:tables?|statements?|schedules?)\s+(?:to\s+)?follows?\W*", re.I)
SAYS = re.compile(r"\b(?:is|was|has|were|will|are|had|have)\b")
CAPITAL = re.compile(r"[A-Z]")
LOWER = re.compile(r"[a-z]")
WORD = re.compile(r"[A-Za-z][\w'’.-]*")

ABOUT = re.compile(
    r"(?:#{1,6}\s*|\*{2,3}|_{2})?About\s+(?:the\s+)?(?:[a-zα-ω]{0,3}[A-Z0-9]|[“\"‘'α-ω(])|(?:#{1,6}\s*|\*{2,3})?ABOUT\s+[A-Z0-9]"
)
NUMBER_ABOUT = re.compile(r"About\s+(?:\d|one|two|three|half|a\b)", re.I)
LEGAL_HEADING = re.compile(
    r"\W*(?:(?:cautionary|special|important|legal|notice|note|caution|disclosure|required|additional)\b.{0,60})?"
    r"(?:forward[- ]?looking|safe[- ]harbou?r|"
    r"important\s+safety|disclaimer|no\s+offer|offer\s+or\s+solicitation|participants\s+in\s+the\s+solicitation|"
    r"cautionary\s+(?:note|statement|language)|note\s+to\s+investors|legal\s+notice|where\s+to\s+find\s+it|non-gaap|"
    r"risk\s+factors)",
    re.I,
)
LEGAL_CUES = (
    "forward-looking",
    "forward looking",
    "private securities litigation reform",
    "risks and uncertainties",
    "actual results",
    "undertake no obligation",
    "no obligation to",
    "assume any obligation",
    "statements that are not historical",
    "words such as",
    "could differ materially",
    "may differ materially",
    "differ materially",
    "risk factors",
    "does not constitute an offer",
    "shall not constitute an offer",
    "undue reliance",
    "section 27a",
    "safe harbor",
    "terms of use and disclaimer",
    "disclaimer",
    "not guarantees of future",
    "no representation or warranty",
    "liable for",
    "accepts responsibility for the adequacy",
    "solicitation of an offer",
    "solicitation of prox",
    "section 21e",
    "forward-looking information",
    "contraindicat",
)
PLAINLY_LEGAL = (
    "private securities litigation reform",
    "responsibility for the adequacy",
    "constitute an offer to",
    "contains forward-looking statements",
    "contains forward looking statements",
    "contain forward-looking statements",
    "terms of use and disclaimer",
)
CONTACT_HEADING = re.compile(
    r"\W*(?:for\s+(?:further|more|additional|media|investor|press)\s+(?:information|inquiries|enquiries|details)|"
    r"(?:(?:company|media|press|investors?|public|corporate|business|general|canadian|us|u\.s\.|analyst|additional|and|or|relations|&|/|pr|ir|"
    r"communications)[\s/&]*){0,6}(?:contacts?|inquir(?:y|ies)|enquir(?:y|ies)|relations)(?:\s+(?:information|details|us|info|person))?)\b",
    re.I,
)
RELEASE_LABEL = re.compile(
    r"\W*(?:for\s+immediate\s+(?:release|distribution)|(?:news|press|media)\s+release|news|immediate\s+release|exhibit\s+99(?:\.\d+)?|"
    r"ex-99(?:\.\d+)?|--[\w .]{1,30}--|by\s+[A-Z][\w.]+(?:,?\s+[A-Z][\w.]+){1,4}|headline|source:.{0,80}|"
    r"not\s+for\s+(?:distribution|dissemination|release).{0,160})"
    r"(?:\W{1,90}(?:for\s+immediate\s+release|(?:news|press)\s+release|exhibit\s+99(?:\.\d+)?)){0,2}\W*$",
    re.I,
)
EXHIBIT = re.compile(r"\W*(?:exhibit|ex-?)\s*99[.-]?\d*\W*$", re.I)
WEB = re.compile(
    r"(?:view|see|read)\s+(?:the\s+)?(?:original|source|full)\s+(?:press\s+)?(?:release|version|article|story)|"
    r"the\s+post\s.{0,200}appeared\s+first\s+on|"
    r"appeared\s+first\s+on|read\s+more\W*$|featured\s+(?:photo|image)|share\s+(?:on|this)|click\s+here\s+to\s+(?:view|read)|"
    r"to\s+view\s+the\s+(?:full|original)|source:\s|"
    r"logo\s*[-–:]|photo\s*[-–:]|multimedia|pickup\s*[-–]|sign\s+up|subscribe|follow\s+us|connect\s+with\s+us|copyright|©|"
    r"company\s+website|(?:news|press)\s+releases?\s+(?:is|are)\s+available|all\s+rights\s+reserved",
    re.I,
)
PLACEHOLDER = re.compile(  # "[COMPANY LOGO]", where the text of a filing leaves out a picture
    r"[\[<(](?:[\w&.,'’-]+\s){0,6}(?:letterhead|logo|graphic|image|photo|picture|chart|bar\s?code)s?"
    r"(?:\s(?:omitted|here|appears here))?[\])>]",
    re.I,
)
FRONT_MATTER = re.compile(
    r"---\s*\n(?:[A-Za-z][\w -]{0,30}:[^\n]*\n|[ \t]+[^\n]*\n|-[ \t][^\n]*\n)+(?:---|[A-Za-z][\w -]{0,30}:[^\n]*)\s*"
)  # of Markdown
LEARN_MORE = re.compile(
    r"for\s+(?:more|further|additional)\s+information.{0,80}(?:visit|go\s+to|see)|to\s+learn\s+more|click\s+here\s+for",
    re.I,
)
QUOTED_TICKER = re.compile(r"\([A-Z][A-Za-z .]{1,20}:\s?[A-Z0-9.]{1,6}[);]")
RELEASES_AVAILABLE = re.compile(
    r"press\s+releases?\s+(?:is|are)\s+(?:also\s+)?available\s+(?:through|at|on|from)\b", re.I
)


def is_bullet(text: str) -> bool:
    """It opens with a bullet or an item's number, and is no "- ... -" line."""
    return bool(BULLET.match(text)) and not (text[0] in "-–—" and DASHED.match(text[:LOOK]))


def is_rule(text: str) -> bool:
    """Nothing but dashes, stars, underscores."""
    return bool(RULE.fullmatch(text[:LOOK])) and not any(c.isalnum() for c in text)


def is_ticker(text: str) -> bool:
    """Nothing but exchanges with symbols: "TSX: ABC"."""
    if len(text) > 160 or not text:
        return False
    end = 0
    while end < len(text):
        m = TICKER.match(text, end)
        if not m or m.end() == end:
            return False
        end = m.end()
    return True


def ends_sentence(text: str) -> bool:
    """Its last mark ends a sentence."""
    tail = text[-40:]
    return bool(SENTENCE_END.search(tail)) and not ABBREVIATED.search(tail)


def ends_open(text: str) -> bool:
    """No mark at all closes it: the sentence may go on."""
    return not re.search(r"[.!?:;\"”’)\]>|*_=-]\s*$", text[-8:]) or bool(re.search(r"[,(]\s*$", text[-3:]))


def all_caps(text: str) -> bool:
    """Capitals only, but for short odds and ends such as "siRNA" or "2nd"."""
    head = text[:LOOK]
    capitals, lower = len(CAPITAL.findall(head)), len(LOWER.findall(head))
    return capitals >= 4 and lower <= 0.2 * capitals


def title_case(text: str) -> bool:
    """Most long words begin with a capital."""
    words = [w for w in WORD.findall(text[:LOOK]) if len(w) > 3]
    return bool(words) and sum(w[0].isupper() for w in words) >= 0.6 * len(words)


def is_quote(text: str) -> bool:
    """It opens with a quotation mark."""
    head = text.lstrip("> *_")[:2]
    return head[:1] in tuple('"“„«') or head == "''"


def is_about(text: str) -> bool:
    """It opens with "About X"."""
    return bool(ABOUT.match(text)) and not NUMBER_ABOUT.match(text.lstrip("#* "))


def is_legal(text: str) -> bool:
    """It is the legal warning, by its phrases."""
    low = text[:6000].lower()
    found = sum(cue in low for cue in LEGAL_CUES)
    return found >= 3 or (found >= 2 and len(text) < 1200) or any(cue in low for cue in PLAINLY_LEGAL)


def is_contact(text: str) -> bool:
    """A short piece with an address to write to or a number to call."""
    head = text[: LOOK + 200]
    if len(text) > 600:
        return False
    marks = len(EMAIL.findall(head)) + len(PHONE.findall(head))
    return marks >= 2 or (marks == 1 and len(text) < 200)


def is_contact_table(text: str) -> bool:
    """A table of names and addresses."""
    return bool(EMAIL.search(text[:3000]) or PHONE.search(text[:3000]))


def is_run_in_table(text: str) -> bool:
    """A table whose cells were run into one paragraph: a quarter of its words are figures, and no sentence is in it."""
    words = text.split()
    if len(words) < 20 or ends_sentence(text) or text.count(". ") > 3:
        return False
    figures = sum(bool(RUN_IN_FIGURE.fullmatch(word[-20:])) for word in words)
    return figures * 4 >= len(words)


def is_furniture(text: str) -> bool:
    """Page numbers, "(more)", links, pictures, share buttons: nothing that the release says."""
    if (
        PLACEHOLDER.fullmatch(text[:80])
        or FRONT_MATTER.fullmatch(text[:4000])
        or is_rule(text)
        or TABLES_FOLLOW.fullmatch(text[:80])
        or PAGE.fullmatch(text[:40])
        and len(text) <= 40
    ):
        return True
    if len(text) > 1500:
        return False
    bare = URL.sub(" ", MARKDOWN_LINK.sub(" ", text))
    if not re.search(r"\w{2}", bare):
        return True
    linked = len(bare) < len(text)
    if linked and len(bare.split()) <= 4:
        return not EMAIL.search(text)
    if len(text) > 320:
        return False
    learn = LEARN_MORE.match(text) and (linked or "website" in text or "click" in text.lower())
    return bool(WEB.match(text.lstrip(" *[(_-")) or RELEASES_AVAILABLE.search(text) or learn)


def is_heading(text: str) -> bool:
    """A short line that names what follows, by its form."""
    head = text.strip("#*_ ")
    if not head or len(text) > 140 or not re.match(r"[\"“‘'(]?[A-Z0-9]", head) or not re.search(r"[A-Za-z]{2}", head):
        return False
    if (
        (ends_sentence(head) and not ABBREVIATED.search(head))
        or head[-1] in ",;"
        or EMAIL.search(head)
        or URL.search(head)
    ):
        return False
    if head[-1] == "." and not all_caps(head) and (len(head.split()) > 7 or SAYS.search(head)):
        return False
    return all_caps(head) or text.startswith(("#", "**")) or title_case(head) or len(head.split()) <= 5

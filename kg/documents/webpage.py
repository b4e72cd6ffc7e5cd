"""HTML as EDGAR, newswires and companies write it, to text: paragraphs by blank lines, tables by tabs.

The text is what offsets count in. It has the form that plain text has here, so that one reader of blocks serves all:
a paragraph or heading is a line, list items open with a mark, a table is a line a row with its cells parted by tabs.
Left out are scripts, hidden text, navigation and other furniture of a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.documents.dateline import find_date_line
from kg.documents.grid import Printed, as_items, is_data, table_lines

BLANK = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u3000]+")
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
DROPPED = frozenset(
    "head script style template noscript iframe object embed svg canvas audio video nav aside form button select input "
    "textarea dialog menu map ix:header -comment".split()
)
BLOCKS = frozenset(
    "html body p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr td th blockquote center hr "
    "pre section article main header footer address figure figcaption fieldset legend details summary document type "
    "text".split()
)
FURNITURE = frozenset(
    "nav navbar navigation menu breadcrumb breadcrumbs cookie cookies share sharing social footer sidebar related "
    "subscribe newsletter advert advertisement promo banner skip".split()
)
PRE = re.compile(r"(<pre\b[^>]*>)(.*?)(</pre\s*>|\Z)", re.I | re.S)
OLD_MARKUP = re.compile(r"<(/?(?:TABLE|CAPTION|S|C|PAGE|FN|F\d+))>", re.I)
OLD_SIGN = re.compile(r"<(?:PAGE|S|CAPTION)>\s")
LOOKS = re.compile(rb"<(?:!doctype\s+html|html)\b", re.I)
TAGS = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|font|center|pre|h\d|br|b|i)\b[^>]{0,300}>", re.I)
ARTICLES = (
    "[itemprop=articleBody]",
    "article",
    "main, [role=main]",
)  # the narrowest first: news of others stands in "main"
SHORTEST_ARTICLE = 400  # characters; a shorter one is a teaser
PAGE_TAG = re.compile(r"<PAGE>[ \t]*\d{0,4}(?![^\s<])", re.I)
FEWEST_TITLE_WORDS, FEWEST_WORDS = 4, 25
BANNER = re.compile(r"cookie|privacy|javascript|browser", re.I)
LONGEST_HEAD, MOST_ASIDE, TEASER_DEPTH = 600, 50, 4
TEASER = re.compile(
    r"(?:also|more|other|latest|recent|related|similar|recommended|trending|popular|top|further|view|browse|additional)\b.{0,40}?"
    r"\b(?:news|stories|story|releases?|articles?|posts?|reading|links?|source|topics?|content|headlines|coverage)"
    r"(?: (?:in|on|from|by|about)\b.{0,40})?|(?:you (?:may|might)|read) (?:also|next|more)\b.{0,30}|news archives?",
    re.I,
)
RAISING = re.compile(r"vertical-align\s*:\s*super|(?:^|;)\s*top\s*:\s*-\s*\d", re.I)
LONGEST_NOTE = 12  # characters; what is longer is no mark
NOTE = re.compile(r"[-–−]?\d{1,3}(?:\s?[,–−-]\s?\d{1,3})*")
RAISED = str.maketrans("0123456789-–−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")
CLOSED = ".,;:)]%\"”’'®™?!"
SIGNS = {"TM": "™", "tm": "™", "(TM)": "™", "SM": "℠", "sm": "℠", "R": "®", "(R)": "®"}
PAGE_LINE = re.compile(r"^[ \t]*<PAGE>[ \t]*\d{0,4}[ \t]*$", re.I | re.M)


def is_webpage(data: bytes) -> bool:
    """Whether the first kilobytes say that they are HTML."""
    return bool(LOOKS.search(data[:4096]))


def has_markup(text: str) -> bool:
    """Whether the body of a submission's document is HTML; the "<TABLE>" and "<S>" of plain ones are none."""
    return bool(TAGS.search(text[:4096]))


def webpage_text(markup: str) -> str:
    """The text of an HTML page.

    >>> webpage_text("<p>A &#147;small&#148; <b>trial</b></p><ul><li>one</ul>")
    'A “small” trial\\n\\n- one\\n'
    """
    markup = PRE.sub(lambda m: m[1] + kept_markup(m[2]) + m[3], markup)
    tree = LexborHTMLParser(PAGE_TAG.sub(" ", markup))
    drop_teasers(tree)
    titles = [h for h in tree.css("h1") if len((h.text(deep=True) or "").split()) >= FEWEST_TITLE_WORDS]
    page = Page(title=titles[0].mem_id if len(titles) == 1 else 0)
    for root in main_parts(tree):
        walk(root, page)
        page.block()
    return page.text()


def kept_markup(preformatted: str) -> str:
    """Preformatted text in which the marks of tables and pages of the 1990s, which are no HTML, stand as text."""
    return OLD_MARKUP.sub(r"&lt;\1&gt;", preformatted) if OLD_SIGN.search(preformatted) else preformatted


def main_parts(tree: LexborHTMLParser) -> list[LexborNode]:
    """Headline, day and article of a page that marks them, else the whole body."""
    body = tree.body or tree.root
    if body is None:
        return []
    articles = (node for selector in ARTICLES for node in tree.css(selector))
    article = next((node for node in articles if len(node.text(deep=True)) >= SHORTEST_ARTICLE), None)
    if article is None:
        return [body]
    headline = next((h for h in tree.css("h1") if not within(h, article)), None)
    if headline is None or article.css("h1"):
        return [article]
    return [headed(headline, article), *day_printed(tree, article, headline), article]


def headed(headline: LexborNode, article: LexborNode) -> LexborNode:
    """What a headline stands in together with its second lines and its day, where that is short; else it alone."""
    around = headline.parent
    if around is None or around.tag == "body" or within(article, around):
        return headline
    return around if len(around.text(deep=True) or "") <= LONGEST_HEAD else headline


def day_printed(tree: LexborHTMLParser, article: LexborNode, headline: LexborNode) -> list[LexborNode]:
    """The day that a page prints outside of the article, as wires do whose datelines have none; [] without one."""
    around = headed(headline, article)
    for node in tree.css("time, [itemprop=datePublished]")[:MOST_ASIDE]:
        printed = " ".join((node.text(deep=True) or "").split())
        if find_date_line(printed) and not within(node, article):
            return [] if within(node, around) else [node]
    return []


def drop_teasers(tree: LexborHTMLParser) -> None:
    """Take out boxes of links to other news: those headed "Related news" and the like."""
    for heading in tree.css("h2, h3, h4, h5, h6")[:MOST_ASIDE]:
        title = " ".join((heading.text(deep=True) or "").split())
        if not TEASER.fullmatch(title):
            continue
        box, around = None, heading.parent
        for _ in range(TEASER_DEPTH):
            if around is None or around.tag in ("body", "main", "article", "html"):
                break
            text = (around.text(deep=True) or "").strip()
            linked = sum(len((a.text(deep=True) or "").strip()) for a in around.css("a"))
            if text.startswith(title[:10]) and 2 * linked >= len(text) - len(title):
                box = around
            around = around.parent
        if box is not None:
            box.decompose()


def within(node: LexborNode, outer: LexborNode) -> bool:
    """Whether a node stands in another."""
    parent: LexborNode | None = node
    while parent is not None:
        if parent.mem_id == outer.mem_id:
            return True
        parent = parent.parent
    return False


@dataclass(slots=True)
class Page:
    """Lines as they are written; the last of them is open while words come."""

    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    mark: str = ""
    counters: list[int] = field(default_factory=list)  # of the lists that are open; -1 for one without numbers
    title: int = 0  # the element that is the only title of the page

    def say(self, text: str) -> None:
        """Words of a running paragraph, blanks collapsed."""
        self.words.append(BLANK.sub(" ", UNSEEN.sub("", text)))

    def line(self) -> None:
        """End the line; an empty one parts paragraphs."""
        said = BLANK.sub(" ", "".join(self.words)).strip()
        self.words.clear()
        if said and self.mark:
            said, self.mark = f"{self.mark} {said}", ""
        if said or (self.lines and self.lines[-1]):
            self.lines.append(said)

    def block(self) -> None:
        """End the paragraph."""
        if "".join(self.words).strip():
            self.line()
        self.words.clear()
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def begin(self) -> None:
        """Forget menus and banners: lines without a paragraph among them, but for a day."""
        if not any(len(line.split()) >= FEWEST_WORDS and not BANNER.search(line) for line in self.lines):
            days = [line for line in self.lines if find_date_line(line)]
            self.lines = [line for day in days for line in (day, "")]

    def raise_(self, text: str) -> None:
        """Words that are printed raised: the number of a note stays apart from the word or figure that it stands at."""
        before = "".join(self.words)[-1:]
        mark = " ".join(text.split())
        if before.isalnum() or before and before in CLOSED:
            if NOTE.fullmatch(mark):
                mark = mark.translate(RAISED)
            elif re.fullmatch("[a-z]", mark):
                mark = f"[{mark}]"
            else:
                mark = SIGNS.get(mark, text)
            self.say(mark)
        else:
            self.say(text)

    def put(self, lines: list[str]) -> None:
        """Whole lines as they are, parted from what stands around them."""
        self.block()
        self.lines += [*lines, ""]

    def text(self) -> str:
        """All that was written."""
        self.block()
        return "\n".join(self.lines).strip("\n") + "\n" if self.lines else ""


def walk(root: LexborNode, page: Page) -> None:
    """Write a node and all below it; without recursion, for pages nest as deep as they like."""
    node: LexborNode = root
    depth = 0
    while True:
        inside = enter(node, page)
        child = node.child if inside else None
        if child is not None:
            node, depth = child, depth + 1
            continue
        if inside:
            leave(node, page)
        while depth and node.next is None:
            parent = node.parent
            if parent is None:
                return
            node, depth = parent, depth - 1
            leave(node, page)
        following = node.next
        if not depth or following is None:
            return
        node = following


def enter(node: LexborNode, page: Page) -> bool:
    """Begin a node; False where nothing below it is to be walked."""
    tag = node.tag or ""
    if tag == "-text":
        page.say(node.text_content or "")
        return False
    if tag == "br":
        page.line()
        return False
    if is_dropped(node, tag):
        return False
    if is_raised(node, tag):
        page.raise_(node.text(deep=True) or "")
        return False
    if tag in BLOCKS:
        page.block()
    if node.mem_id == page.title:
        page.begin()
    written = WRITERS.get(tag)
    return not (written and written(node, page))


def leave(node: LexborNode, page: Page) -> None:
    """End a node."""
    tag = node.tag or ""
    if tag in BLOCKS:
        page.block()
    if tag in ("ul", "ol") and page.counters:
        page.counters.pop()
    if tag == "li":
        page.mark = ""


def is_dropped(node: LexborNode, tag: str) -> bool:
    """What no reader of the page sees, or what belongs to the site and not to the text."""
    if tag in DROPPED:
        return True
    attributes = node.attributes
    if not attributes:
        return False
    if HIDDEN.search(attributes.get("style") or "") or "hidden" in attributes:
        return True
    if tag == "a" and (attributes.get("href") or "").startswith("#"):
        return "contents" in (node.text(deep=True) or "").lower()[:60]
    if tag not in ("div", "ul", "ol", "section", "header", "footer", "p", "span"):
        return False
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('role') or ''}".lower()
    return not FURNITURE.isdisjoint(re.split(r"[\s_-]+", named)) and not node.css("h1")


def is_raised(node: LexborNode, tag: str) -> bool:
    """A few characters above the line, by their element or their style."""
    if tag not in ("sup", "span", "font"):
        return False
    styled = tag == "sup" or RAISING.search((node.attributes or {}).get("style") or "")
    return bool(styled) and len(node.text(deep=True) or "") <= LONGEST_NOTE


def write_list(node: LexborNode, page: Page) -> bool:
    """Open a list; one that holds but links is a menu."""
    if is_menu(node):
        return True
    page.counters.append(0 if node.tag == "ol" else -1)
    return False


def is_menu(node: LexborNode) -> bool:
    """A list or table of links and of nothing else; whom to write to is no menu."""
    links = [a for a in node.css("a") if not ((a.attributes or {}).get("href") or "").startswith("mailto:")]
    if len(links) < 3:
        return False
    linked = sum(len((link.text(deep=True) or "").strip()) for link in links)
    return linked > 0.9 * len(BLANK.sub(" ", node.text(deep=True) or "").strip())


def write_item(node: LexborNode, page: Page) -> bool:
    """Give a list's item its mark."""
    page.mark = "-"
    if page.counters and page.counters[-1] >= 0:
        page.counters[-1] += 1
        page.mark = f"{page.counters[-1]}."
    return False


def write_verbatim(node: LexborNode, page: Page) -> bool:
    """Keep the lines of preformatted text as they are."""
    text = UNSEEN.sub("", (node.text(deep=True) or "").replace("\r\n", "\n").replace("\f", "\n\f"))
    page.put(plain_pages(text).split("\n"))
    return True


def plain_pages(text: str) -> str:
    """Text of the 1990s with a form feed for each line "<PAGE>", which begins a page."""
    return PAGE_LINE.sub("\f", text)


def write_table(node: LexborNode, page: Page) -> bool:
    """Write a table of figures as rows, one of bullets as items; one that only places text is walked like text."""
    if is_menu(node):
        return True
    rows = read_rows(node)
    if rows is None:
        return False
    if items := as_items(rows):
        for item in items:
            page.put([item])
        return True
    if is_data(rows):
        page.put(table_lines(rows))
        return True
    return False


def read_rows(table: LexborNode) -> list[list[Printed]] | None:
    """The cells of a table, row by row; None where tables or lists stand in its cells."""
    rows: list[list[Printed]] = []
    for node in table.css("tr"):
        cells = []
        cell = node.child
        while cell is not None:
            if cell.tag in ("td", "th"):
                if cell.css_first("table, ul, ol, pre") is not None:
                    return None
                cells.append(Printed(cell_text(cell), span_of(cell, "colspan"), span_of(cell, "rowspan")))
            cell = cell.next
        rows.append(cells)
    return rows


def cell_text(cell: LexborNode) -> str:
    """The words of a cell; its lines parted by line ends."""
    inner = Page()
    walk(cell, inner)
    return "\n".join(line for line in inner.text().split("\n") if line)


def span_of(cell: LexborNode, name: str) -> int:
    """How many columns or rows a cell takes."""
    value = (cell.attributes or {}).get(name) or "1"
    return min(int(value), 100) if value.isdecimal() and len(value) < 5 and int(value) else 1


WRITERS: dict[str, Callable[[LexborNode, Page], bool]] = {
    "ul": write_list,
    "ol": write_list,
    "li": write_item,
    "pre": write_verbatim,
    "table": write_table,
}

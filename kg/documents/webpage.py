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
ARTICLE = "[itemprop=articleBody], article, main, [role=main]"
SHORTEST_ARTICLE = 400  # characters; a shorter one is a teaser
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
    tree = LexborHTMLParser(PRE.sub(lambda m: m[1] + kept_markup(m[2]) + m[3], markup))
    page = Page()
    for root in main_parts(tree):
        walk(root, page)
        page.block()
    return page.text()


def kept_markup(preformatted: str) -> str:
    """Preformatted text in which the marks of tables and pages of the 1990s, which are no HTML, stand as text."""
    return OLD_MARKUP.sub(r"&lt;\1&gt;", preformatted) if OLD_SIGN.search(preformatted) else preformatted


def main_parts(tree: LexborHTMLParser) -> list[LexborNode]:
    """Headline and article of a page that marks them, else the whole body."""
    body = tree.body or tree.root
    if body is None:
        return []
    for node in tree.css(ARTICLE):
        if len(node.text(deep=True)) >= SHORTEST_ARTICLE:
            headline = next((h for h in tree.css("h1") if not within(h, node)), None)
            return [headline, node] if headline is not None and not node.css("h1") else [node]
    return [body]


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
    if tag in BLOCKS:
        page.block()
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


def write_list(node: LexborNode, page: Page) -> bool:
    """Open a list; one that holds but links is a menu."""
    if is_menu(node):
        return True
    page.counters.append(0 if node.tag == "ol" else -1)
    return False


def is_menu(node: LexborNode) -> bool:
    """A list of links and of nothing else."""
    links = node.css("a")
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
                cells.append(Printed(cell_text(cell), span_of(cell)))
            cell = cell.next
        rows.append(cells)
    return rows


def cell_text(cell: LexborNode) -> str:
    """The words of a cell; its lines parted by line ends."""
    inner = Page()
    walk(cell, inner)
    return "\n".join(line for line in inner.text().split("\n") if line)


def span_of(cell: LexborNode) -> int:
    """How many columns a cell takes."""
    value = (cell.attributes or {}).get("colspan") or "1"
    return min(int(value), 100) if value.isdecimal() and len(value) < 5 and int(value) else 1


WRITERS: dict[str, Callable[[LexborNode, Page], bool]] = {
    "ul": write_list,
    "ol": write_list,
    "li": write_item,
    "pre": write_verbatim,
    "table": write_table,
}

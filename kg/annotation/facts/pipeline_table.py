"""Tables of a company's pipeline: each row a drug, the disease that it is for, and how far it has come.

Finds (ACM-12, lupus, phase-2) in a row "ACM-12 | Lupus | Phase 2" under "Candidate | Indication | Stage", and in a row
"ACM-12 | Lupus | ● | ● | " under "Candidate | Indication | Preclinical | Phase 1 | Phase 2" that ACM-12 is in phase 1;
leaves alone what is only planned, tables that say whose each drug is, and rows that cannot be told apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.annotation.clean import clean
from kg.annotation.entities.drugs import CODE, find_drugs
from kg.annotation.entities.indications import find_indications
from kg.annotation.facts.drug.phase import PHASE, phase_notation
from kg.annotation.model import Concept, EntityType, Fact, Field, Mention, Span
from kg.annotation.reading import Reading
from kg.documents.model import Block, BlockKind, Cell
from kg.lexicons import fold_disease, fold_name, lookup

_DRUG = re.compile(
    r"(?:(?:our|lead|clinical|development|pipeline|investigational|key|drug|product|therapeutic|vaccine) )*"
    r"(?:candidates?|products?|programs?|programmes?|compounds?|drugs?|assets?|molecules?|vaccines?)"
    r"(?: (?:name|candidates?|programs?))?(?: ?/ ?(?:candidates?|products?|programs?|programmes?|compounds?))?",
    re.IGNORECASE,
)
_DISEASE = re.compile(
    r"(?:(?:lead|target|targeted|primary|initial|potential|clinical|therapeutic|disease|proposed|current) )*"
    r"(?:indications?|diseases?|disorders?|conditions?)(?: ?\(s\)| being studied| area)?",
    re.IGNORECASE,
)
_STAGE = re.compile(
    r"(?:(?:current|clinical|development|trial|latest|regulatory|r&d) )*(?:phase|stage|status)"
    r"(?: of (?:clinical )?(?:development|trials?)| status)?(?: ?/ ?(?:phase|stage|status))?",
    re.IGNORECASE,
)
_STATUS = re.compile(r"(?:(?:current|trial|clinical|development|program|enrollment) )*status", re.IGNORECASE)
# Whose the drugs are, told row by row: then they are not all the issuer's. A list of trials is no pipeline.
_OTHERS = re.compile(
    r"compan(?:y|ies)|developers?|sponsors?|compet\w+|manufacturers?|owners?|originators?|licensors?|marketed by|"
    r"makers?|(?:clinical )?(?:trials?|stud(?:y|ies))(?: names?)?|protocols?|arms?",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"\b(?:compet\w+|landscape|rivals?|comparators?|peers?|industry|other compan\w+|market leaders?|standards? of care|"
    r"third[- ]part\w+|not (?:ours|owned)|"
    r"(?:approved|available|existing|current|marketed) (?:drugs?|products?|therap\w+|treatments?|options?))\b",
    re.IGNORECASE,
)
# That the drugs are the issuer's own: "Product" alone may head a list of everybody's.
_OWN = re.compile(
    r"\b(?:candidates?|programs?|programmes?|pipeline|compounds?|assets?|our|portfolio|(?:in|under) development|"
    r"the company's)\b",
    re.IGNORECASE,
)
_SHORT_CODE = re.compile(r"[A-Z]{2,5}-\d{1,5}[A-Za-z]?")  # in a column of drugs a digit is enough
# Behind these words stands whom the disease befalls, not another disease that the drug is for.
_CONTEXT = re.compile(
    r"\b(?:in (?:patients|people|subjects|adults|children|those)|associated with|due to|secondary to|caused by|"
    r"following|after)\b",
    re.IGNORECASE,
)
_COLUMN = re.compile(rf"(?:{PHASE}|pre-?clinical)(?: (?:trials?|development|stage))?", re.IGNORECASE)
_EARLIER = re.compile(
    r"(?:discovery|research|lead (?:optimi[sz]ation|selection)|IND[- ]?enabling|IND|preclinical / IND)", re.IGNORECASE
)
_LATER = re.compile(
    r"(?:registration|filed|filing|NDA|BLA|NDA ?/ ?BLA|regulatory(?: (?:review|filing|submission))?|approv(?:al|ed)|"
    r"market(?:ed)?|commercial|launched)",
    re.IGNORECASE,
)
_MARK = re.compile(r"[xX●•■▪◆⬤✓✔√▶►→█▬━=>]{1,40}|[-–—]{1,40}>")
_GOING = r"(?:on-?going|under ?way|in progress|enrolling|recruiting|active|dosing|initiated|started|completed?)"
_REACHED = re.compile(
    rf"(?P<phase>{PHASE}|pre-?clinical)"
    r"(?:[ -](?:stage|clinical|pivotal|development|trials?|stud(?:y|ies)|testing)){0,3}"
    rf"(?:,? ?[(–-]? ?{_GOING}\)?)?",
    re.IGNORECASE,
)
_ALLOWED = re.compile(
    r"(?P<approved>approved|marketed|commercial(?:i[sz]ed)?|on the market|launched)(?: product)?|"
    r"(?:NDA|BLA|MAA|sNDA|sBLA) (?:filed|submitted|under review|accepted)|under (?:regulatory |FDA |EMA )?review",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:plan\w*|expect\w*|anticipat\w*|start\w*|initiat\w+|pending|to|ready|IND|will|target\w*|upcoming|next|before|"
    r"discontinued|terminated|stopped|halted|suspended|hold|paused|divest\w*|sold|[12]H|[QH][1-4])\b",
    re.IGNORECASE,
)
_Known = dict[tuple[EntityType, str], str]  # what the release calls a thing elsewhere, by its type and folded name
_EXTRA = re.compile(r"\s*\([^()]{1,60}\)$")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a table has what: the drug, the disease, the stage or the columns of stages, the status; -1 for none."""

    drug: int
    disease: int
    stage: int
    status: int
    stages: Mapping[int, str | None]  # notation by column; None for one before the first stage
    heads: tuple[Cell, ...]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.heads)


@dataclass(frozen=True, slots=True)
class _Row:
    """What one row says, and the places that say so."""

    drug: Mention
    diseases: tuple[Mention, ...]
    stage: str | None
    said: tuple[Span, ...]
    staged: tuple[Span, ...]


def find_pipeline_tables(reading: Reading) -> Iterator[Fact]:
    """A programme for each row and disease, with the drug's indications, and its stage where all rows agree on it."""
    if reading.issuer is None:
        return
    known: _Known = {(EntityType.DRUG, fold_name(m.name)): m.name for _, m in reading.mentions(EntityType.DRUG)}
    known |= {(EntityType.INDICATION, fold_disease(m.name)): m.name for _, m in reading.mentions(EntityType.INDICATION)}
    for block in reading.release.blocks:
        if block.kind is not BlockKind.TABLE or block.table is None:
            continue
        title = _title(reading, block)
        if not _FOREIGN.search(title):
            yield from _facts(list(_rows(block.table.rows, known, bool(_OWN.search(title)))))


def _title(reading: Reading, block: Block) -> str:
    """The heading of a table and the line right above it."""
    above = reading.text[max(reading.release.start, block.start - 300) : block.start].rstrip()
    return f"{block.heading} {above[above.rfind(chr(10)) + 1 :]}"


def _facts(rows: Sequence[_Row]) -> Iterator[Fact]:
    stages: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        stages[row.drug.name].append(row)
        for disease in row.diseases:
            yield _fact("indication", row.said, drug=row.drug, indication=disease)
        if row.stage:
            stage = Concept("phase", row.stage)
            for one in row.diseases or (None,):
                yield _fact("programme", row.staged, drug=row.drug, indication=one, stage=stage)
    for of_drug in stages.values():
        told = {row.stage for row in of_drug}
        stage_of_all = next(iter(told))
        if len(told) == 1 and stage_of_all:
            said = tuple(dict.fromkeys(span for row in of_drug for span in row.staged))
            yield _fact("stage", said, drug=of_drug[0].drug, stage=Concept("phase", stage_of_all))


def _fact(kind: str, said: tuple[Span, ...], **values: Mention | Concept | None) -> Fact:
    told = tuple(Field(role, value, said) for role, value in values.items() if value is not None)
    return Fact(kind, told, f"{kind}.table/1", 0.93)


# ---- columns ---------------------------------------------------------------------------------------------------------


def _rows(rows: Sequence[Sequence[Cell]], known: _Known, own: bool) -> Iterator[_Row]:
    """The rows under the header of a table that has one; none of a row that its neighbours leave in doubt.

    `own` says that what stands over the table makes it the issuer's; else the header must.
    """
    at = next((i for i, row in enumerate(rows) if sum(bool(c.text) for c in row) > 1), len(rows))
    columns = _columns(rows[at]) if at < len(rows) else None
    if columns is None or not (own or _OWN.search(_plain(columns.heads[columns.drug]))):
        return
    held: list[_Row | None] = []
    named: Cell | None = None
    for printed in rows[at + 1 :]:
        row = _fitted(printed, columns.width)
        kind = _kind(row, columns)
        if kind == "rest" and held:
            held[-1] = None  # the words above go on here
        elif kind == "title":
            named = None
        elif kind in ("drug", "same"):
            named = row[columns.drug] if kind == "drug" else named
            held.append(_read(row, columns, named, known) if named else None)
    yield from (row for row in held if row)


def _columns(header: Sequence[Cell]) -> _Columns | None:
    """What the columns are, where the header says so beyond doubt."""
    names = [_plain(cell) for cell in header]
    if any(_OTHERS.fullmatch(name) for name in names):
        return None
    drugs, diseases, statuses, stages = (
        [i for i, name in enumerate(names) if pattern.fullmatch(name)] for pattern in (_DRUG, _DISEASE, _STATUS, _STAGE)
    )
    if len(drugs) != 1 or len(diseases) > 1:
        return None
    marked = {i: _column_stage(name) for i, name in enumerate(names) if _COLUMN.fullmatch(name) or _beside(name)}
    firm = [stage for stage in marked.values() if stage]
    phased = [i for i in stages if i not in statuses] or stages
    if len(firm) >= 3 and not stages and list(marked) == list(range(min(marked), max(marked) + 1)):
        return _Columns(drugs[0], next(iter(diseases), -1), -1, -1, marked, tuple(header))
    if marked or len(phased) != 1 or not diseases:
        return None
    status = next((i for i in statuses if i != phased[0]), -1)
    return _Columns(drugs[0], diseases[0], phased[0], status, {}, tuple(header))


def _beside(name: str) -> bool:
    return bool(_EARLIER.fullmatch(name) or _LATER.fullmatch(name))


def _column_stage(name: str) -> str | None:
    if _LATER.fullmatch(name):
        return "approved" if re.match(r"approv|market|commercial|launch", name, re.IGNORECASE) else "registration"
    return None if _EARLIER.fullmatch(name) else phase_notation(name)


def _plain(cell: Cell) -> str:
    """The words of a cell without marks, on one line."""
    return " ".join(clean(cell.text).split()).strip(" *:")


def _fitted(row: Sequence[Cell], width: int) -> Sequence[Cell]:
    """A row without the empty cells that it has beyond the header's; with empty ones where it has but a title."""
    filled = max((i + 1 for i, cell in enumerate(row) if cell.text), default=0)
    if filled <= 1 and row:
        return [row[0], *(Cell("", row[0].end, row[0].end) for _ in range(width - 1))]
    return row[:width] if filled <= width else row


def _kind(row: Sequence[Cell], columns: _Columns) -> str:
    """What a row is: "drug" with one of its own, "same" for the one above, "rest" of the row above, "title", or ""."""
    filled = [i for i, cell in enumerate(row) if _plain(cell)]
    if len(row) != columns.width:
        return "rest" if filled else ""
    if columns.drug in filled:
        return "title" if len(filled) == 1 else "drug"
    needed = {columns.disease, columns.stage} - {-1}
    staged = columns.stage >= 0 or any(i in columns.stages for i in filled)
    return "same" if needed and needed <= set(filled) and staged else "rest" if filled else ""


# ---- cells -----------------------------------------------------------------------------------------------------------


def _read(row: Sequence[Cell], columns: _Columns, named: Cell, known: _Known) -> _Row | None:
    """What a row says of the drug in a cell, which may stand above it; None where the cell names none."""
    drug = _drug(named, known)
    if drug is None:
        return None
    start = min(cell.start for cell in row if cell.text)
    whole = Span(start, max(cell.end for cell in row if cell.text))
    said = (whole, Span(named.start, named.end)) if named.start < start else (whole,)
    stage, head = _marked(row, columns) if columns.stages else (_stated(row, columns), None)
    diseases = _diseases(row[columns.disease], known) if columns.disease >= 0 else ()
    return _Row(drug, diseases, stage, said, (*said, Span(head.start, head.end)) if head else said)


def _drug(cell: Cell, known: _Known) -> Mention | None:
    """The one drug that a cell names and nothing else, but for another name of it in brackets."""
    level = clean(cell.text).rstrip(" *")
    text = _EXTRA.sub("", level).rstrip()
    start = len(text) - len(text.lstrip(" *"))
    text = text.strip(" *")
    name = known.get((EntityType.DRUG, fold_name(text)))
    if name is None:
        found = [f for f in find_drugs(text, text) if (f.start, f.end) == (0, len(text)) and f.kind != "coined"]
        coded = CODE.fullmatch(text) or _SHORT_CODE.fullmatch(text) and not lookup("target", text)
        name = text if coded else found[0].name if found else None
    if not name or not text:
        return None
    at = cell.start + start
    return Mention(EntityType.DRUG, at, at + len(text), cell.text[start : start + len(text)], name)


def _diseases(cell: Cell, known: _Known) -> tuple[Mention, ...]:
    """The diseases that a cell names, each once; as the release writes them elsewhere, else as running text would."""
    text = clean(cell.text)
    found = sorted(find_indications(text), key=lambda f: (f.start, -f.end))
    context = _CONTEXT.search(text)
    found = [f for f in found if context and f.end <= context.start()] or found
    made: dict[str, Mention] = {}
    end = 0
    for f in found:
        if f.start >= end:
            end = f.end
            name = known.get((EntityType.INDICATION, fold_disease(f.name))) or _in_running_text(f.name)
            at = cell.start + f.start
            mention = Mention(EntityType.INDICATION, at, cell.start + f.end, cell.text[f.start : f.end], name)
            made.setdefault(name, mention)
    return tuple(made.values())


def _in_running_text(disease: str) -> str:
    """A disease's name without the capital that opens a cell, where the lexicon writes it without."""
    labels = (e.label for e in lookup("disease", disease) if e.label.casefold() == disease.casefold())
    return next(labels, disease)


def _stated(row: Sequence[Cell], columns: _Columns) -> str | None:
    """The stage that a row gives in words; None for one that is only ahead."""
    text = _plain(row[columns.stage])
    allowed = _ALLOWED.fullmatch(text)
    if allowed:
        return "approved" if allowed["approved"] else "registration"
    reached = _REACHED.fullmatch(text)
    stage = phase_notation(reached["phase"]) if reached else None
    doubted = columns.status >= 0 and _AHEAD.search(_plain(row[columns.status]))
    return None if doubted and stage != "preclinical" else stage


def _marked(row: Sequence[Cell], columns: _Columns) -> tuple[str | None, Cell | None]:
    """The stage that a row's marks lead to, and its column's head; None where there are gaps or words among them."""
    cells = [(i, _plain(row[i]) or row[i].text.strip()) for i in columns.stages]
    filled = [i for i, text in cells if text]
    first = min(columns.stages)
    if not filled or any(text and not _MARK.fullmatch(text) for _, text in cells):
        return None, None
    if filled != list(range(first, filled[-1] + 1)) and len(filled) > 1:
        return None, None
    return columns.stages[filled[-1]], columns.heads[filled[-1]]

"""Targets: genes, proteins, receptors and other parts of the body, where words beside them speak of an action on them.

Finds "VISTA" in "an antibody targeting VISTA", "Zed 4 receptor" in "a Zed 4 receptor agonist"; leaves "MET" in
"MET its endpoint" and "HER2" in "HER2-positive breast cancer" alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.annotation.found import Found
from kg.annotation.model import EntityType
from kg.lexicons import find_longest, lookup

_GREEK = r"(?:alpha|beta|gamma|delta|kappa|α|β|γ|δ|κ|θ|ε|ζ)"
# Symbols: EGFR, IL-4Rα, Nav1.8, c-Met, p53, PD-(L)1, 5-HT2A, 4-1BB, CDK4/6, α4β7.
_SYMBOL = re.compile(
    r"(?:(?<![\w.@#$&-])|(?<=anti-)|(?<=Anti-))(?:"
    r"m?[A-Z][A-Za-z]{0,6}[A-Z0-9α-ω](?:\w|[α-ω]){0,8}(?:[-.](?:[A-Z]{0,3}\d|[A-Zα-ω])[\w]{0,4})?|"
    r"[A-Z]{2,7}-(?:\d{1,3}[A-Za-z]{0,3}[α-ω]?|[α-ωA-Z]\d?|alpha|beta|gamma|delta|kappa)(?![A-Za-z])|"
    r"[A-Z][a-z]{2,6}-?\d{1,2}(?:\.\d{1,2})?|PD-?\(L\)-?1|PD-1/PD-L1|PD-1/L1|c-[A-Z][A-Za-z]{1,4}|p(?:38|53|70|75|"
    r"110|16|21|300)|\d-[A-Z]{2,3}(?:\d[A-Za-z]?)?|"
    r"[α-ω]\d{0,2}[β]?\d{0,2}|[α][\w]{1,2}β\d|[A-Z]{3,6}|A[βΒ]|Lp\(a\)|[Ll]ipoprotein\s?\(a\)"
    r")(?:\s(?:G12[A-Z]|G13[A-Z]|V600[A-Z]?|T790M|C797S|H1047R|exon\s\d{2}|Y641)|/[A-Z0-9]{1,2}(?!\w))?(?![\w@]|"
    r"-\d|\.\d|-(?:alpha|beta|gamma|delta|kappa)\b)"
)
# Words that do not belong to a protein's name though they stand before it.
_NOT_PART = (
    r"(?!(?:the|an?|and|or|of|in|for|with|to|by|from|on|at|as|that|this|these|those|its|our|their|other|such|many|"
    r"most|some|any|all|both|"
    r"each|various|certain|multiple|several|novel|new|key|dual|first|second|third|oral|orally|potent|selective|"
    r"selectively|specific|"
    r"small|large|humanized|human|monoclonal|bispecific|investigational|proprietary|targets?|targeting|targeted|"
    r"inhibits?|inhibiting|"
    r"blocks?|blocking|binds?|binding|activates?|activating|modulates?|modulating|directed|against|is|are|was|were|"
    r"has|have|which|"
    r"through|via|into|called|known|including|specifically|also|directly|highly|cell|surface|two|three|one|"
    r"different|related|same|"
    r"bioavailable|central|peripheral|partial|full|peripherally|centrally|acting|long-acting|once-daily|"
    r"once-weekly|covalent|reversible|"
    r"irreversible|next-generation|first-in-class|best-in-class|immunological|intracellular|innate|immune|cellular|"
    r"critical|"
    r"important|functional|downstream|upstream|biological|inflammatory|synthetic|engineered|agonist|antagonist|"
    r"inhibitor|tumor|like|"
    r"engages?|engaging|expressing|between|expression|inhibition|signaling|overexpressed|mutant|mutated|aberrant|"
    r"competitive|silences?|"
    r"balanced|biased|unbiased|triple|brain-penetrant|non-opioid|nonsteroidal|non-steroidal|oncogenic|unique|"
    r"protein|enzymes?|antibody|patented|exclusive|company|[A-Za-z]+['’]s)\b)"
)
_WORD = rf"(?:{_NOT_PART}[A-Za-z0-9α-ω][\w'α-ω/,.-]{{0,24}}?\s)"
_NOT_ASE = (
    r"(?!\w*disease\b)(?!(?:release|phase|base|database|case|decrease|increase|purchase|lease|please|chase|grease|"
    r"cease|phrase|erase|"
    r"showcase|crease|tease|ease|vase|paraphrase|knowledgebase|suitcase|briefcase|multi-?phase|steeplechase)\b)"
)
_SUBTYPE = (
    rf"(?:-\d{{1,2}}[A-Za-z]?(?![\w-])|\s(?:type\s)?(?:[IVX]{{1,4}}\w?|\d{{1,2}}(?:/\d{{1,2}})?[a-zA-Z]?|[A-E]\d?|"
    rf"{_GREEK})(?![\w-]))?"
)
# Names in words; each is a target wherever an action or a kind of drug stands beside it.
_LONG = re.compile(
    rf"(?:(?<![\w'’-])|(?<=anti-)|(?<=Anti-))(?:"
    rf"[A-Za-z][\w-]{{2,30}}-receptors?{_SUBTYPE}|"
    rf"{_WORD}{{1,4}}(?:co-?)?receptors?(?:[- ]related\sprotein[- ]?\d?)?{_SUBTYPE}|"
    rf"{_WORD}{{1,3}}(?:kinases?|channels?|transporters?|ligases?|ligand[- ]?\d?|integrins?|antigens?|inflammasome|"
    rf"exchangers?|cotransporters?){_SUBTYPE}|"
    rf"{_WORD}{{0,3}}{_NOT_ASE}[A-Za-z-]{{3,24}}(?:tase|nase|rase|lase|dase|gase|mase|pase|xase|case|zase|fase|"
    rf"thase|ease)s?{_SUBTYPE}|"
    rf"(?:{_WORD}(?<!plasma )(?<!serum )(?<!fusion )(?<!recombinant )(?<!toxic )(?<!viral )(?<!therapeutic )){{1,3}}"
    rf"protein(?:\s\d{{1,3}}[A-Za-z]?)?(?!\s(?:kinase|synthesis|binding|based|therap|drug|level|expression|product))|"
    rf"(?:{_WORD}{{0,2}}growth\sfactor|tumor\snecrosis\sfactor){_SUBTYPE}(?:\sreceptors?{_SUBTYPE})?|"
    rf"(?:coagulation\s|complement\s|clotting\s)?[Ff]actor\s(?:[IVX]+a?|B|D|H)(?![\w-])|"
    rf"complement\s(?:component\s)?(?:C[1-9][a-z]?|factor\s[BDH])|"
    rf"interleukin[- ]\d{{1,2}}[A-Za-z]?(?:\s(?:receptor|{_GREEK}))?|interferon[- ]{_GREEK}|"
    r"(?:{greek}[- ]?)?(?:amyloid[- ]?(?:beta|β)|beta[- ]amyloid|amyloid\s(?:plaques?|oligomers?)|"
    r"Aβ(?:\s(?:plaques?|oligomers?))?)|"
    r"alpha[- ]synuclein|α-synuclein|tau(?:\sprotein)?|huntingtin|transthyretin|myostatin|activin[- ]A|mesothelin|"
    r"survivin|menin|"
    r"nectin-4|claudin[- ]18\.2|Claudin\s18\.2|galectin-\d|sclerostin|amylin|ghrelin|glucagon|calcitonin|"
    r"dystrophin|vimentin|clusterin|thrombin|renin|kallikrein|bradykinin|hepcidin|periostin|properdin|IgE|GABA[- ]?A|"
    rf"NF-?(?:κ|k|kappa\s?)B|PPAR[- ]?{_GREEK}(?:/{_GREEK})?|"
    r"telomeres?|telomerase|microtubules?|tubulin|proteasome|spliceosome|"
    r"micro-?RNA-\d+\w*|mi[Rr]-\d+\w*|spike\sprotein|nucleocapsid\sprotein|neuraminidase|hemagglutinin|"
    r"(?:[a-z]+[- ]){0,1}apolipoprotein\s[A-E](?:-?[IVX]{1,4})?|cathepsin\s[A-Z]|cyclin\s[A-E]\d?|"
    r"protein\skinase\s[A-Z]|"
    r"alpha[- ]?2[- ]?adrenergic|(?:alpha|beta)[- ]?\d?[- ]adrenergic|(?:mu|kappa|delta)[- ]opioid|muscarinic|"
    r"nicotinic|"
    r"(?:Wnt|Hedgehog|Notch|Hippo|JAK[-/]STAT|cGAS[-/]STING|PI3K[-/]AKT(?:[-/]mTOR)?|NF-κB|RAS[-/]MAPK|MAPK|mTOR|"
    r"Nrf2|STING|complement|kynurenine|endocannabinoid)(?=[- ](?:pathway|signal|inhib|antag|agon|modul|activ))"
    r")(?!\w)(?!-(?!target|direct|selec|specific|bind|inhib)[a-z])".replace("{greek}", _GREEK)
)
_MANNER = (
    r"(?:(?:specifically|selectively|directly|both|simultaneously|potently|dually|highly|preferentially|"
    r"covalently)\s+)*"
)
_FILLER = (
    r"(?:(?:the|an?|human|cell|surface|membrane|extracellular|soluble|mutant|mutated|oncogenic|proteins?|enzymes?|"
    r"receptors?|genes?|antigens?|kinases?|cytokines?|"
    r"checkpoints?|immune|both|dual|two|three|known|as|called|wild-type|mutations?|expression|production|activity|"
    r"signaling|levels|function|aggregation|formation|"
    r"synthesis|action|effects?|pathways?|cells?|tumou?rs?|that|expresse?s?|expressing|overexpress(?:es|ing)?|of|"
    r"on|to|at|in|key|"
    r"(?:[a-z-]{3,20}\s+)(?=(?:protein|enzyme|receptor|kinase|gene|antigen|cytokine|regulator|transporter|channel|"
    r"marker|ligand|factor)s?\s)[a-z]+|"
    r"inhibitory|gene|tumor-associated|tumor|cancer|such|like|including)\s+|\()*"
)
_ACTING = re.compile(
    r"(?:\b(?:target(?:s|ed|ing)?|inhibit(?:s|ed|ing|ors?\s+of|ion\s+of)?|block(?:s|ed|ing|ade\s+of|ers?\s+of)?|"
    r"bind(?:s|ing)?(?:\s+(?:to|with))?|"
    r"directed\s+(?:against|at|to|toward)|against|activat(?:es?|ing|ors?\s+of|ion\s+of)|agonists?\s+(?:of|at)|"
    r"antagonists?\s+(?:of|at)|antibod(?:y|ies)\s+(?:to|against)|"
    r"modulat(?:es?|ing|ors?\s+of|ion\s+of)|suppress(?:es|ing|ion\s+of)?|degrad(?:es?|ing|ers?\s+of|ation\s+of)|"
    r"selective\s+for|specific\s+for|silenc(?:es?|ing)|"
    r"target\s+of\s+(?:[\w-]+),?\s+is|interact(?:s|ing)?\s+with|interfer(?:es|ing)\s+with|neutrali[sz](?:es?|ing)|"
    r"antagoni[sz](?:es?|ing)|"
    r"agoni[sz](?:es?|ing)|stimulat(?:es?|ing|ion\s+of)|engag(?:es?|ing)|"
    r"expressing|disrupt(?:s|ing)|acts?\s+(?:on|at|via|through)|acting\s+(?:on|at|via|through)|mediated\s+by|"
    r"down-?regulat(?:es?|ing)|up-?regulat(?:es?|ing)|"
    r"(?:reduc|decreas|lower|prevent|increas|restor|enhanc)(?:es?|s|ing)?\s+(?:the\s+)?(?:production|expression|"
    r"activity|synthesis|aggregation|formation|function|signaling)\s+of|"
    rf"affinity\s+for|ligands?\s+(?:of|for))\s+{_MANNER}{_FILLER}|\b(?:proteins?|receptors?|antigens?|agonist|"
    rf"antagonist|inhibitor|enzyme|kinase|ligand|channel|molecule|factor|protein-?\s?\d)\s\()$",
    re.IGNORECASE,
)
_NOT_SUFFIX = (
    r"[-\s](?:positive|negative|mutant|mutated|mutation-positive|expressing|driven|amplified|associated|related|"
    r"resistant|low|high|overexpressing|deficient|rearranged|altered|dependent|mediated|naive|na[iï]ve)\b"
)
_KIND = (
    r"(?:inhibitors?|agonists?|antagonists?|blockers?|antibod(?:y|ies)|degraders?|activators?|modulators?|"
    r"inhibition|activation|blockade|"
    r"signaling|signalling|inflammasome|co-?agonists?|superagonists?|potentiators?|binders?|engagers?|"
    r"stabili[sz]ers?|openers?|agonism|antagonism|"
    r"ADCs?|CAR[- ]?T|CARs?|degradation|modulation|targeted|targeting|directed|pathway|siRNA|bispecific|receptor)"
)
_KIND_AFTER = re.compile(
    r"^(?:\s(?:receptors?|proteins?|kinases?|channels?|enzymes?|gene|pathway|isoforms?|mutations?|"
    r"variants?))?(?:\s\([^()\n]{1,40}\))?[-\s]{0,2}"
    r"(?:(?:selective|specific|targeted|targeting|directed|binding|positive\sallosteric|negative\sallosteric|"
    r"partial|inverse|dual|reuptake|small[- ]molecule|neutrali[sz]ing|blocking|"
    rf"monoclonal|humani[sz]ed|chimeric|tyrosine\skinase|kinase|checkpoint|super|co)[-\s])*{_KIND}\b",
    re.IGNORECASE,
)
# Kinds that only ever stand behind a target, so that an unknown symbol before them is believed.
_SURE_AFTER = re.compile(
    r"^(?:\s(?:receptors?|kinases?|channels?))?[-\s](?:(?:selective|partial|inverse|dual|tyrosine\skinase|kinase|"
    r"receptor|positive\sallosteric|negative\sallosteric|reuptake)[-\s])*"
    r"(?:inhibitors?|agonists?|antagonists?|blockers?|degraders?|activators?|modulators?|potentiators?|receptors?)\b",
    re.IGNORECASE,
)
# What only ever stands before a target, so that an unknown symbol behind it is believed.
_SURE_BEFORE = re.compile(
    r"\b(?:inhibitors?|antagonists?|agonists?|blockers?|degraders?|siRNA|antisense)\s(?:of|to|against)\s"
    r"(?:(?:the|human)\s)?$",
    re.IGNORECASE,
)
_ANTI = re.compile(r"\banti-(?:human\s)?$", re.IGNORECASE)
_PART_OF = re.compile(
    r"(?<![\w-])(?P<t>(?:[A-Z]\d{1,2}|alpha|beta|gamma|delta|large|small|catalytic|regulatory|[A-Z][\w-]{0,8})\s+"
    r"(?:component|subunit|isoform|domain|subtype)\s+of\s+(?:the\s+)?(?:[a-z]+(?:-\w+)?\s+){0,3}"
    r"[a-z]*(?:ase|in|or|protein|complex|receptor|channel))\b"
)
_TARGET_OF = re.compile(
    r"(?<![\w-])(?P<t>[A-Z][A-Za-z]{0,5}-?\d{0,3}),?\s+(?:is\s+)?(?:the|an?)\s+(?:[a-z]+\s+){0,2}target\s+of\b"
)
_BETWEEN_TWO = re.compile(r"^\s?(?:,|/|&|and|or|, and|as well as|\+|x|×)\s?(?:also\s|the\s)?$")
_NOT_TARGET = re.compile(
    r"^(?:FDA|EMA|COVID\S*|SARS\S*|HIV\S*|HBV|HCV|HPV|DNA|RNA|mRNA|siRNA|CAR|CAR-?T|ADCs?|CNS|NDA|BLA|IND|US|U\.S|"
    r"EU|UK|AI|R&D|CEO|GMP|NK|II|III|IV|"
    r"Phase\S*|AAV\S*|CRO|CDMO|IPO?|API|PK|PD|AML|CLL|NSCLC|GBM|ALS|AD|MS|RA|OA|SLE|TNBC|HCC|RCC|SCLC|DLBCL|PTSD|"
    r"MDD|ADHD|T2DM?|"
    r"MASH|NASH|NAFLD|COPD|IBD|UC|CD|GVHD|GvHD|LPS|ATP|ROS|MOA|BBB|CSF|PBMC|GLP|OTC|NIH|NCI|WHO|CDC|BARDA|Mpox|MVA|"
    r"FDA-approved|"
    r"KOL|CMC|EUA|RMAT|SNS|DOD|DoD|RSV|EBV|CMV|Ebola|BTD|ODD|PDUFA|MTD|ORR|PFS|OS|DCR|IL|TNM|SC|ICH|GCP|USA|LLC|"
    r"Inc|HCP|MRI|CT|PET|"
    r"STAT|ACT|APRIL|MET|REST|SET|Type|Class|Grade|Stage|Top|One|CRISPR\S*|Cas9|IgG\d?|Fc|Fab|TIL|PROTAC|LNP|"
    r"GalNAc|ASO|TKI|SSRI|NSAID)$"
)


@dataclass(frozen=True, slots=True)
class _Possible:
    """A stretch that may be a target; `sure` where its name alone tells that it is one."""

    start: int
    end: int
    sure: bool


def find_targets(text: str) -> list[Found]:
    """Targets in a clean text: names beside which an action or a kind of drug stands, and what is listed with them."""
    found = [
        Found(EntityType.TARGET, m.start("t"), m.end("t"), _spaced(m["t"]), "", 3) for m in _PART_OF.finditer(text)
    ]
    found.extend(Found(EntityType.TARGET, m.start("t"), m.end("t"), m["t"], "", 2) for m in _TARGET_OF.finditer(text))
    for group in _groups(text, _possible(text)):
        if any(_acted_on(text, p) for p in group) or _acted_on(
            text, _Possible(group[0].start, group[-1].end, group[-1].sure)
        ):
            for p in group:
                if not re.match(_NOT_SUFFIX, text[p.end : p.end + 20], re.IGNORECASE):
                    found.append(Found(EntityType.TARGET, p.start, p.end, _spaced(text[p.start : p.end]), "", 2))
    return found


def _spaced(name: str) -> str:
    return re.sub(r"\s+", " ", name)


_KINASE = re.compile(r"([A-Z][\w-]{1,9})\s(?:tyrosine\s|serine/threonine\s)?(?:kinases?|protein)")


def _named_end(match: re.Match[str]) -> int:
    """Where a name in words ends; "BCR-ABL tyrosine kinase", "HER2 protein" are named by their symbol alone."""
    kinase = _KINASE.fullmatch(match[0])
    named = kinase and (is_fusion(kinase[1]) or is_symbol(kinase[1]))
    return match.start() + kinase.end(1) if kinase and named else match.end()


def _possible(text: str) -> list[_Possible]:
    """Every stretch that may name a target, in order and disjoint: names in words, names of the lexicon, symbols."""
    spans = [_Possible(m.start(), _named_end(m), True) for m in _LONG.finditer(text)]
    for hit in find_longest("target", text):
        printed = text[hit.start : hit.end]
        wordy = " " in printed and len(printed) > 6 or printed.islower() and printed.isalpha() and len(printed) > 5
        if wordy and not all(e.short for e in hit.entries):
            spans.append(_Possible(hit.start, hit.end, True))
    spans.extend(_Possible(m.start(), m.end(), True) for m in _FUSED.finditer(text) if is_fusion(m[0]))
    for match in _SYMBOL.finditer(text):
        for start, end in _parts(match):
            spans.append(_Possible(start, end, is_symbol(text[start:end])))
    kept: list[_Possible] = []
    for p in sorted(spans, key=lambda p: (p.start, -p.end)):
        if not kept or p.start >= kept[-1].end:
            kept.append(p)
    return kept


_CROSSED = re.compile(r"([A-Z][\w-]{1,8}?)x([A-Z][\w-]{1,8})")
_FUSED = re.compile(r"(?<![\w-])([A-Z][A-Z\d]{1,4})-([A-Z][A-Z\d]{1,4})(?![\w-]|\.\d)")


def _parts(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The symbol, or both of "CD20xCD3"."""
    crossed = _CROSSED.fullmatch(match[0])
    if crossed and is_symbol(crossed[1]) and is_symbol(crossed[2]):
        yield from ((match.start() + crossed.start(i), match.start() + crossed.end(i)) for i in (1, 2))
    elif not _NOT_TARGET.match(match[0]):
        yield match.span()


def is_fusion(name: str) -> bool:
    """Whether a name is that of two genes that grew together: "BCR-ABL"."""
    fused = _FUSED.fullmatch(name)
    parts = fused.groups() if fused else ()
    return bool(parts) and all(lookup("target", part) and not _NOT_TARGET.match(part) for part in parts)


def _groups(text: str, possible: Sequence[_Possible]) -> list[list[_Possible]]:
    """Runs of possible targets with nothing but commas, slashes and "and" between them."""
    groups: list[list[_Possible]] = []
    for p in possible:
        listed = bool(groups) and _BETWEEN_TWO.match(text[groups[-1][-1].end : p.start])
        if listed and p.sure and groups[-1][-1].sure:
            groups[-1].append(p)
        else:
            groups.append([p])
    return groups


def _acted_on(text: str, p: _Possible) -> bool:
    """Whether the words beside a possible target speak of an action on it."""
    before, after = text[max(0, p.start - 110) : p.start], text[p.end : p.end + 70]
    if re.match(_NOT_SUFFIX, after, re.IGNORECASE):
        return False
    if not p.sure:
        shaped = bool(re.search(r"\d|[α-ω]", text[p.start : p.end])) and len(text[p.start : p.end]) > 2
        behind = _SURE_AFTER.match(after) and not re.match(r"[-\s]receptors?\s(?:status|level)", after)
        return shaped and bool(behind or _SURE_BEFORE.search(before))
    return bool(_ANTI.search(before) or _ACTING.search(before) or _KIND_AFTER.match(after))


@lru_cache(maxsize=4096)
def is_symbol(name: str) -> bool:
    """Whether a symbol is a gene's, a family's or one of their usual names, Greek letters and mutations aside."""
    if _NOT_TARGET.match(name) or len(name) < 2 or len(name) == 2 and not re.fullmatch(r"[A-Z]\d", name):
        return False
    plain = re.sub(r"\s.*$", "", name)
    plain = re.sub(r"^m(?=[A-Z]{3})", "", plain).replace("(L)", "L")
    return any(lookup("target", form) for form in _spellings(plain))


def _spellings(symbol: str) -> Iterator[str]:
    yield symbol
    yield symbol.upper() if symbol.isascii() and symbol[1:].isalnum() and any(c.isdigit() for c in symbol) else symbol
    ascii_form = symbol.translate(_LATIN)
    yield ascii_form
    yield re.sub(r"-?(?:alpha|beta|gamma|delta|kappa)$", "", ascii_form)
    yield re.sub(r"[-/.][A-Za-z0-9]{1,3}$", "", symbol) if len(symbol) > 5 else symbol
    yield re.sub(r"(?:alpha|[α-ω])$", "", symbol)


_LATIN = str.maketrans({"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa"})

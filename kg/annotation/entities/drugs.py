"""Drugs: code names, trade-marked names, names that the context calls a drug; names in the lexicon; INN stems.

Finds "ACM-12" in "a Phase 2 trial of ACM-12"; leaves "COVID-19", "Form 20-F", "HER2" and "CD19" alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kg.annotation.entities.coined import made_up_names
from kg.annotation.entities.dealt_drugs import dealt_names, is_dealt
from kg.annotation.entities.drugs_by_kind import drugs_by_kind
from kg.annotation.entities.regimens import regimens
from kg.annotation.entities.targets import is_fusion
from kg.annotation.found import Found
from kg.annotation.model import EntityType
from kg.lexicons import find_longest, fold_name, inn_stem, lookup

# Prefixes that never number a compound, whatever digits follow (documents, diseases, genes, scales, exchanges) …
_NEVER = (
    "NCT|CD|IND|NDA|BLA|sNDA|sBLA|ANDA|PMA|IDE|EIN|ISSN|ISBN|PCT|NDC|TFF|FGF|GDF|BMP|IRAK|PRMT|SIRT|SSTR|CRBN|ISO|"
    "CFR|ICD|ACTRN|EudraCT|ISRCTN|RFC|PMID|SIC|CIK|CUSIP|ISIN|FORM|Form|Rule|Section|Phase|Part|Act|Item|Suite|"
    "Room|Note|Class|Series|Table|Figure|Grade|Type|Stage|Day|Week|Month|Year|"
    "Cohort|Arm|Group|Top|Fortune|Russell|Nasdaq|Covid|COVID|SARS-CoV|SARS|MERS|CYP|HLA|BRCA|MUC|EGFR|VEGFR|FGFR|"
    "CTLA|COX|JAK|STAT|HIF|TNF|CXCR|CCR|CXCL|MMP|FOX|SOX|HPV|HIV|HBV|HCV|HSV|EBV|HTLV|"
    "KRAS|BRAF|NRAS|NLRP|CDK|PARP|HDAC|DNMT|SGLT|LRRK|APOE|TDP|TREM|NTRK|CLDN|ECOG|RECIST|UPDRS|MADRS|PANSS|WOMAC|"
    "NYHA|SpO|ASTM|CLIA|CPT|HCPCS|GRCh|AAV|TWSE|TSX|NYSE|NASDAQ|AMEX|OTC|HKEX|SEHK|"
    "KOSDAQ|DOI|Ext|ext|Tel|Fax|Vol|Box|Ste|Apt|Bldg|Unit|Route|Hwy|Interstate|IFRS|GAAP|ASC|ASU|SFAS|FY|Highway|"
    "Level|Chapter|Annex|Appendix|Schedule|Exhibit|Article|Lot|Batch|Model|Version|Windows|Exon|exon"
)
# … and short ones that do so only with few digits or after a space.
_RARELY = (
    "US|WO|EP|AM|PM|GMT|EST|EDT|PST|PDT|ET|PT|CT|CET|Q|H|CY|HER|CD|PD|AGE|IC|ED|LD|EC|AUC|CA|BMI|GLP|GIP|IFN|TGF|"
    "TLR|ACE|BCL|PIK|PDE|GBA|APO|SOD|FAP|MET|ALK|RET|TRK|FLT|BTK|AKT|MEK|ERK|PKC|TP|"
    "GLUT|IGF|SLC|TTR|LPA|B|TIM|LAG|OX|DC|IgG|PSA|HbA|MMSE|PHQ|CGI|ACR|DAS|PASI|EASI|FEV|XBB|JN|KP|EG|BQ|USP|rs|"
    "USD|CAD|EUR|GBP|HKD|AIM|SIX|MIC|ID|No|PO|T|F|P|N|I|"
    "A|C|D|E|G|K|L|M|R|S|V|Y|IL|Th|NK|GPC|GPR|P2X|ATP|DNA|RNA|UV|MHC|WHO|UN|EU|UK|G|HDL|LDL|TRL|ISS|AD|MS|PK|QT|"
    "SAE|TEAE"
)
# Letters and digits as companies number compounds: GTI-2040, NC 381, HTD1801, GEO-CM04S1, IL-17E, ABV-1701.
# Words that a number or letter follows and that are no product's name.
_NO_SERIES = (
    "Covid|Omega|Alpha|Beta|Gamma|Delta|Vitamin|Hepatitis|Influenza|Factor|Post|Multi|Anti|Complement|"
    "January|February|March|April|June|July|August|September|October|November|December|Gleason|Child|"
    "Interleukin|Interferon|Caspase|Galectin|Nectin|Claudin|Angiotensin|Title|Medicare|Non|Pre"
)
_ISOTOPE = "Lu|Cu|Ac|Zr|Ga|Pb|Tc|At|Th|Tb|In|Y|I"
_SUCH = "based|like|only|free|grade|driven|coated|loaded|null|high|low|dose|rich|dead|type|level|test|kit|bound|guided"
_SHAPES = "|".join(
    (
        r"[a-z]{1,2}[A-Z]{2,5}-?\d{2,4}",  # mRNA-1273
        r"[A-Z]{1,6}[a-z]?-\d{2,8}(?:-?[A-Z]\d?|[A-Z]\d{1,2}|[a-z]\d?)?",  # GTI-2040, PF-07220060, DS-8201a
        r"[A-Z]{2,4} \d{3,7}[A-Z]?",  # AMG 133
        r"[A-Z]{2,6}[a-z]?\d{3,8}(?:[a-z]\d|[A-Za-z])?",  # HTD1801, BNT162b2
        r"[A-Z][a-z]{1,5}-\d{3,5}",
        r"[A-Z][a-z]{2,7}(?!(?:19|20)\d\d)\d{3,4}",  # Zorva003
        r"[A-Z]{2,5}-[A-Z]{1,6}\d{1,4}[A-Z]?\d{0,2}",  # GEO-CM04S1
        r"[A-Z]{2,5}-[A-Z][a-z]{1,3}\d{1,2}",  # CNM-Au8
        r"[A-Z]{2,4}-[A-Z][A-Za-z]{1,3}-\d{1,2}(?:-[A-Z](?![\w-]))?",  # NV-Zo-2-R
        r"[A-Z]{2,5}-[A-Z]{3,5}",
        r"[A-Z]{2,4}-\d{1,2}[A-Z]{1,2}",  # IL-17E
        r"[A-Z]{2,4}\d{2}[A-Z]\d",
        r"[A-Z]{2,4}\d{2}",
        r"[A-Z]{5,8}\d{2}",  # ZORVLP01
        r"[A-Z]\d{4,5}",  # E7386
        r"\d{1,2}(?![QHF]\d)[A-Z]{1,3}-?\d{2,5}",  # 4D-310
        r"[A-Z]{2,5}[a-z]-[A-Z]{2,5}\d{1,2}",
        r"(?=[A-Z-]*[a-z\d])[A-Z]{1,5}(?:-[a-z]?[A-Z]{1,6}\d{0,3}){2,3}",  # KV-tADC-ZRA-H
        r"[A-Z]{2,4}(?:\d-|-\d-)\d{2,4}",
        rf"\[?\d{{2,3}}(?:{_ISOTOPE})\]?(?:{_ISOTOPE})?-[A-Za-z][\w-]{{2,18}}",  # 177Lu-ZRV-21
        r"[A-Z][A-Za-z]{2,9}-(?:DXd|CDx|[A-Z]{3,4})",
        r"[a-z]{3,9}-cel",
        rf"[a-z]{{2}}[A-Z]{{2,6}}\d{{0,3}}-(?!(?:{_SUCH})\b)[a-z]{{3,5}}",  # huZART-zed
        rf"(?!(?:{_NO_SERIES})-)[A-Z][a-z]{{3,9}}-(?:\d{{1,2}}|[A-Z])",  # Zorvat-2
    )
)
CODE = re.compile(
    rf"(?<![\w/.@#$-])(?!(?:{_NEVER})[- ]?\d)(?!(?:{_RARELY})(?:[- ]?\d{{1,2}}(?!\d)| \d))"
    rf"(?![A-Z]{{2,}} (?:19|20)\d\d\b|[A-Z]{{2}} \d{{5}}\b)(?:{_SHAPES})(?:-\d{{1,3}}\b(?!\w))?"
    r"(?:\s(?:SL|XR|ER|SR|CR|PF|LA|ODT|\d[A-Z])\b(?!-))?(?![\w@]|-\d|\.\d|-[A-Za-z]{2,})"
)
_IS_DRUG = (
    r"(?:drugs?|compounds?|molecules?|inhibitors?|agonists?|antagonists?|antibod(?:y|ies)|vaccines?|therap(?:y|ies|"
    r"eutics?)|candidates?|treatments?|agents?|oligonucleotides?|peptides?|conjugates?|"
    r"formulations?|injections?|tablets?|capsules?|infusions?|medications?|medicines?|immunotherap(?:y|ies)|"
    r"biologics?|biosimilars?|products?|modulators?|degraders?|activators?|blockers?|antisense|"
    r"siRNA|CAR-T|radioligand|radiopharmaceutical|ADC|enzyme|protein|gel|cream|patch|spray|implant|pellet|"
    r"therapeutic|pill|virus|antiviral|antibiotic|analogue|analog|derivative|stem cells?|cell therapy|gene therapy|"
    r"asset|regimen)"
)
# What stands right before or behind a word when it is used as a drug.
_BEFORE = re.compile(
    rf"(?:\b(?:dos(?:e|es|ed|ing)|treat(?:ed|ment|ing)\s+with|efficacy|safety|tolerability|effects?|administration|"
    rf"trials?|stud(?:y|ies)|evaluat(?:e|es|ed|ing|ion)|pharmacokinetics|activity|potential|development|"
    r"combination|mechanism|use|approval|benefits?|injections?|infusions?|clinical\s+data|results?|data|formulations?|"
    r"review)\s+(?:of|for|with|on)\s+(?:(?:oral|intravenous|subcutaneous|inhaled|topical|intranasal|injectable|"
    r"recombinant|liposomal|long-acting|extended-release|sustained-release|once-daily|high-dose|low-dose)\s+)?|\b(?:received?|receiving|evaluating|administering|administered|licens(?:ed|ing)|advance|"
    r"advancing|developing|studying|testing|investigating|"
    rf"co-administered|investigational|{_IS_DRUG}(?:,|:|\s+is|\s+are)?|program,|asset,|(?:programs?|pipeline|assets?|portfolio):|called|known\s+as|designated)\s+|\bplus\s+|\bPhase\s+\w+\s+|"
    rf"\b(?:analog(?:ue)?s?|derivatives?|metabolism|uptake|levels|pharmacology|mechanism\s+of\s+action)\s+of\s+)$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"^(?:\s(?:IV|SC|PO|ER|XR|PF|oral))?(?:\s\([^()]{{1,40}}\)(?=\sis\b))?(?:'s|\s+(?:acts\s+as|(?:is|was|were)\s+given|granted|preclinically|received|disrupts|works|"
    rf"aims\s+to|acts|blocks|activates|modulates|selectively|has\s+been|met|achieved|produced|provided|"
    rf"exhibited|resulted|led\s+to|was\s+(?:generally|safe)|in\s+(?:combination|patients|adults|healthy|subjects)|"
    rf"plus|alone|versus|vs|administered|dosing|dosed|can|could|may|will)\b|,\s+(?:currently|now|also)\s+in\s+|"
    rf"\s+(?:is|are)\s+(?:currently\s+|now\s+)?in\s+(?:an?\s+)?(?:Phase|preclinical|clinical)\b|,\s+designed\s+(?:to|for)\b|"
    r",\s+an?\s+(?:clinical|preclinical|pre-clinical)(?:-stage|\sstage)?\b|,\s+(?:now|currently)\s+advancing\b|,\s+advancing\b|"
    rf"\s+cells\b|"
    rf"\s+(?:is|was|are)\s+(?:[\w']+[ ,-]+){{0,8}}?{_IS_DRUG}\b|,\s+(?:an?|the|our|its|another|which\s+is|"
    rf"is)\s+(?:[\w'/-]+[ ,]+){{0,10}}?{_IS_DRUG}\b|,\s+(?:[\w-]+\s){{0,3}}(?:vaccine|drug|product|"
    rf"therapeutic)\s+candidate\b|\s+\([a-z]{{4,}}|\s+(?:treatment|therapy|monotherapy|program|programme|doses?|"
    rf"arm|group|vaccine|(?:is|was|were|are)\s(?:being\s)?(?:tested|evaluated|studied|investigated|administered)|"
    rf"injection|infusion|tablets?|capsules?|patients|demonstrated|showed|significantly|inhibits?|inhibited|"
    rf"targets?|binds|binding|induced|reduced|increased|improved|mg|was\s+well|is\s+being|is\s+currently|"
    rf"has\s+(?:shown|demonstrated|received|the\s+potential)|treated|-treated|analog(?:ue)?s?|derivatives?|uptake|"
    rf"levels|pharmacokinetics?|metabolism|data)|\s+\([A-Z]{{2,5}}\)\s+(?:analog(?:ue)?|derivative))",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"(?<![\w-])((?:[A-Z][\w-]+\s(?=(?:Therapy|Test|System|Vaccine|Gel|Spray|Patch|"
    r"Injection)(?:TM)?\b))?[A-Z][\w-]{2,24}?)(?:®|™|TM\b|\s?\((?:R|TM|r|tm)\)|\[®\])"
)
_INTRODUCED = re.compile(
    r"\b(?:lead|investigational|experimental|novel|proprietary|flagship|oral|product|clinical|drug|therapeutic|"
    r"vaccine|antibody|small[- ]molecule|first-in-class|immunotherapy|first)\s+(?:\w+[ -]){0,4}?(?:candidate|"
    r"compound|drug|asset|product|program|therapy|agent|inhibitor|antibody|vaccine|treatment)s?,?\s+"
    r"(?:called\s+|known\s+as\s+)?(?!The\b|In\b|Phase\b|For\b|And\b|Phase|With|Inc|Our)([A-Z][a-z]{4,}(?:[a-z]*)|"
    r"[A-Z]{5,12}|[A-Z][a-z]+-[A-Z]\w+)(?=[,.;]|\s+(?:is|was|has|in|for|\(|and|to|as|against)\b)"
)
_NAMED_GENERIC = re.compile(
    r"(?<![\w-])([A-Z][A-Za-z]{3,20})\s{1,6}\(([a-z][a-z-]{4,30}(?:-[A-Z]\b)?(?:\s[a-z-]{4,20}){0,2})[),]"
)
_GENERIC_NAMED = re.compile(r"(?<![\w-])([A-Za-z][a-z]{5,24})\s{1,4}\(([A-Z][A-Za-z]{4,14})\s{0,4}\)")
SALT = (
    r"(?:\s+(?:hydrochloride|sodium|calcium|potassium|acetate|sulfate|mesylate|tartrate|citrate|phosphate|maleate|succinate|fumarate|"
    r"besylate|tosylate|dihydrate|pegol|vedotin|deruxtecan|govitecan|autoleucel|maraleucel))?"
)
_ANALOGUE = re.compile(r"\b(?:library of\s+)?([A-Za-z]{3,})\s+(?:analog(?:ue)?s|derivatives)\b")


_NUMBERS_SOMETHING = re.compile(
    r"\b(?:protocols?|grants?|contracts?|patents?|awards?|catalog|lots?|batch|abstracts?|posters?)\s(?:numbers?\s|nos?\.\s|#\s?)?$",
    re.IGNORECASE,
)


# "the BCR-ABL tyrosine kinase inhibitor", "BCR-ABL fusions"
_OF_GENE = re.compile(
    r"^[\s-](?:(?:tyrosine|kinase)\s)*(?:inhibitors?|fusions?|genes?|proteins?|positive|negative|mutations?|kinase)\b"
)


def code_names(text: str) -> Iterator[Found]:
    """Everything that looks like a compound's number; whether it is one, `is_used_as_drug` tells."""
    for match in CODE.finditer(text):
        if _NUMBERS_SOMETHING.search(text[max(0, match.start() - 30) : match.start()]):
            continue
        name = re.sub(r"\s+", " ", match[0])
        if is_fusion(name) and _OF_GENE.match(text[match.end() :]):
            continue
        if is_told_of(text, match.start(), match.end()):
            yield Found(EntityType.DRUG, match.start(), match.end(), name, "code", 4)
            continue
        if re.match(r"\s?(?:/|\()[A-Z][a-z]{3,}\b", text[match.end() :]) and re.fullmatch(r"[A-Z]{2,5}-\d{2,5}", name):
            yield Found(EntityType.DRUG, match.start(), match.end(), name, "code", 4)  # "ABC-123/Zorvex"
            continue
        used = is_used_as_drug(text, match.start(), match.end())
        if re.fullmatch(r"[A-Z]{2,4}\d{2}", name) and (lookup("target", name) or not used):
            continue  # SP16 may be a compound, CD19 is a protein
        if re.fullmatch(r"[A-Z]{2,6}\d{1,3}[A-Z]?", name) and any(e.match == "label" for e in lookup("target", name)):
            continue
        yield Found(EntityType.DRUG, match.start(), match.end(), name, "code", 3)


_WEAK = re.compile(rf"(?<![\w/.@#$-])(?:{_RARELY})-?\d{{1,2}}[A-Z]?(?![\w@]|-\w|\.\d)")
_SAID_TO_BE = re.compile(
    r"\b(?:[Pp]roduct|[Dd]rug|[Cc]andidate|[Cc]ompound|[Aa]gent|[Tt]herapeutic|[Mm]olecule)(?:\s+candidate)?,?\s+$"
)
_TRIAL_BEHIND = re.compile(
    r"^\s+(?:\w+\s+)?(?:trials?|stud(?:y|ies)|protocol|grant|contract|award|platform)\b", re.IGNORECASE
)


def introduced_codes(text: str) -> Iterator[Found]:
    """Codes that look like a protein's or a scale's, where the text calls them one: "the novel product IL-99E"."""
    for match in _WEAK.finditer(text):
        if _SAID_TO_BE.search(text[max(0, match.start() - 30) : match.start()]):
            yield Found(EntityType.DRUG, match.start(), match.end(), match[0], "code", 4)


# "Candidate: KVT"
_LABELLED = re.compile(
    r"\b(?:[Cc]andidate|[Pp]rogram|[Cc]ompound|[Aa]sset|[Mm]olecule|[Dd]rug)(?:\s[Nn]ame)?:\s+(?P<name>[A-Z]{3,8})(?=[,.;]|\s(?:for|in)\s|\s*\(|\s*$)"
)


def labelled_names(text: str) -> Iterator[Found]:
    """Names in capitals behind the label of a row or a list: "Candidate: KVT"."""
    for match in _LABELLED.finditer(text):
        if not re.fullmatch(rf"{_NEVER}|{_RARELY}", match["name"]) and not _known_otherwise(match["name"]):
            yield Found(EntityType.DRUG, match.start("name"), match.end("name"), match["name"], "brand", 4)


def is_plainly_code(text: str, start: int, end: int) -> bool:
    """Whether a code has a compound's shape (letters, hyphen, three digits) and no trial or grant behind it."""
    return bool(re.fullmatch(r"[A-Z]{2,5}[a-z]?[- ]?\d{3,5}[A-Z]?", text[start:end])) and not _TRIAL_BEHIND.match(
        text[end : end + 40]
    )


_YEAR = re.compile(r"(?:19|20)\d\d$")
_OF_CARE = re.compile(
    r"\b(?:clinical|preclinical|Phase\s(?:[1-4]|I{1,3}V?)|(?:in|for|with)\spatients|treatment\sof|drug|candidates?|"
    r"therap(?:y|ies|eutic)|inhibitor|compound|antibody|vaccine|(?:is|are|now|currently)\sin\sdevelopment|IND|NDA|BLA)\b"
)
_OTHER_CODE = re.compile(
    r"^(?:\s(?:and|or|,)\s\S+)?\s(?:\w+\s)?(?:trials?|stud(?:y|ies)|strains?|protocols?|lines?|systems?|instruments?|mice|rats|"
    r"assays?|antigens?|genes?|receptors?|mutations?|cells)\b"
)


def is_told_of(text: str, start: int, end: int) -> bool:
    """Whether a plain code, no year and no number of a trial or a machine, stands in a sentence about drugs."""
    if (
        not is_plainly_code(text, start, end)
        or _YEAR.search(text[start:end])
        or _OTHER_CODE.match(text[end : end + 60])
    ):
        return False
    first = text.rfind(". ", 0, start) + 1
    last = text.find(". ", end)
    return bool(_OF_CARE.search(text[first : last if last > 0 else len(text)]))


def series(name: str) -> str:
    """The letters that a company numbers its compounds with ("ACM-" of "ACM-12"), "" for other names.

    Where one number of a series is a drug the others are too.
    """
    match = re.match(r"([A-Z]{3,6})(-?)(?:[A-Z]{0,2}\d|(?<=-)[A-Z]{2,5}$)", name)
    return match[1] + match[2] if match and CODE.fullmatch(name) else ""


_CARE = re.compile(
    r"\b(?:clinical trials?|Phase\s(?:[1-4]|I{1,3}V?)|patients|indication|indicated|treat(?:s|ment|ing)?|"
    r"therap(?:y|ies)|FDA|approved|vaccine\scandidate|net\s(?:product\s)?(?:sales|revenues?)|prescri\w+)\b"
)


_ITS_TRIAL = re.compile(r"^(?:\s{1,6}\([^()]{1,30}\))?\s{1,6}(?:[Cc]linical\s)?(?:[Tt]rials?|[Ss]tud(?:y|ies))\b")


def is_trial(text: str, end: int) -> bool:
    """Whether the words behind a name make it a trial's."""
    return bool(_ITS_TRIAL.match(text[end : end + 50]))


def numbers_trial(name: str, others: Collection[str], share: float) -> bool:
    """Whether a code numbers a trial of a drug: "ZORVA-101", of which a trial is told, beside the drug "ZORVA".

    `others` are the folded names of drugs; `share` is how often the word "trial" stands behind the code.
    """
    stem = re.match(r"([A-Za-z]{3,10})-\d{2,4}$", name)
    return share >= 0.3 and stem is not None and fold_name(stem[1]) in others


def is_marked_product(text: str, start: int, end: int) -> bool:
    """Whether a trade-marked name stands in a sentence about care."""
    return bool(_CARE.search(text[max(0, start - 90) : end + 90]))


def is_used_as_drug(text: str, start: int, end: int) -> bool:
    """Whether the words around a place speak of it as one speaks of a drug."""
    return bool(
        _BEFORE.search(text[max(0, start - 60) : start].replace("\N{HORIZONTAL BAR}", ", "))
        or _BEHIND.match(re.sub(r"^[\"”’']?\s*(?=[ ,])", "", text[end : end + 140].replace("\N{HORIZONTAL BAR}", ", ")))
        or is_dealt(text, start)
    )


def marked_names(source: str) -> Iterator[Found]:
    """Names with a trade mark in the source text (the clean text no longer shows it)."""
    for match in _MARKED.finditer(source):
        if re.fullmatch(
            r"(?i)(?:therap(?:y|ies|eutics)|vaccine|system|test|gel|patch|exchange|platform|technology|pharma|"
            r"labs?|company|market|study|trial)",
            match[1],
        ):
            continue
        yield Found(EntityType.DRUG, match.start(1), match.end(1), match[1], "brand", 2)


def introduced_names(text: str) -> Iterator[Found]:
    """Names that a phrase such as "its lead product candidate, Xyz" or a generic name in brackets makes a drug's."""
    for match in _INTRODUCED.finditer(text):
        if match[1].lower() not in _COMMON and not lookup("place", match[1]):
            yield Found(EntityType.DRUG, match.start(1), match.end(1), match[1], "introduced", 2)
    for match in _GENERIC_NAMED.finditer(text):
        if inn_stem(match[1]) or any(e.match in ("label", "synonym") for e in lookup("drug", match[1])):
            yield Found(EntityType.DRUG, match.start(2), match.end(2), match[2], "brand", 4)
    for match in _NAMED_GENERIC.finditer(text):
        if inn_stem(match[2].split()[0]) or any(e.match in ("label", "synonym") for e in lookup("drug", match[2])):
            yield Found(EntityType.DRUG, match.start(1), match.end(1), match[1], "brand", 3)
    yield from _bracketed_names(text)


_CODE_BRACKET = re.compile(
    r"\s{0,4}\([\"“'‘]{0,2}(?:formerly\s(?:known\sas\s)?|also\sknown\sas\s|previously\s(?:known\sas\s)?|a/?k/?a\s|"
    r"INN:?\s)?([A-Za-z][\w-]{3,26})"
    r"(?:\s(?:tablets?|capsules?|injection|oral solution|gel|cream|for injection))?[\"”'’]{0,2}\s{0,4}[),;]"
)


def _bracketed_names(text: str) -> Iterator[Found]:
    """Both names of "ACM-12 (zorvatinib)", "ACM-12 (BLT-110)", "zorvatinib (ACM-12)"."""
    for code in CODE.finditer(text):
        behind = _CODE_BRACKET.match(text, code.end())
        before = re.search(
            rf"(?<![\w-])([a-z]{{6,24}}|[A-Z][a-z]{{5,24}}){SALT}\s{{1,4}}\([\"“'‘]{{0,2}}(?:formerly\s(?:known\sas\s)?|"
            r"also\sknown\sas\s|[Zz]?)$",
            text[max(0, code.start() - 60) : code.start()],
        )
        if behind and (_generic(behind[1]) or CODE.fullmatch(behind[1]) and re.search(r"[A-Z]-?\d{2,}", code[0])):
            yield Found(EntityType.DRUG, code.start(), code.end(), re.sub(r"\s+", " ", code[0]), "code", 4)
            yield Found(EntityType.DRUG, behind.start(1), behind.end(1), behind[1], "generic", 4)
        elif before and _generic(before[1]):
            at = max(0, code.start() - 60)
            yield Found(EntityType.DRUG, code.start(), code.end(), re.sub(r"\s+", " ", code[0]), "code", 4)
            yield Found(EntityType.DRUG, at + before.start(1), at + before.end(1), before[1], "generic", 4)


def _generic(word: str) -> bool:
    """Whether a word is a substance's name: in the lexicon, or formed like one."""
    if word.lower() in _COMMON or _ENDOGENOUS.match(word):
        return False
    known = any(e.match in ("label", "synonym") and not e.short for e in lookup("drug", word))
    return known or inn_stem(word) is not None or bool(word.islower() and re.search(_LIKE_GENERIC, word))


# Endings that generic names have and English words hardly: they count only in brackets beside a number.
_LIKE_GENERIC = (
    r"(?:[bcdfgklmnprtvxz](?:ib|ab|ast|ant|ept|stat|tide|zole|vir|mer|sen|gene|cel|leucel|vec|rep|tin|pine|done|"
    r"zine|xin|tril|lol|pril|"
    r"mide|nib|zumab|limus|citabine|rubicin|platin|taxel|trexed|parin|xaban|fiban|dipine|olol|sartan|azepam|caine|"
    r"cillin|oxacin|"
    r"cycline|mycin|oxetine|ridone|peridone|triptan|gepant|orexant|glutide|ase|tan|lin|mod|fon|xil|vone|rexant|"
    r"cept|ermin|plasmin|tase))$"
)


# Substances of the body, of food and of the laboratory: drugs only where somebody makes them one.
_ENDOGENOUS = re.compile(
    r"(?:glucose|insulin|cholesterol|calcium|iron|oxygen|water|alcohol|ethanol|estrogen|oestrogen|testosterone|"
    r"dopamine|serotonin|cortisol|vitamins?|zinc|sodium|potassium|nitrogen|carbon|lithium|magnesium|"
    r"collagen|gelatin|heparin|albumin|hemoglobin|creatinine|bilirubin|urea|ammonia|lactate|lipids?|sugar|starch|"
    r"cellulose|silicon|gold|silver|platinum|titanium|copper|helium|hydrogen|phosph\w+|protein|peptides?|"
    r"histamine|norepinephrine|epinephrine|acetylcholine|glutamate|glycine|lysine|arginine|tyrosine|serine|leucine|"
    r"cysteine|alanine|proline|tryptophan|melatonin|thyroid|progesterone|prolactin|leptin|ghrelin|"
    r"tobacco|nicotine|caffeine|cannabis|coffee|tea|honey|milk|egg|yeast|soy|wheat|corn|salt|oil|placebo|saline|"
    r"agar|ozone|plasma|blood|serum|bile|mucus|dna|rna|atp|nad|adenosine|uric acid|lactic acid|amyloid|tau|elastin|"
    r"fibrin|keratin|thrombin|antigen|antibody|stem cells?)s?$",
    re.IGNORECASE,
)
_COMMON = frozenset(
    """
    these which there their other under phase clinical development company company's treatment patients include
    includes including announced today inhibitor vaccine research study trial trials data therapy results platform
    portfolio program programs pipeline candidate candidates based cancer cells cell gene first second third
    potential current future both
    """.split()
)


def stemmed_names(text: str) -> Iterator[Found]:
    """Words that end as international non-proprietary names do ("-tinib", "-mab")."""
    for match in re.finditer(r"(?<![\w-])[A-Za-z][a-z]{6,24}(?![\w])", text):
        if inn_stem(match[0]):
            yield Found(EntityType.DRUG, match.start(), match.end(), match[0], "generic", 2)


def same_code(left: str, right: str) -> bool:
    """Whether two code names are spellings of one ("GTI 2040", "GTI-2040"), never of two ("GTI-2040", "GTI-2501")."""
    return fold_name(left) == fold_name(right)


# A known substance is a drug where it is given with another.
_GIVEN_WITH = re.compile(
    r"(?:\b(?:in combination with|combined with|together with|alongside|co-administered with|added to|"
    r"on top of|plus|combination of|combin(?:es|ing)\s[\w-]{2,20}\s(?:with|and))|\+)"
    r"\s+(?:(?!and\b|or\b)[\w-]+\s){0,3}(?:[\w-]+(?:,\s(?:and\s)?|\s(?:and|or|plus|\+)\s)){0,3}$",
    re.IGNORECASE,
)
_AND_GIVEN = re.compile(r"^\s(?:combination|monotherapy)\b", re.IGNORECASE)


def lexicon_names(text: str) -> Iterator[Found]:
    """Names that the lexicon of drugs holds; sure where they are not words that also mean something else."""
    for hit in find_longest("drug", text):
        printed = text[hit.start : hit.end]
        if printed.lower() in _COMMON or all(e.short for e in hit.entries):
            continue
        if _ENDOGENOUS.match(printed):
            continue
        given = _GIVEN_WITH.search(text[max(0, hit.start - 90) : hit.start]) or _AND_GIVEN.match(
            text[hit.end : hit.end + 20]
        )
        yield Found(EntityType.DRUG, hit.start, hit.end, re.sub(r"\s+", " ", printed), "generic", 4 if given else 2)


_CAPITALS = re.compile(r"(?<![\w(/-])([A-Z]{4,14}(?:\s(?:PF|XR|ER|SR|IV|SC|LA|CR|XL|ODT|HFA))?)(?![\w-])")
_SAID = re.compile(rf"^,?\s+(?:is\s+)?(?:an?|the|our|its|their)\s+(?:[\w'/-]+[ ,]+){{0,6}}?{_IS_DRUG}\b")
_SAID_BEFORE = re.compile(
    r"\b(?:lead|flagship|first|approved|marketed|premier|main|principal|leading|investigational|"
    r"proprietary)\s+(?:[\w-]+\s+){0,2}"
    r"(?:asset|candidate|product|drug|compound|therapy|treatment|molecule|medicine|offering)(?:,|\s+is|\s+called)?\s+$",
    re.IGNORECASE,
)


def names_in_capitals(text: str) -> Iterator[Found]:
    """Names in capitals that the words beside them call a drug: "ZORVEXA, its lead candidate"."""
    if text.isupper():
        return
    for match in _CAPITALS.finditer(text):
        if re.fullmatch(_NEVER, match[1]) or len(match[1]) == 4 and _known_otherwise(match[1]):
            continue
        if _SAID.match(text[match.end() : match.end() + 90]) or _SAID_BEFORE.search(
            text[max(0, match.start() - 40) : match.start()]
        ):
            yield Found(EntityType.DRUG, match.start(1), match.end(1), re.sub(r"\s+", " ", match[1]), "brand", 4)


def _known_otherwise(name: str) -> bool:
    """Whether four capitals are a disease, a gene or a company before they are anything else."""
    return any(lookup(kind, name) for kind in ("disease", "target", "organization", "exchange"))


_CAMEL = re.compile(r"(?<![\w-])([A-Z][a-z]{1,9}[A-Z][A-Za-z]{0,9})(?![\w-])")
_PRODUCT = re.compile(
    rf"^\s*(?:,\s|\b(?:is|was)\s)(?:an?|the|our|its|‹?[A-Z]\w+'s)\s(?:[\w'/-]+[ ,]+){{0,7}}?(?:{_IS_DRUG}|"
    rf"product candidate|preparation)\b(?!\s+(?:company|solutions|developer|business|platform|technolog|market|"
    rf"stage|manufactur|specialist|focused))",
    re.IGNORECASE,
)


def coined_names(text: str) -> Iterator[Found]:
    """Names with a capital inside that the words behind them make a product: "IsloRx is a cell therapy product"."""
    for match in _CAMEL.finditer(text):
        behind = text[match.end() : match.end() + 120]
        if (_PRODUCT.match(behind) and not re.match(r"^[^.]{0,60}\bcompany\b", behind)) or _SAID_BEFORE.search(
            text[max(0, match.start() - 40) : match.start()]
        ):
            yield Found(EntityType.DRUG, match.start(1), match.end(1), match[1], "brand", 4)


# Classes that trials combine with and that stand for whichever drug of the class is used.
_CLASS = re.compile(
    r"\b(?:immune\s+)?checkpoint\s+inhibitors?\b|\banti-PD-?L?1\s+(?:antibod(?:y|ies)|therapy)\b|"
    r"\b(?:radio)?chemotherapy\b",
    re.IGNORECASE,
)


def is_class(name: str) -> bool:
    """Whether a drug's name is that of a class."""
    return _CLASS.fullmatch(name) is not None


def classes(text: str) -> Iterator[Found]:
    """Classes of drugs that are named in place of a drug."""
    for match in _CLASS.finditer(text):
        if match[0].lower().endswith("chemotherapy") and not _GIVEN_WITH.search(
            text[max(0, match.start() - 90) : match.start()]
        ):
            continue  # what patients had before, or an arm that is compared with
        yield Found(EntityType.DRUG, match.start(), match.end(), re.sub(r"\s+", " ", match[0]).lower(), "class", 4)


def find_drugs(text: str, source: str) -> list[Found]:
    """Every candidate in a clean text; `source` is the same stretch as printed, with its trade marks."""
    return [
        *classes(text),
        *regimens(text),
        *names_in_capitals(text),
        *coined_names(text),
        *code_names(text),
        *introduced_codes(text),
        *labelled_names(text),
        *marked_names(source),
        *introduced_names(text),
        *stemmed_names(text),
        *lexicon_names(text),
        *dealt_names(text),
        *made_up_names(text),
        *drugs_by_kind(text),
    ]

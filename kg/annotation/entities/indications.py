"""Diseases and conditions: names in the lexicon and noun phrases with a disease word for a head; stages are kept apart.

Finds "renal cell cancer" in "patients with advanced renal cell cancer"; leaves "the disease" alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.annotation.found import Found
from kg.annotation.model import EntityType
from kg.lexicons import find_longest, lookup

_HEAD = (
    r"(?:cancers?|carcinomas?|sarcomas?|tumou?rs?|malignanc(?:y|ies)|leuka?emias?|lymphomas?|myelomas?|melanomas?|"
    r"gliomas?|glioblastomas?|neuroblastomas?|blastomas?|"
    r"diseases?|disorders?|syndromes?|infections?|deficienc(?:y|ies)|dystroph(?:y|ies)|atroph(?:y|ies)|"
    r"neuropath(?:y|ies)|myopath(?:y|ies)|cardiomyopath(?:y|ies)|retinopath(?:y|ies)|nephropath(?:y|ies)|"
    r"encephalopath(?:y|ies)|arthritis|hepatitis|colitis|dermatitis|pancreatitis|nephritis|osteoarthritis|fibrosis|"
    r"sclerosis|cirrhosis|diabetes|obesity|asthma|epilepsy|migraines?|depression|schizophrenia|"
    r"dementia|psoriasis|eczema|lupus|anemia|anaemia|thrombocytopenia|neutropenia|hypertension|hypotension|"
    r"hypoglycemia|stroke|sepsis|pneumonia|malaria|tuberculosis|influenza|insomnia|"
    r"autism|addiction|withdrawal|pain|ulcers?|wounds?|burns?|insufficiency|impairment|amyloidosis|endometriosis|"
    r"infertility|blindness|degeneration|edema|failure|fatigue|mucositis|"
    r"presbyopia|myopia|glaucoma|cataracts?|keratitis|uveitis|dysplasia|metastas[ei]s|polyps?|nausea|rhinitis|"
    r"allerg(?:y|ies)|anxiety|suicidality|ideation|poisoning|"
    r"cramps|spasms?|seizures?|hyperplasia|steatohepatitis|steatosis|cholangitis|fibromyalgia|narcolepsy|agitation|"
    r"ataxia|palsy|paralysis|spasticity|incontinence|baldness|alopecia|vitiligo|acne|rosacea|keratosis|warts?|"
    r"scleroderma|sarcoidosis|vasculitis|thrombosis|embolism|hemophilia|thalassemia|neoplasms?|neoplasia|"
    r"mesothelioma|tremor|gout|injur(?:y|ies))"
)
# Words before a head that belong to the name ("hormone refractory prostate cancer", "alcohol use disorder").
_MODIFIER = (
    r"(?:(?!(?:the|a|an|and|or|of|in|for|with|to|by|from|on|at|as|that|this|these|those|their|its|our|his|her|"
    r"other|such|many|most|some|any|all|both|each|various|certain|multiple(?!\s+sclerosis|\s+myeloma)|several|"
    r"treat|treats|treating|treatment|prevent|prevents|preventing|against|including|include|includes|patients?|"
    r"people|adults?|children|new|novel|potential|human|first|second|third|lead|key|common|serious|"
    r"life-threatening|debilitating|devastating|rare|unmet|difficult|target|targets|targeting|targeted|drug|drugs|"
    r"therapy|therapies|existing|current|associated|related|known|called|is|are|was|were|has|have|had|be|been|being|"
    r"no|not|non|who|which|when|where|than|more|less|very|highly|underlying|prevalent|broad|significant|global|"
    r"major|particular|specific|same|different|overall|further|reduce|reduced|reducing|increased?|"
    r"progressive|advanced|metastatic|recurrent|relapsed|relapsing(?!-)|refractory(?!\s+prostate)|"
    r"resistant(?!\s+prostate)|end-stage(?!\s+(?:renal|kidney|liver))|early-stage|late-stage|early|late|stage|mild|"
    r"moderate|moderate-to-severe|severe|severely|newly|diagnosed|untreated|previously|treated|"
    r"unresectable|operable|inoperable|high-risk|low-risk|high-grade|low-grade|confirmed|suspected|active|"
    r"symptomatic|asymptomatic|residual|measurable|inadequately|controlled|poorly|uncontrolled|"
    r"cause|causes|causing|caused|risk|progression|signs?|symptoms?|study|studies|trial|trials|model|models|mouse|"
    r"animal|murine|rodent|preclinical|clinical|development|developing|shown|showed|shows?|demonstrated?|promising|like|as|address|addressing|combat|fight|"
    r"fighting|manage|managing|cure|curing|"
    r"inhibit|inhibits|therapeutics|disrupts?|innovative|improve|improves|improving|develop|develops|experiencing|"
    r"suffering|involving|involved|diagnosis|onset|between|during|after|before|over|under|about|into|through|"
    r"across|within|without|via|per|vs|versus)\b)[A-Za-z][\w'-]*)"
)
_PHRASE = re.compile(
    rf"(?<![\w-])(?:{_MODIFIER}\s+){{1,4}}(?:{_HEAD})\b(?!\s+(?:cells?|tissue|progression|burden|control|models?|"
    rf"growth|size|response|vaccines?|activity|antigens?|suppressors?|microenvironment|biology|lines?|research|"
    rf"management|modifying|markers?|stabili[sz]ation|volume|samples?|necrosis|centers?|centres?|institute|society|"
    rf"conference|foundation|symposium|care|inventory|scale|scores?|index|questionnaire|rating|assessment|diary))",
    re.IGNORECASE,
)
_TOO_GENERAL = re.compile(
    r"^(?:(?:the|chronic|acute|serious|rare|human|unmet|common|genetic|inherited|progressive|complex|related|"
    r"physical|clinical|medical|other|primary|secondary|orphan|market|business|going|treatment|financial|product|"
    r"data|key|patient|health|"
    r"potential|safety|drug|price|power|system|supply|statistically|significant|overall|dose-limiting|grade|"
    r"adverse|acquired|life|limiting|regulatory|securities|personal|bodily|kidney's|liver's|general|severe|"
    r"multifactorial|devastating|debilitating|disabling|underlying)\s+)*"
    r"(?:diseases?|disorders?|syndromes?|conditions?|infections?|failure|trauma|injur(?:y|ies)|toxicity|lesions?|"
    r"deficienc(?:y|ies)|relapse|rejection|withdrawal|impairment|insufficiency|pain|wounds?|burns?|tumou?rs?|"
    r"degeneration|fatigue|ulcers?|overdose|ideation|blindness|allerg(?:y|ies)|depression|anxiety|stroke)$",
    re.IGNORECASE,
)
_KEEP_GENERAL = re.compile(
    r"^(?:tumou?rs?|pain|chronic pain|acute pain|depression|anxiety|stroke|acute stroke|genetic diseases?|"
    r"infections?|alcohol withdrawal|opioid withdrawal)$",
    re.IGNORECASE,
)
# What a disease may be called without naming one: not an entity on its own.
_STOP = frozenset(
    """
    death injury shock fever infection infections inflammation lesion lesions toxicity bleeding weight loss fall
    falls stress withdrawal failure fatigue swelling nausea vomiting headache dizziness diarrhea rash itching
    result results outcome outcomes response responses resistance immunity disease diseases disorder disorders
    syndrome syndromes condition conditions adverse event adverse events side effect side effects complication
    complications relapse tumor tumors tumour tumours metastasis metastases remission wound wounds burn burns
    allergy trauma dependence abuse sensitivity resistance pregnancy menopause aging ageing dehydration
    """.split()
) | {
    ("weight loss"),
    ("withdrawal symptoms"),
    "side effects",
    "adverse event",
    "adverse events",
    "disease progression",
    "low blood pressure",
}


def find_indications(text: str) -> list[Found]:
    """Diseases named in a clean text, longest first; the name leaves out stage and severity."""
    found = list(_from_lexicon(text))
    found.extend(_from_phrases(text, [(f.start, f.end) for f in found]))
    found.extend(_from_lists(text))
    found.extend(_from_letters(text))
    found.extend(_shared_heads(text, found))
    found.extend(
        Found(EntityType.INDICATION, m.start(1), m.end(1), (f"{m[1]} disease"), "", 1) for m in _EPONYM.finditer(text)
    )
    ends = sorted({f.end for f in found})
    return [f for f in found if not _CAUSE.match(text, f.end) and not _is_explanation(text, f, ends)]


# "diabetes-associated retinopathy" is a retinopathy
_CAUSE = re.compile(r"[-‐‑–](?:associated|related|induced|driven|mediated|linked|dependent)\s{1,3}[a-z]", re.IGNORECASE)
_EXPLAINS = re.compile(
    r"(?: \([^()]{1,24}\))?,\s{1,3}(?:which is |that is )?(?:an?|one of the) "
    r"(?:(?!for\b|in\b|with\b|to\b|and\b)[\w/-]+ ){0,6}$"
)


def _is_explanation(text: str, found: Found, ends: Sequence[int]) -> bool:
    """Whether a name only says what the disease before it is: "Fabry disease, an X-linked genetic disorder"."""
    return any(_EXPLAINS.match(text[end : found.start]) for end in ends if 0 < found.start - end <= 90)


_SITES = (
    r"(?:colon|colorectal|rectal|breast|lung|ovarian|prostate|pancreatic|gastric|stomach|liver|hepatic|kidney|"
    r"renal|bladder|cervical|brain|skin|head and neck|endometrial|esophageal|thyroid|testicular|uterine|bone|blood|"
    r"oral|"
    r"non-small cell lung|small cell lung|triple-negative breast|biliary|bile duct|hematologic|gastrointestinal|"
    r"gynecologic)"
)
_SHARED = re.compile(
    rf"\b((?:{_SITES}(?:,\s+|\s+and\s+|\s+or\s+|,\s+and\s+|/))+)(?:[a-z-]+\s+){{1,3}}(cancers?|carcinomas?|"
    rf"tumou?rs?)\b",
    re.IGNORECASE,
)


def _shared_heads(text: str, found: list[Found]) -> list[Found]:
    """First heads of lists: "alcohol" in "alcohol and opioid use disorders", as "alcohol use disorders"."""
    out = []
    for f in found:
        words = text[f.start : f.end].split()
        before = re.search(r"([A-Za-z][\w-]{3,})\s+(?:and|or|and/or)\s+$", text[max(0, f.start - 40) : f.start])
        if before and len(words) > 1:
            name = " ".join([before[1], *words[1:]])
            if (
                any(not e.short for e in lookup("disease", name))
                and not lookup("disease", before[1])
                and not _STAGE.match(before[1] + " ")
            ):
                at = max(0, f.start - 40) + before.start(1)
                out.append(Found(EntityType.INDICATION, at, at + len(before[1]), name, "", 0))
    return out


def _from_lists(text: str) -> Iterator[Found]:
    """ "colon" in "colon and lung cancers", under the name "colon cancer"."""
    for match in _SHARED.finditer(text):
        head = match[2].lower().rstrip("s")
        for site in re.finditer(_SITES, match[1], re.IGNORECASE):
            at = match.start(1) + site.start()
            yield Found(EntityType.INDICATION, at, at + len(site[0]), f"{site[0].lower()} {head}", "", 2)


# How far a disease has come and how bad it is: no part of its name.
_STAGE = re.compile(
    r"(?:(?:locally\s+)?(?:advanced|metastatic|recurrent|relapsed|refractory|unresectable|inoperable|severe|moderate|mild|"
    r"untreated|symptomatic|newly\s+diagnosed|early[- ]stage|late[- ]stage|high[- ]risk|low[- ]risk)\s+)+",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?:cancers?|tumou?rs?|disease|malignanc(?:y|ies)|carcinomas?|neoplasms?|infections?|"
    r"combined\b.*)$",
    re.IGNORECASE,
)


def _stage_of(name: str) -> int:
    """How many characters at the beginning of a name only say how far the disease has come; 0 where they make it."""
    stage = _STAGE.match(name)
    rest = name[stage.end() :] if stage else ""
    entries = lookup("disease", re.sub(r"\s+", " ", rest)) if rest and not _WHOLE.match(rest) else ()
    known = any(not e.short for e in entries) or rest in _LETTERS
    return stage.end() if stage and known else 0


# Letters that name a disease to everybody in the field, and nothing else that a release speaks of.
_LETTERS = {
    "ALS": "amyotrophic lateral sclerosis",
    "RSV": "respiratory syncytial virus",
    "AML": "acute myeloid leukemia",
    "CLL": "chronic lymphocytic leukemia",
    "CML": "chronic myeloid leukemia",
    "DLBCL": "diffuse large B-cell lymphoma",
    "CTCL": "cutaneous T-cell lymphoma",
    "MDS": "myelodysplastic syndrome",
    "NSCLC": "non-small cell lung cancer",
    "SCLC": "small cell lung cancer",
    "TNBC": "triple-negative breast cancer",
    "PDAC": "pancreatic ductal adenocarcinoma",
    "HNSCC": "head and neck squamous cell carcinoma",
    "mCRPC": "metastatic castration-resistant prostate cancer",
    "GBM": "glioblastoma",
    "HCC": "hepatocellular carcinoma",
    "RCC": "renal cell carcinoma",
    "IPF": "idiopathic pulmonary fibrosis",
    "COPD": "chronic obstructive pulmonary disease",
    "DMD": "Duchenne muscular dystrophy",
    "SLE": "systemic lupus erythematosus",
    "IBD": "inflammatory bowel disease",
    "CKD": "chronic kidney disease",
    "T1D": "type 1 diabetes",
    "T2D": "type 2 diabetes",
    "PSP": "progressive supranuclear palsy",
    "OSA": "obstructive sleep apnea",
    "ADHD": "attention deficit hyperactivity disorder",
    "PTSD": "post-traumatic stress disorder",
    "NHL": "non-Hodgkin lymphoma",
    "MDD": "major depressive disorder",
    "PAH": "pulmonary arterial hypertension",
    "SMA": "spinal muscular atrophy",
    "HAE": "hereditary angioedema",
    "PNH": "paroxysmal nocturnal hemoglobinuria",
    "ARDS": "acute respiratory distress syndrome",
    "BPH": "benign prostatic hyperplasia",
    "NMOSD": "neuromyelitis optica spectrum disorder",
    "CIDP": "chronic inflammatory demyelinating polyneuropathy",
    "GVHD": "graft-versus-host disease",
    "GvHD": "graft-versus-host disease",
}
_BY_LETTERS = re.compile(
    rf"(?<![\w@/.-])(?:{'|'.join(_LETTERS)})(?![\w@/-])"
    r"(?!\s(?:Association|Foundation|Society|Institute|Alliance|Corp|Inc|Congress)\b)"
)


def _from_letters(text: str) -> Iterator[Found]:
    """Diseases that are named by well-known letters alone."""
    if not text.isupper():
        for match in _BY_LETTERS.finditer(text):
            yield Found(EntityType.INDICATION, match.start(), match.end(), _LETTERS[match[0]], "", 0)


def _from_lexicon(text: str) -> Iterator[Found]:
    for hit in find_longest("disease", text):
        start, end, entries = hit.start, hit.end, hit.entries
        start += _stage_of(text[start:end])
        name = re.sub(r"\s+", " ", text[start:end])
        name = _LETTERS.get(name, name) if start > hit.start else name
        if (
            name.lower().replace("-", " ") in _STOP
            or _GRADED.match(name)
            or re.search(r"-(?:positive|negative)$", name)
            or _TOO_GENERAL.match(name)
            and not _KEEP_GENERAL.match(name)
        ):
            continue
        if any(e.short for e in entries) and all(e.short for e in entries):
            continue  # three letters or fewer: only where the release spells them out
        yield Found(EntityType.INDICATION, start, end, name, "", 1)


# Words that may lead a phrase but are no part of a name: participles, adverbs, numbers, stages.
_LED = re.compile(
    r"(?:(?:(?!(?:wasting|bleeding|relapsing|sclerosing|demyelinating|sleeping|blistering|fibrosing|scarring|eating|binge|spreading|"
    r"circulating|clotting|swallowing|breathing|hearing|drinking|gambling|vomiting)\b)[A-Za-z-]+ing(?:\s+(?:stable|progressive))?|"
    r"(?!(?:early|only|family|belly|july)\b)[A-Za-z]+ly|only|one|two|three|four|another|similar|fatal|stable|so-called|"
    r"refractory(?=\s+acute)|one-time|innovative|challenging|difficult-to-treat|hard-to-treat)\s+)*",
    re.IGNORECASE,
)
_EPONYM = re.compile(r"\b((?:Alzheimer|Parkinson|Huntington|Crohn)['’]s)(?!\s+(?:[Dd]isease|[Dd]ementia|[A-Z]\w+))")
_GRADED = re.compile(r"^(?:Grade|Stage|Type|Class|Group|Level|Phase)\s?\w{1,3}$", re.IGNORECASE)


# Words before a disease of the lexicon that make another disease of it; all others only qualify it.
_MAKES_ANOTHER = re.compile(
    r"^(?:(?:hormone|castration|androgen|treatment|platinum|chemotherapy|steroid|refractory|resistant|induced|squamous|cell|clear|knee|hip|hand|diabetic|wet|dry|plaque|X-linked|hereditary|familial|homozygous|heterozygous|eosinophilic|pustular|idiopathic|non-cystic|generalized|neuropathic|cutaneous|uveal|mucosal|ocular|neovascular|"
    r"[\w-]+-(?:resistant|refractory|induced|associated|related|positive|negative|mutant|mutated|driven|dependent|mediated|linked|independent)|neuroendocrine|triple-negative|inflammatory|genital|bacterial|viral|fungal|opioid|alcohol|cocaine|suicidal|postpartum|treatment-resistant)\s+)+$",
    re.IGNORECASE,
)


def _from_phrases(text: str, known: list[tuple[int, int]]) -> Iterator[Found]:
    for match in _PHRASE.finditer(text):
        start = match.start() + _LED.match(match[0]).end()  # type: ignore[union-attr]
        name = re.sub(r"\s+", " ", text[start : match.end()])
        if " " not in name and not lookup("disease", name):
            continue
        inside = min((a for a, b in known if start < a and b == match.end()), default=None)
        if inside is not None and not _MAKES_ANOTHER.match(text[start:inside]):
            continue
        if re.match(r"[a-z]+(?:izes|ises|ates|ifies|ves|cts|nts|lts)\s|\w+ed\s", name) or re.match(
            r"[A-Za-z]\w+\s\w+(?:izes|ises|ates)\s", name
        ):
            continue  # a clause, not a name: "sensitizes tumors"
        if not _TOO_GENERAL.match(name) and name.lower() not in _STOP:
            yield Found(EntityType.INDICATION, start, match.end(), name, "", 1)

"""What the ending of a drug's nonproprietary name says of it.

The stems are those of WHO, "The use of stems in the selection of International Nonproprietary Names (INN) for
pharmaceutical substances", and the later schemes for antibodies and for gene and cell therapies. Only stems that few
English words end in are here, and a name must be longer than its stem by three letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stem:
    """An INN stem ("tinib"), the modality that it implies (a notation of the modality lexicon), and its meaning."""

    ending: str
    modality: str
    meaning: str


STEMS = tuple(
    Stem(ending, modality, meaning)
    for ending, modality, meaning in (
        line.split("|")
        for line in """\
mab|monoclonal antibody|monoclonal antibody
tamig|bispecific antibody|immunoglobulin with two specificities
tug|monoclonal antibody|unmodified immunoglobulin
fusp|fusion protein|fusion protein
cept|fusion protein|receptor fused to an immunoglobulin fragment
tinib|small molecule|tyrosine kinase inhibitor
rafenib|small molecule|Raf kinase inhibitor
metinib|small molecule|MEK inhibitor
ciclib|small molecule|cyclin-dependent kinase inhibitor
lisib|small molecule|phosphatidylinositol 3-kinase inhibitor
sertib|small molecule|serine/threonine kinase inhibitor
zomib|small molecule|proteasome inhibitor
parib|small molecule|PARP inhibitor
degib|small molecule|hedgehog pathway inhibitor
clax|small molecule|Bcl-2 inhibitor
rasib|small molecule|Ras inhibitor
metostat|small molecule|histone methyltransferase inhibitor
inostat|small molecule|histone deacetylase inhibitor
demstat|small molecule|demethylase inhibitor
gliptin|small molecule|DPP-4 inhibitor
gliflozin|small molecule|SGLT2 inhibitor
glitazone|small molecule|PPAR gamma agonist
glitazar|small molecule|PPAR alpha and gamma agonist
glinide|small molecule|oral antidiabetic
glutide|peptide|glucagon-like peptide analogue
tirelin|peptide|thyrotropin-releasing hormone analogue
relin|peptide|pituitary hormone release stimulant
relix|peptide|gonadotropin-releasing hormone antagonist
pressin|peptide|vasopressin analogue
morelin|peptide|growth hormone release stimulant
siran|siRNA|small interfering RNA
rsen|antisense|antisense oligonucleotide
virsen|antisense|antiviral antisense oligonucleotide
mersen|antisense|antisense oligonucleotide
tegravir|small molecule|HIV integrase inhibitor
buvir|small molecule|RNA polymerase inhibitor
asvir|small molecule|NS5A inhibitor
previr|small molecule|viral serine protease inhibitor
navir|small molecule|HIV protease inhibitor
ciclovir|small molecule|antiviral guanine analogue
amivir|small molecule|neuraminidase inhibitor
trelvir|small molecule|coronavirus main protease inhibitor
virine|small molecule|non-nucleoside reverse transcriptase inhibitor
citabine|small molecule|nucleoside antimetabolite
taxel|small molecule|taxane
tecan|small molecule|topoisomerase I inhibitor
rubicin|small molecule|anthracycline
platin|small molecule|platinum compound
bulin|small molecule|mitotic inhibitor
trexate|small molecule|antifolate
trexed|small molecule|antifolate
stinel|small molecule|NMDA receptor modulator
oxaban|small molecule|factor Xa inhibitor
gatran|small molecule|thrombin inhibitor
vastatin|small molecule|HMG-CoA reductase inhibitor
cetrapib|small molecule|CETP inhibitor
sartan|small molecule|angiotensin II receptor antagonist
prazole|small molecule|proton pump inhibitor
setron|small molecule|5-HT3 antagonist
triptan|small molecule|5-HT1 agonist
gepant|small molecule|CGRP antagonist
orexant|small molecule|orexin receptor antagonist
pitant|small molecule|NK1 antagonist
sentan|small molecule|endothelin receptor antagonist
fenacin|small molecule|muscarinic antagonist
lukast|small molecule|leukotriene receptor antagonist
citinib|small molecule|Janus kinase inhibitor
brutinib|small molecule|Bruton kinase inhibitor
lutamide|small molecule|androgen receptor antagonist
estrant|small molecule|estrogen antagonist
rozole|small molecule|aromatase inhibitor
floxacin|small molecule|quinolone antibacterial
conazole|small molecule|azole antifungal
fungin|peptide|echinocandin antifungal
thromycin|small molecule|macrolide antibacterial
cycline|small molecule|tetracycline antibacterial
penem|small molecule|carbapenem antibacterial
bactam|small molecule|beta-lactamase inhibitor
zolid|small molecule|oxazolidinone antibacterial
oxetine|small molecule|reuptake inhibitor
peridone|small molecule|antipsychotic
piprazole|small molecule|antipsychotic
racetam|small molecule|nootropic
gabalin|small molecule|gabamimetic
caftor|small molecule|CFTR potentiator or corrector
vaptan|small molecule|vasopressin receptor antagonist
coxib|small molecule|COX-2 inhibitor
imod|immunotherapy|immunomodulator
leucel|cell therapy|leukocytes
temcel|cell therapy|stem cells
vec|gene therapy|vector
repvec|oncolytic virus|replicating vector
parvovec|gene therapy|adeno-associated viral vector
lentivec|gene therapy|lentiviral vector
plestim|recombinant protein|interleukin-3 analogue
grastim|recombinant protein|granulocyte colony-stimulating factor
gramostim|recombinant protein|granulocyte-macrophage colony-stimulating factor
poetin|recombinant protein|erythropoietin
leukin|recombinant protein|interleukin analogue
kinra|recombinant protein|interleukin receptor antagonist
nercept|fusion protein|TNF receptor
plase|recombinant protein|plasminogen activator
sulfase|enzyme|sulfatase
dotin|antibody-drug conjugate|auristatin payload
vedotin|antibody-drug conjugate|auristatin payload
mertansine|antibody-drug conjugate|maytansinoid payload
deruxtecan|antibody-drug conjugate|camptothecin payload
govitecan|antibody-drug conjugate|camptothecin payload
ozogamicin|antibody-drug conjugate|calicheamicin payload
tesirine|antibody-drug conjugate|pyrrolobenzodiazepine payload
soravtansine|antibody-drug conjugate|maytansinoid payload
meran|mRNA|messenger RNA""".split("\n")
    )
)
SHORTEST = 8  # letters of a name; "tinib" and the like never stand alone


def inn_stem(word: str) -> Stem | None:
    """The longest INN stem that a word, or the last word of a name, ends in; None where there is none.

    A biosimilar's suffix of four letters ("-abcd") is passed over.

    >>> inn_stem("exemplotinib").modality, inn_stem("Fictumab-abcd").ending, inn_stem("parliament"), inn_stem("latin")
    ('small molecule', 'mab', None, None)
    """
    name = word.strip().lower()
    if len(name) > 5 and name[-5] == "-" and name[-4:].isalpha():
        name = name[:-5]
    last = re.split(r"[\s-]", name)[-1]
    if not last.isascii() or not last.isalpha():
        return None
    for stem in _LONGEST_FIRST:
        if last.endswith(stem.ending):
            long = len(last) >= max(SHORTEST, len(stem.ending) + 3) or (" " in name and last == stem.ending)
            return stem if long and last not in _WORDS else None
    return None


_LONGEST_FIRST = tuple(sorted(STEMS, key=lambda stem: (-len(stem.ending), stem.ending)))
_WORDS = frozenset(
    ("intercept", "globulin", "immunoglobulin", "antiglobulin", "hemoglobulin", "interleukin", "anthracycline")
)

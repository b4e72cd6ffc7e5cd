"""A graph made from gold facts and damaged by chance, so that two scorers can be compared on it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from kg.checks.predicted import DCTERMS, ORG, TYPE
from kg.graph.terms import Iri, Literal, Quad, literal
from kg.ontology import BP, SCHEMA

LABEL = Iri("http://www.w3.org/2000/01/rdf-schema#label")
ID = "https://w3id.org/biotech-pipeline/id/"
XSD = "http://www.w3.org/2001/XMLSchema#"
DRUG = {
    "developer": BP + "developer",
    "modality": BP + "modality",
    "target": BP + "target",
    "indication": BP + "indication",
    "approved_for": BP + "approvedFor",
    "analogue_of": BP + "analogueOf",
    "stage": BP + "stage",
    "risk": BP + "risk",
}
TRIAL = {
    "phase": "phase",
    "status": "status",
    "sponsor": "sponsor",
    "collaborator": "collaborator",
    "disease": "indication",
}


class Damaged:
    """Writes gold facts as triples; drops some, swaps some, doubles some."""

    def __init__(self, seed: int):
        self.chance = random.Random(seed)
        self.count = 0

    def documents(self, folder: Path) -> Iterator[Quad]:
        """All quads of all gold files of a folder."""
        for path in sorted(folder.rglob("*.yaml")):
            gold = yaml.safe_load(path.read_text("utf-8"))
            filing = Iri(f"{ID}filing/{path.stem}")
            cover = (
                [{"date": gold["filing"]["date"], "facts": gold["filing_facts"]}] if gold.get("filing_facts") else []
            )
            for i, release in enumerate([*gold["releases"], *cover]):
                node = Iri(f"{ID}release/{path.stem}-{i}") if i < len(gold["releases"]) else filing
                if node != filing and self.chance.random() < 0.05:
                    continue
                for s, p, o in self.release(node, filing, release, gold):
                    yield Quad(s, Iri(p), o, node)

    def release(self, node: Iri, filing: Iri, release: dict[str, Any], gold: dict[str, Any]) -> Iterator[Any]:
        """The triples of one release."""
        self.gold, self.keys = gold["entities"], sorted(gold["entities"])
        if node != filing:
            yield node, TYPE, Iri(BP + "Release")
            yield node, DCTERMS + "isPartOf", filing
            yield filing, DCTERMS + "source", Literal(gold["source"])
            yield node, DCTERMS + "title", Literal(str(release.get("headline", "")))
            if release["date"] and self.chance.random() < 0.9:
                yield node, DCTERMS + "issued", Literal(str(release["date"]), XSD + "date")
        for key, entity in gold["entities"].items():
            thing = self.entity(key)
            yield thing, TYPE, Iri(BP + entity["type"])
            yield thing, str(LABEL.value), Literal(str(self.chance.choice(entity["names"])))
        for line in release["facts"]:
            ((kind, args),) = line.items()
            if self.chance.random() < 0.8:
                yield from self.fact(kind.removeprefix("optional_"), args)

    def entity(self, key: str) -> Iri:
        """A thing of the gold file."""
        return Iri(f"{ID}thing/{key}")

    def value(self, value: Any) -> Iri | Literal:
        """An argument as a term, now and then another one."""
        if self.chance.random() < 0.1:
            return self.entity(self.chance.choice(self.keys))
        if isinstance(value, list):
            value = value[0]
        return self.entity(value) if value in self.gold else literal(value)

    def node(self, cls: str) -> Iri:
        """A new n-ary node."""
        self.count += 1
        return Iri(f"{ID}{cls}/{self.count}")

    def put(self, node: Iri, cls: str, fields: list[tuple[str, Any]]) -> Iterator[Any]:
        """A node with what is known of it, less a little."""
        yield node, TYPE, Iri(cls)
        for prop, value in fields:
            if value is not None and self.chance.random() < 0.93:
                yield node, prop, self.value(value)

    def fact(self, kind: str, a: Any) -> Iterator[Any]:
        """One gold fact as triples."""
        n = self.node(kind)
        if kind in DRUG:
            yield self.entity(a[0]), DRUG[kind], self.value(a[1])
        elif kind == "founded":
            yield self.entity(a[0]), SCHEMA + "foundingDate", Literal(str(a[1]), XSD + "gYear")
        elif kind == "trial":
            a = {k.removeprefix("optional_"): v for k, v in a.items()}
            fields = [(BP + "intervention", a["drug"]), *((BP + TRIAL[k], a[k]) for k in TRIAL if k in a)]
            fields += [(BP + "combinedWith", d) for d in a.get("with", [])] + [
                (BP + "site", d) for d in a.get("sites", [])
            ]
            fields += [(BP + "enrollment", a.get("enrollment")), (BP + "registryId", a.get("nct"))]
            fields += [
                (BP + f"{'principal' if w == 'principal' else 'co'}Investigator", p)
                for p, w in a.get("investigators", [])
            ]
            yield from self.put(n, BP + "Trial", fields)
        elif kind == "role":
            role = (ORG + "member", ORG + "organization", ORG + "role", BP + "status")
            yield from self.put(n, ORG + "Membership", list(zip(role, a, strict=True)))
        elif kind == "listing":
            listing = (BP + "issuer", BP + "exchange", BP + "ticker")
            yield from self.put(n, BP + "Listing", list(zip(listing, a, strict=True)))
        else:
            yield from self.record(kind, n, a)

    def record(self, kind: str, n: Iri, a: Any) -> Iterator[Any]:
        """The kinds whose arguments have names."""
        if kind == "agreement":
            a = {k.removeprefix("optional_"): v for k, v in a.items()}
            fields = [(BP + "agreementType", a["type"])] + [(BP + "party", p) for p in a["parties"]]
            fields += [(BP + "subject", d) for d in a.get("subject", [])]
            fields += [(BP + side, a.get(side)) for side in ("licensor", "licensee")]
            yield from self.put(n, BP + "Agreement", fields)
            for amount in a.get("amounts", []):
                payment = self.node("payment")
                yield n, BP + "payment", payment
                money = [(BP + "paymentType", amount["kind"]), (BP + "amount", amount["value"])]
                yield from self.put(payment, BP + "Payment", [*money, (SCHEMA + "currency", amount["currency"])])
        elif kind == "regulatory":
            a = (
                dict(zip(("drug", "action", "agency", "disease", "status"), a, strict=False))
                if isinstance(a, list)
                else a
            )
            names = {
                "drug": "drug",
                "action": "actionType",
                "agency": "agency",
                "disease": "indication",
                "status": "status",
            }
            yield from self.put(n, BP + "RegulatoryAction", [(BP + names[k], v) for k, v in a.items() if k in names])
        elif kind == "financing":
            a = dict(zip(("org", "type", "amount", "currency"), a, strict=False)) if isinstance(a, list) else a
            money = [(BP + "amount", a.get("amount", a.get("value"))), (SCHEMA + "currency", a.get("currency"))]
            who = a.get("org") or a.get("organization")
            yield from self.put(n, BP + "Financing", [(BP + "issuer", who), (BP + "financingType", a["type"]), *money])
        elif kind == "publication":
            yield from self.put(
                n, BP + "Publication", [(DCTERMS + "title", a["title"]), (BP + "venue", a.get("venue"))]
            )
        elif kind == "presentation":
            fields = [(BP + "event", a["event"]), *((SCHEMA + "about", d) for d in a["drugs"])]
            yield from self.put(n, BP + "Presentation", fields)
        elif kind == "financial":
            fields = [(BP + "reportedBy", a["org"]), (BP + "metric", a["metric"]), (BP + "periodEnd", str(a["end"]))]
            fields += [(BP + "months", a["months"]), (BP + "value", a["value"]), (SCHEMA + "currency", a["currency"])]
            yield from self.put(n, BP + "FinancialObservation", fields)

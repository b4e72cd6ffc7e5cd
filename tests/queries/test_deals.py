"""What may come one day is not what was paid."""

# ruff: noqa: E501 - what a sentence states reads best on one line

from __future__ import annotations

from kg.queries.deals import deals_of
from tests.queries.told_case import case

DEAL = (
    "agreement/a agreementType :license; agreement/a party organization/quillmark; agreement/a party organization/belu;"
    "agreement/a licensor organization/quillmark; agreement/a licensee organization/belu; agreement/a subject drug/qm-1;"
    "agreement/a status :active;"
)
PAID = (
    'agreement/a payment payment/u; payment/u paymentType :upfront; payment/u amount 5000000.0; payment/u schema:currency "USD";'
    'agreement/a payment payment/m; payment/m paymentType :milestone; payment/m amount 40000000.0; payment/m schema:currency "USD";'
    "payment/m upTo true; agreement/a payment payment/e; payment/e paymentType :upfront; payment/e amount 2000000.0;"
    'payment/e schema:currency "USD"; payment/e upTo true;'
)


def test_up_to_stands_apart_from_what_is_fixed() -> None:
    (deal,) = deals_of(case(("2004-01-01", "Belu pays.", DEAL + PAID)))
    assert deal.fixed.text == "USD 5,000,000 (Upfront payment)"
    assert deal.conditional.text == "up to USD 2,000,000 (Upfront payment); up to USD 40,000,000 (Milestone payment)"
    assert deal.total.text == ""
    assert (deal.partner.text, deal.role.text, deal.royalties.text) == ("Belu", "licensor", "")


def test_the_latest_status_stands() -> None:
    (deal,) = deals_of(
        case(("2004-01-01", "A license.", DEAL), ("2005-01-01", "It has ended.", "agreement/a status :ended"))
    )
    assert (deal.status.text, deal.first, deal.last) == ("Ended", "2004-01-01", "2005-01-01")


def test_told_without_its_partner_it_is_the_only_one_that_it_can_be() -> None:
    bare = (
        "agreement/b agreementType :license; agreement/b party organization/quillmark; agreement/b licensor organization/quillmark;"
        "agreement/b subject drug/qm-1"
    )
    (deal,) = deals_of(case(("2004-01-01", "A license.", DEAL), ("2004-03-01", "We licensed QM-1.", bare)))
    assert deal.last == "2004-03-01"
    other = DEAL.replace("agreement/a", "agreement/c").replace("belu", "tarn")
    lines = deals_of(
        case(("2004-01-01", "A license.", DEAL), ("2004-02-01", "Another.", other), ("2004-03-01", "Which?", bare))
    )
    assert sorted(d.partner.text for d in lines) == ["", "Belu", "Tarn"]

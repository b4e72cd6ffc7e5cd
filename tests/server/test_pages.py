"""The pages about the invented company: what each shows, how its links hold, what its scripts do in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.queries.profile import Profile
from kg.server.pages.figures import pivot
from kg.server.pages.identifiers import public_id
from kg.server.pages.jobs import _names
from kg.server.pages.marking import marked
from kg.server.pages.render import at, day, harmless, link, sentences, to
from kg.store import open_store
from tests.queries.norvik import RELEASES, SHA, TEXT, make_store
from tests.server.browser import CHROMIUM, DESK, PHONE, see
from tests.server.in_process import listening, pages_app
from tests.server.serving import Served

DOC = SHA[:16]
COMPANY, DRUG = "organization/norvik-biosciences-inc", "drug/nvk-101"


def with_reading(folder: Path) -> Path:
    """The invented company's store, with the places of its releases."""
    make_store(folder)
    starts = [TEXT.index(title) for _, title, _ in RELEASES] + [len(TEXT)]
    parts = [{"sequence": n + 1, "start": starts[n], "end": starts[n + 1]} for n in range(len(RELEASES))]
    reading = {"filing": {"form": "8-K", "filed": "2007-05-21", "releases": parts}}
    with open_store(folder, "write") as store:
        store.save_reading(SHA, json.dumps(reading), TEXT)
    return folder


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with listening(pages_app(with_reading(tmp_path_factory.mktemp("pages") / "store"))) as found:
        yield found


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, timeout=240) as found:
        yield found


def text_of(response: httpx.Response) -> str:
    """A page's words, without its tags."""
    assert response.status_code == 200, response.text
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def test_thing_has_its_facts_with_date_source_and_quote(client: httpx.Client) -> None:
    page = client.get(f"/entity/{DRUG}")
    words = text_of(page)
    assert "Norvik Biosciences Inc." in words
    assert "NVK 101" in words  # another name
    assert "psoriasis possible" in words
    assert "Phase 2 trial of NVK-101 in melanoma" in words
    assert "12 Sep 2006" in words
    assert "has begun at Mercy Lake Hospital" in words
    start = TEXT.index("The Phase 2 trial")
    assert f'href="/document/{DOC}-2#p{start}"' in page.text


def test_company_shows_its_drugs_trials_deals_and_people(client: httpx.Client) -> None:
    words = text_of(client.get(f"/entity/{COMPANY}"))
    for told in ("NVK-202", "License", "Halden Pharma AG", "Astrid Lund", "chiefExecutiveOfficer", "Initiated"):
        assert told.lower() in words.lower(), told


def test_as_of_a_day_nothing_later_is_known(client: httpx.Client) -> None:
    then = text_of(client.get(f"/entity/{DRUG}?as_of=2006-03-02"))
    assert "planned" in then
    assert "Mercy Lake" not in then
    assert "psoriasis" not in then
    assert "Nothing was told of it by 1 Jan 2001" in text_of(client.get(f"/entity/{DRUG}?as_of=2001-01-01"))


def test_document_marks_every_passage_in_place(client: httpx.Client) -> None:
    page = client.get(f"/document/{DOC}-2")
    for sentence in RELEASES[1][2]:
        start = TEXT.index(sentence.text)
        assert f'<mark id="p{start}"' in page.text
        assert f">{sentence.text}</mark>" in page.text
    assert "NORVIK AND HALDEN AGREE" in page.text  # the other parts are offered
    assert RELEASES[2][2][0].text not in page.text


def test_board_places_a_trial_by_phase_and_day(client: httpx.Client) -> None:
    now = client.get("/pipeline", params={"company": "Norvik"}).text
    assert '<td data-phase="Phase 2"><div class="chip b-initiated">' in now.replace("\n", "")
    then = client.get("/pipeline", params={"company": COMPANY, "as_of": "2006-03-02"}).text
    assert "b-planned" in then
    assert "NVK-202" not in then
    assert "Norvik Biosciences Inc." in text_of(client.get("/pipeline"))


def test_timeline_tells_what_became_of_what(client: httpx.Client) -> None:
    page = client.get("/timeline", params={"about": DRUG})
    assert re.search(r"<del><bdi>[Pp]lanned</bdi></del> → <b><bdi>[Ii]nitiated</bdi></b>", page.text)
    days = re.findall(r'<time datetime="([\d-]+)">\d+ \w+ \d+</time>\n<div>', page.text)
    assert days == sorted(days, reverse=True)


def test_changes_are_told_both_ways(client: httpx.Client) -> None:
    words = text_of(client.get("/changes", params={"about": DRUG, "from": "2006-03-02", "to": "2006-09-12"}))
    new, gone = words.split("No longer so")
    assert re.search(r"\+ status: initiated", new, re.IGNORECASE)
    assert re.search(r"− status: planned", gone, re.IGNORECASE)


def test_sections_of_a_report_lead_to_their_sentences(client: httpx.Client) -> None:
    page = client.get("/report", params={"about": COMPANY})
    assert "NVK-101" in text_of(page)
    assert f"/document/{DOC}" in page.text
    deals = client.get("/report", params={"about": COMPANY, "section": "deals"})
    assert "EUR 5,000,000" in text_of(deals)
    before = client.get("/report", params={"about": COMPANY, "section": "deals", "as_of": "2006-03-02"})
    assert "EUR" not in text_of(before)
    assert client.get("/report", params={"about": "person/astrid-lund"}).status_code == 400


def test_graph_data_grow_compare_and_find_paths(client: httpx.Client) -> None:
    around = client.get("/graph/data", params={"about": DRUG}).json()
    assert {n["type"] for n in around["nodes"]} >= {"Drug", "Organization", "Indication", "Trial"}
    assert {e["stance"] for e in around["edges"]} == {"", "intended", "possible"}
    quoted = [e for edge in around["edges"] for f in edge["facts"] for e in f["evidence"]]
    assert all(e["document"].startswith(DOC) and TEXT[e["start"] :].startswith(e["quote"]) for e in quoted)
    assert len(client.get("/graph/data", params={"about": COMPANY, "limit": "3"}).json()["nodes"]) == 3
    both = client.get("/graph/data", params={"about": DRUG, "from": "2006-03-02", "to": "2006-09-12"}).json()
    marks = {n["name"]: n["mark"] for n in both["nodes"]}
    assert marks["psoriasis"] == "added"
    assert marks["Phase 2 trial of NVK-101 in melanoma"] == "changed"
    assert marks["NVK-101"] == ""
    way = client.get("/graph/data", params={"about": "melanoma", "other": "Astrid Lund"}).json()
    assert {"NVK-101", "Norvik Biosciences Inc."} <= {n["name"] for n in way["nodes"]}


def test_search_finds_by_alias_part_and_misspelling(client: httpx.Client) -> None:
    assert client.get("/suggest?q=norvimab").json()[0]["href"] == f"/entity/{DRUG}"
    assert client.get("/suggest?q=nvk101").json()[0]["label"] == "NVK-101"
    assert client.get("/suggest?q=melanomma").json()[0]["label"] == "melanoma"
    assert {h["type"] for h in client.get("/suggest?q=norvik&type=Organization").json()} == {"Organization"}
    assert client.get("/search?q=NVK-202&go=1").headers["location"] == "/entity/drug/nvk-202"
    assert "NORVIK TREATS FIRST PATIENT" in text_of(client.get("/search?q=first+patient"))


def test_questions_have_forms_answers_and_csv(client: httpx.Client) -> None:
    assert "Who held which office when" in text_of(client.get("/query"))
    given = {"name": "pipeline", "company": "Norvik"}
    assert "1 row" in text_of(client.get("/query", params=given)) or "rows." in text_of(
        client.get("/query", params=given)
    )
    csv = client.get("/query.csv", params=given)
    assert csv.headers["content-type"].startswith("text/csv")
    assert csv.text.startswith("drug,indication,phase")
    assert "did you mean Norvik" in text_of(client.get("/query", params=given | {"company": "Norvick"}))


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("/entity/drug/none", 404), ("/document/none", 404), ("/timeline?about=none", 404), ("/query?name=none", 404),
        ("/graph?about=none", 404), ("/pipeline?company=NVK-101", 200), ("/changes?about=NVK-101&from=soon", 400),
        ("/static/../pages/jobs.py", 404), ("/static/none.js", 404),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(client: httpx.Client, page: str, status: int) -> None:
    assert client.get(page).status_code == status


def test_the_whole_server_shows_pages(served: Served) -> None:
    for page in ("/", f"/entity/{DRUG}", f"/graph?about={DRUG}", f"/graph/data?about={DRUG}", "/static/vis-network.js"):
        assert served.client.get(page).status_code == 200
    lost = served.client.get("/entity/drug/none")
    assert lost.status_code == 404
    assert lost.headers["content-type"].startswith("text/html")


def test_an_answer_is_drawn(client: httpx.Client) -> None:
    given = {"name": "pipeline", "company": "Norvik"}
    assert 'href="/graph?question=pipeline&amp;company=Norvik">As graph' in client.get("/query", params=given).text
    page = client.get("/graph", params={"question": "pipeline", "company": "Norvik"})
    assert "day: Norvik" in text_of(page)
    assert 'href="/query?name=pipeline&amp;company=Norvik"' in page.text
    data = client.get("/graph/data", params={"question": "pipeline", "company": COMPANY}).json()
    assert {"NVK-101", "melanoma"} <= {node["name"] for node in data["nodes"]}
    assert all(fact["evidence"] for edge in data["edges"] for fact in edge["facts"])
    assert client.get("/graph", params={"question": "none"}).status_code in (400, 404)
    assert client.get("/graph", params={"question": "pipeline"}).status_code == 400


def test_a_wrong_address_is_a_page_for_people_and_json_for_programs(served: Served) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    for address, status in (("/nowhere", 404), ("/static/none.css", 404), ("/graph/data", 404)):
        page = served.client.get(address, headers=browser)
        assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8"), address
        assert "first page" in page.text
        told = served.client.get(address, headers={"Accept": "*/*"})
        assert (told.status_code, told.headers["content-type"]) == (status, "application/problem+json"), address
        assert told.json()["detail"]
    for address in ("/api/nothing", "/graphs?graph=urn:none", "/sparql?query=nonsense"):
        assert served.client.get(address, headers=browser).headers["content-type"] == "application/problem+json"
    wrong = served.client.post("/documents", headers=browser)
    assert (wrong.status_code, set(wrong.headers["allow"].split(", "))) == (405, {"GET", "HEAD"})
    assert "not asked in that way" in wrong.text


def test_links_and_words() -> None:
    assert at({"document": "ab-1", "start": 7}) == "/document/ab-1#p7"
    assert to('drug/a b"c') == "/entity/drug/a%20b%22c"
    assert link("/x", a="1 2", b="", c=None) == "/x?a=1+2"
    assert day("2004-02-09") == "9 Feb 2004"
    assert day("2004-Q3") == "2004-Q3"
    assert harmless({"a": ["x\u202ey", "line\n\ttab\r"]}) == {"a": ["x\ufffdy", "line\n\ttab"]}


def test_pieces_make_the_text_again_and_the_shortest_passage_lies_on_top() -> None:
    read = [
        {"spans": [[12, 20]], "path": "drug/a", "about": "a", "type": "Drug", "what": "w", "value": "v"},
        {"spans": [[14, 16]], "path": "trial/b", "about": "b", "type": "Trial", "what": "w", "value": "v"},
    ]
    made = marked({"shown": {"start": 10}, "text": "abcdefghijklmn", "page": 0, "read": read})
    assert "".join(p["text"] for p in made["pieces"]) == "abcdefghijklmn"
    assert [(p["text"], p["group"]) for p in made["pieces"]] == [
        ("ab", -1), ("cd", 0), ("ef", 1), ("ghij", 0), ("klmn", -1),
    ]  # fmt: skip


def test_names_that_look_alike_are_shown_once() -> None:
    names = ("Halden Pharma", "HALDEN PHARMA AG", "HP\u2011Halden", "HP-Halden", "Halden Pharma AG.")
    found = Profile("", "Halden Pharma AG", "Organization", (), names, (), (), ())
    assert _names(found) == ["Halden Pharma", "HP\u2011Halden"]


def test_sentences_are_shown_once_the_newest_first() -> None:
    told = [("2006-03-02", "b"), ("2006-09-12", "a"), ("2005-01-01", "b")]
    places = [{"date": day, "document": "x-1", "quote": quote} for day, quote in told]
    assert [(p["quote"], p["date"]) for p in sentences(places)] == [("a", "2006-09-12"), ("b", "2006-03-02")]


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("http://purl.obolibrary.org/obo/DOID_162", "DOID 162"),
        ("http://id.nlm.nih.gov/mesh/D009371", "MeSH D009371"),
        ("https://identifiers.org/unii:K6E9SY8U8D", "UNII K6E9SY8U8D"),
        ("https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK=0000832489", "SEC CIK 0000832489"),
        ("urn:iso:std:iso:10383:XTSE", "MIC XTSE"),
        ("http://purl.uniprot.org/uniprot/P29965", "UniProt P29965"),
        ("https://example.org/of/nobody/x-7/", "x-7"),
    ],
)
def test_public_identifiers_say_whose_they_are(iri: str, expected: str) -> None:
    assert public_id(iri) == expected


def figure(metric: str, end: str, value: str, day: str = "2006-08-01") -> dict[str, object]:
    told = {"metric": metric, "periodEnd": end, "months": "3", "currency": "USD", "value": value}
    lines = [{"predicate": k, "values": [{"text": v, "places": [{"date": day}]}]} for k, v in told.items()]
    return {"lines": lines, "path": "observation/x"}


def cells(*items: dict[str, object]) -> dict[str, list[list[str]]]:
    return {row["metric"]: [[v["value"] for v in cell] for cell in row["cells"]] for row in pivot([*items])["rows"]}


def test_figures_stand_by_metric_and_period() -> None:
    items = [
        figure("Revenue", "2006-03-31", "1"),
        figure("Revenue", "2006-06-30", "2"),
        figure("Cash", "2006-03-31", "3"),
    ]
    assert [c["end"] for c in pivot(items)["columns"]] == ["2006-06-30", "2006-03-31"]
    assert cells(*items) == {"Cash": [[], ["3"]], "Revenue": [["2"], ["1"]]}


def test_of_figures_that_disagree_the_last_told_stands_first_and_none_is_lost() -> None:
    told = [figure("Cash", "2006-03-31", value, day) for value, day in (("7", "2006-05-01"), ("8", "2006-08-01"))]
    again = figure("Cash", "2006-03-31", "7", "2006-06-01")
    assert cells(*told, again) == cells(again, *reversed(told)) == {"Cash": [["8", "7"]]}


BROWSED = [
    ("/", "", "Newest releases"),
    (f"/graph?about={DRUG}", 'data-settled="yes"', "<canvas"),
    (f"/graph?about={DRUG}&from=2006-03-02&to=2006-09-12", 'data-settled="yes"', "<canvas"),
    (f"/entity/{COMPANY}", 'type="range"', "<output>20 May 2007"),
    (f"/document/{DOC}-2#p{TEXT.index('The Phase 2 trial')}", 'class="m-trial on"', "group m-trial on"),
    ("/query?query=SELECT+?d+?c+{?d+bp:developer+?c}", 'data-answered="yes"', ">drug/nvk-101<"),
]


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
@pytest.mark.parametrize(
    ("page", "size", "expected"),
    [(page, DESK, expected) for page, *expected in BROWSED]
    + [(page, PHONE, expected) for page, *expected in BROWSED[2:4]],
    ids=lambda value: str(value)[:12],
)
def test_pages_work_in_a_browser(address: str, tmp_path: Path, page: str, size: str, expected: list[str]) -> None:
    seen = see(address + page, tmp_path, size)
    assert seen.console == ""
    assert not seen.strangers(address)
    assert all(part in seen.dom for part in expected)

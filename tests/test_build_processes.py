from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.build import Plan, build
from kg.checks.verify import verify
from kg.store import open_store
from tools.bench_order import shuffled

RELEASE = """{company} DOSES FIRST PATIENT WITH {drug}

BERN, March {day}, 2008 - {company} Therapeutics Ltd. ("{company}") today dosed the first patient in a Phase 2 trial of
{drug} in melanoma. {company} has licensed {drug} from Harbour Pharma AG.

About {company}
{company} Therapeutics Ltd. is a company of ninety people that develops medicines against cancer.
"""


def write_letters(folder: Path) -> list[Path]:
    folder.mkdir()
    for number in range(34):
        company, drug = ("Orlo", "Quill", "Tarn")[number % 3] + "vex", f"QV-{100 + number % 7}"
        text = RELEASE.format(company=company, drug=drug, day=number % 28 + 1)
        (folder / f"{number:02d}.txt").write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


def dump(folder: Path, steps: Sequence[Sequence[Path]], workers: int) -> str:
    with open_store(folder, "write") as store:
        for paths in steps:
            report = build(paths, store, plan=Plan(workers=workers))
            assert not report.rejected
        assert not verify(store).problems
        return store.dump()


def test_one_digest_with_any_number_of_processes_and_in_any_order(tmp_path: Path) -> None:
    files = write_letters(tmp_path / "letters")
    alone = dump(tmp_path / "alone", [files], 1)
    assert "melanoma" in alone
    for workers in (1, 2, 4):
        mixed = shuffled(files, tmp_path / f"mixed-{workers}", workers)
        assert [path.name for path in mixed] != [path.name for path in files]
        assert dump(tmp_path / f"at-once-{workers}", [mixed], workers) == alone
    mixed = shuffled(files, tmp_path / "mixed", 3)
    assert dump(tmp_path / "in-steps", [mixed[:3], mixed[2:20], mixed[19:]], 2) == alone

from __future__ import annotations

from pathlib import Path

import pytest

from kg.documents import Filing, Rejected, read_documents
from kg.errors import NoDocuments

GOOD = "Quillmark Opens Trial\n\nLEEDS, Maine - May 3, 2005 - Quillmark Biosciences, Inc. has opened a trial of QMB-17."


def test_folder(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "good.md").write_text(GOOD)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "list.tsv").write_text("a\tb")
    (tmp_path / "none.txt").write_text(
        "# Notes\n\nthese are the files of a folder, one on each line, and how they were made."
    )
    (tmp_path / ".hidden.txt").write_text(GOOD)
    found = list(read_documents([tmp_path]))
    assert [r.source if isinstance(r, Filing) else Path(r.path).name for r in found] == [
        "good.md",
        "empty.txt",
        "list.tsv",
        "none.txt",
    ]
    reasons = [r.reason for r in found if isinstance(r, Rejected)]
    assert reasons[0] == "expected text, found an empty file"
    assert reasons[1].startswith("expected files of the kinds .txt .md")
    assert reasons[2].startswith("expected a press release")


def test_missing_path_is_said_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    with pytest.raises(NoDocuments, match="no such file"):
        read_documents([tmp_path, tmp_path / "missing"])


def test_folder_with_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    with pytest.raises(NoDocuments, match="found 1 other files"):
        read_documents([tmp_path])

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from kg.documents import Rejected, read_documents
from kg.documents.archives import MOST_BYTES, safe_name
from kg.documents.read import digest_file, files_at

GOOD = "Quillmark Opens Trial\n\nLEEDS, Maine - May 3, 2005 - Quillmark Biosciences, Inc. has opened a trial of QMB-17."


def pack(files: Mapping[str, bytes | str]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def outcomes(path: Path) -> dict[str, str]:
    """Of each document below a path its name and what came of it."""
    found = list(read_documents([path]))
    return {Path(r.path).name if isinstance(r, Rejected) else r.source: getattr(r, "reason", "read") for r in found}


def test_documents_of_an_archive(tmp_path: Path) -> None:
    inner = pack({"c.txt": GOOD.replace("17", "18")})
    files: dict[str, bytes | str] = {
        "2005/a.txt": GOOD,
        "b.txt.gz": gzip.compress(GOOD.encode()),
        "in.zip": inner,
        "__MACOSX/x.txt": "x",
        ".y": "y",
    }
    (tmp_path / "all.zip").write_bytes(pack(files))
    assert [str(f.relative_to(tmp_path)) for f in files_at(tmp_path)] == [
        "all.zip/2005/a.txt",
        "all.zip/b.txt.gz",
        "all.zip/in.zip/c.txt",
    ]
    assert outcomes(tmp_path) == {"a.txt": "read", "b.txt.gz": "read", "c.txt": "read"}


def test_bytes_are_known_however_they_are_packed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(GOOD.encode()))
    (tmp_path / "c.zip").write_bytes(pack({"d.txt": GOOD}))
    assert len({digest_file(file) for file in files_at(tmp_path)}) == 1
    assert digest_file(tmp_path / "none.zip" / "x.txt") == ""


def test_names_that_lead_out_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(GOOD)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(
        pack({"../../secret.txt": GOOD, "/etc/hostname.txt": GOOD, "C:\\x.txt": GOOD, "ok.txt": GOOD})
    )
    found = outcomes(tmp_path / "in")
    assert [reason.split(",")[0] for name, reason in sorted(found.items()) if name != "ok.txt"] == [
        "expected a name within its archive"
    ] * 3
    assert found["ok.txt"] == "read"
    assert all(str(tmp_path / "in" / "a.zip") in str(path.resolve()) for path in files_at(tmp_path / "in"))


def test_folders_as_windows_parts_them(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(pack({"2005\\May\\a.txt": GOOD, "2005\\..\\..\\b.txt": GOOD}))
    found = outcomes(tmp_path)
    assert found.pop("a.txt") == "read"
    assert [reason.split(",")[0] for reason in found.values()] == ["expected a name within its archive"]


def test_safe_name() -> None:
    assert safe_name("../a/./b\\..\\c:d\0") == "__/a/b/__/c_d_"
    assert safe_name("/") == "_"


def test_bombs_are_set_aside(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"a" * (MOST_BYTES + 1), 1))
    (tmp_path / "b.zip").write_bytes(pack({"x.txt": b"a" * (MOST_BYTES + 1), "ok.txt": GOOD}))
    many = {f"{i}.txt": "" for i in range(20_001)}
    (tmp_path / "c.zip").write_bytes(pack(many))
    found = outcomes(tmp_path)
    assert found["a.txt.gz"].startswith(f"expected at most {MOST_BYTES} bytes")
    assert found["x.txt"].startswith(f"expected at most {MOST_BYTES} bytes")
    assert found["c.zip"] == "expected at most 20000 files in an archive, found 20001"
    assert found["ok.txt"] == "read"


def test_archives_within_archives_end(tmp_path: Path) -> None:
    data = pack({"x.txt": GOOD})
    for _ in range(6):
        data = pack({"deeper.zip": data})
    (tmp_path / "a.zip").write_bytes(data)
    (found,) = read_documents([tmp_path])
    assert isinstance(found, Rejected)
    assert "archive" in found.reason


def test_damaged_and_encrypted(tmp_path: Path) -> None:
    whole = pack({"a.txt": GOOD * 50})
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "cut.txt.gz").write_bytes(gzip.compress(GOOD.encode())[:-12])
    flags = bytearray(pack({"locked.txt": GOOD}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        flags[flags.index(mark) + place] |= 1
    (tmp_path / "locked.zip").write_bytes(flags)
    found = outcomes(tmp_path)
    assert found["cut.zip"].startswith("expected a zip archive, found one that is damaged")
    assert found["cut.txt.gz"].startswith("expected gzip, found a file that is damaged")
    assert found["locked.txt"].startswith("expected an archive that opens without a password")


def test_empty_archive(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(pack({}))
    (found,) = read_documents([tmp_path / "a.zip"])
    assert isinstance(found, Rejected)
    assert found.reason.startswith("expected an archive of documents")

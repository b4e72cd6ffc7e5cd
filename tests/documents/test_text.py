from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents import read_text
from kg.documents.text import decode
from kg.errors import DocumentError, EmptyDocument, NotText


def test_every_character_stays(tmp_path: Path) -> None:
    data = "\ufeffA – “b”\r\nc\rd\u2028e\n".encode()
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert read_text(path) == (data.decode("utf-8", "replace"), hashlib.sha256(data).hexdigest())


def test_windows_text() -> None:
    assert decode("a.txt", "“Né” – 5 €".encode("cp1252")) == "“Né” – 5 €"


def test_text_of_old_macintoshes() -> None:
    assert decode("a.txt", "“Né” – it’s\rtwo".encode("mac_roman")) == "“Né” – it’s\rtwo"
    assert decode("a.txt", "“Né”\r\ntwo".encode("cp1252")) == "“Né”\r\ntwo"


def test_declared_charset() -> None:
    assert decode("a.txt", "charset=iso-8859-2\nžluťoučký kůň".encode("iso-8859-2")).endswith("žluťoučký kůň")


def test_byte_order_mark() -> None:
    assert decode("a.txt", "Leeds".encode("utf-16")) == "Leeds"


@pytest.mark.parametrize(
    ("data", "found"),
    [(b"", "an empty file"), (b" \r\n\t", "only blanks"), ("\ufeff\u200b".encode(), "no printable character")],
)
def test_empty(data: bytes, found: str) -> None:
    with pytest.raises(EmptyDocument, match=f"a.txt: expected text, found {found}"):
        decode("a.txt", data)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7\n", "a PDF file"),
        (b"PK\x03\x04abc", "a zip archive"),
        (b"abc\x00def", "a NUL character at 3"),
        (b"abc\x81def", "byte 0x81 at 3"),
        (b"\x93\x01\x02\x03", "byte 0x93 at 0"),
    ],
)
def test_not_text(data: bytes, found: str) -> None:
    with pytest.raises(NotText, match=found):
        decode("a.txt", data)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        text = decode("a.txt", data)
    except DocumentError:
        return
    assert text


@given(st.text(min_size=1, max_size=200))
def test_utf8_is_never_changed(text: str) -> None:
    data = ("x" + text.replace("\x00", "")).encode()
    assert decode("a.txt", data) == data.decode("utf-8", "replace")

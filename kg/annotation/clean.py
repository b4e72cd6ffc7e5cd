"""Source text made readable for rules and models, without moving a single character."""

from __future__ import annotations

import re

_ONE_FOR_ONE = str.maketrans(
    {
        "\n": " ",
        "\r": " ",
        "\t": " ",
        "\f": " ",
        "\v": " ",
        "\x85": " ",
        "\xa0": " ",
        "\u2028": " ",
        "\u2029": " ",
        "\u200b": " ",
        "\u200c": " ",
        "\u200d": " ",
        "\ufeff": " ",
        "\xad": " ",
        "\\": " ",
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "´": "'",
        "`": "'",
        "‑": "-",
        "‐": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "®": " ",
        "™": " ",
        "℠": " ",
        "†": " ",
        "‡": " ",
        "§": " ",
        "¶": " ",
    }
)
# Marks that stand behind a name, footnote brackets around them, markup: all of it becomes spaces of the same length.
_SPACES = re.compile(
    r"\((?:R|r|TM|tm|SM|sm)\)|(?<=[a-z]{3})TM\b|\[\s\]|</?[A-Za-z][^<>\n]{0,200}>|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|"
    r"_{2,}|!\[[^\]\n]{0,300}\]|\(https?://[^()\s]{1,500}\)"
)
# "ACM-12—an oral drug—is": a dash that parts words, with no space to show it.
_DASHED = re.compile(r"(?<=[a-z\d)\]%®™])—(?=[A-Za-z(])(?![A-Z]\b)")
# The number or letter of a note: not the power in "10⁶", the unit in "mg/m²" or the isotope in "¹⁷⁷Lu".
_NOTE = re.compile(
    r"(?<=[\w)\]%.,;:\"'”’®™?!])(?<![¹²³⁰⁴-⁹])(?<!\b10)(?<![/\d\s]m)(?<![/\d\s][cmk]m)"
    r"(?:[¹²³⁰⁴-⁹]+(?:\s?[,⁻]\s?[¹²³⁰⁴-⁹]+)*|\[(?:\d{1,2}|[a-z])\])"
)
_UNSPACED = re.compile(r"\S{200,}")  # spaCy's tokenizer is super-linear on these


def clean(text: str) -> str:
    """The text with white space, quotation marks, hyphens, marks and markup levelled; of the same length.

    >>> clean("Acme’s\\nZorvex® costs \\\\$5")
    "Acme's Zorvex  costs  $5"
    """
    level = _NOTE.sub(lambda m: " " * len(m[0]), text)
    level = _DASHED.sub("\N{HORIZONTAL BAR}", level).translate(_ONE_FOR_ONE)
    level = _SPACES.sub(lambda m: " " * len(m[0]), level)
    return _UNSPACED.sub(lambda m: " " * len(m[0]), level)

"""Text at the borders (form, import, package): stored text is clean, exporters need no care.

The table of data-safety.md section 11: what is removed, what is refused, what is folded.
"""

import re
import unicodedata
from typing import Any

from core.errors import UserError
from core.field import Field, Problem, RecordKind, Row, Type
from core.text import Text

#: Direction overrides, zero-width characters and the byte order mark.
_INVISIBLE = re.compile("[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_FULL_WIDTH = {i: i - 0xFEE0 for i in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
#: Fields whose full-width digits and letters become half width: numbers people compare.
FOLDED = frozenset({"id_number", "phone", "mobile", "fax", "postcode", "bank_account"}) | {
    "agent_id_number",
    "agent_phone",
    "writer_id_number",
}


def clean_text(text: str, *, lines: bool = False) -> str:
    """What may be stored: NFC, without control, direction and zero-width characters.

    With lines, line breaks and tabs stay (CRLF becomes LF). Raises UserError for lone surrogates
    and noncharacters, which neither SQLite nor a workbook can hold.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip()  # nearly every value: nothing to look for one by one
    if bad := next((c for c in text if _is_broken(c)), None):
        raise UserError(
            Text(
                "含有无法保存的字符 U+{code:04X},请重新输入。",
                "It holds the character U+{code:04X}, which cannot be stored; type it anew.",
            ).format(code=ord(bad))
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    if not lines:
        text = re.sub(r"[\n\t]+", " ", text)
    return _nfc(text).strip()


def clean_value(field: Field, value: Any) -> Any:
    """One value of a row as it may be stored; empty text becomes None. Raises UserError."""
    if not isinstance(value, str):
        return value
    text = clean_text(value, lines=field.type is Type.NOTE)
    if field.name in FOLDED or field.name.endswith("_no"):
        text = text.translate(_FULL_WIDTH) if field.name in FOLDED else fold_digits(text)
    return text or None


def clean_row(kind: RecordKind, row: Row) -> tuple[dict[str, Any], list[Problem]]:
    """The row with clean values, and what could not be cleaned (left out of the row)."""
    clean: dict[str, Any] = {}
    found = []
    for name, value in row.items():
        if name not in kind.by_name:
            clean[name] = value
            continue
        field = kind.field(name)
        try:
            clean[name] = clean_value(field, value)
        except UserError as error:
            said = Text("{field}:{why}", "{field}: {why}")
            found.append(Problem(name, said.format(field=field.label, why=error.message)))
    return clean, found


def fold_digits(text: str) -> str:
    """Full-width digits and letters to half width; brackets stay as the pattern writes them."""
    return "".join(
        chr(ord(c) - 0xFEE0) if "０" <= c <= "９" or "Ａ" <= c <= "Ｚ" or "ａ" <= c <= "ｚ" else c
        for c in text
    )


def file_name(words: str) -> str:
    """A name every Windows and Linux file system takes: at most 80 characters, no reserved ones."""
    name = re.sub(r'[\\/:*?"<>|\s]+', "_", clean_text(words)).strip("._ ")[:80].rstrip("._ ")
    reserved = re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name)
    return f"_{name}" if reserved or not name else name


def _is_broken(c: str) -> bool:
    code = ord(c)
    return 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _nfc(text: str) -> str:
    """NFC, except that compatibility ideographs (U+F900, U+2F800) stay: names are written so."""
    if unicodedata.is_normalized("NFC", text):
        return text
    return "".join(
        part if _is_compatibility(part[0]) else unicodedata.normalize("NFC", part)
        for part in re.split("([\uf900-\ufaff\U0002f800-\U0002fa1f])", text)
        if part
    )


def _is_compatibility(c: str) -> bool:
    return "\uf900" <= c <= "\ufaff" or "\U0002f800" <= c <= "\U0002fa1f"

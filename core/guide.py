"""The guide of the program, offline: its pages and the words in them. Chinese, as Markdown."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

#: Packed with the program as it lies in the source.
GUIDE = Path(__file__).resolve().parent.parent / "docs" / "guide"
INDEX = "README.md"


@dataclass(frozen=True)
class Hit:
    """A page that holds the words sought, and the first line they stand in."""

    page: str
    title: str
    line: str


def pages() -> list[str]:
    """File names in the order of the index, which comes first."""
    linked = re.findall(r"\]\(([\w-]+\.md)\)", text_of(INDEX))
    return [INDEX, *dict.fromkeys(linked)]


@lru_cache(maxsize=32)
def text_of(page: str) -> str:
    return (GUIDE / page).read_text(encoding="utf-8")


def title_of(page: str) -> str:
    return text_of(page).partition("\n")[0].lstrip("# ").strip()


def find_pages(typed: str) -> list[Hit]:
    """Pages that hold every word typed (blanks part them), those with one in the title first."""
    words = typed.casefold().split()
    found = []
    for page in pages():
        text = text_of(page).casefold()
        if words and all(word in text for word in words):
            title = title_of(page)
            found.append((words[0] not in title.casefold(), Hit(page, title, _line(page, words))))
    return [hit for _, hit in sorted(found, key=lambda each: each[0])]


def _line(page: str, words: list[str]) -> str:
    lines = [plain(each) for each in text_of(page).splitlines()]
    return next((each for each in lines if words[0] in each.casefold()), title_of(page))


def plain(line: str) -> str:
    """A line of Markdown without its marks."""
    line = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", line)
    return re.sub(r"^\s*(?:[-#>]+|\d+\.)\s*|[*`|]", "", line).strip()

"""The readable copy: every record on pages any browser opens, starred or in full, or no copy."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlite_utils import Database

from core import attachments, store
from core.errors import UserError
from core.progress import no_progress
from core.readable import ON_A_PAGE, write_readable
from core.records import ATTACHMENT, PARTY, VILLAGE
from tests import samples

NUMBER, PHONE = "51012219900307291X", "13812345678"


class Pages(HTMLParser):
    """What stands on the pages, and where their links lead."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.words, self.tags, self.dead = "", set[str](), list[str]()
        for path in folder.rglob("*.html"):
            self._here = path.parent
            self.feed(path.read_text(encoding="utf-8"))

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        link = dict(attrs).get("href")
        if link and not (self._here / link).is_file():
            self.dead.append(link)


@pytest.fixture
def case(db: Database) -> str:
    samples.office(db)
    village = samples.village(db)
    id = samples.dispute(db, samples.committee(db, village_id=village), village_id=village)
    samples.party(db, id, "<b>李明朗</b>", id_number=NUMBER, phone=PHONE)
    return id


def made(db: Database, out: Path, *, mask: bool, scans: Path | None = None) -> Pages:
    write_readable(db, out, mask=mask, at="2026-11-22", scans=scans)
    return Pages(out)


def test_every_record_has_its_page_and_no_link_is_dead(
    db: Database, case: str, tmp_path: Path
) -> None:
    pages = made(db, tmp_path / "out", mask=True)
    assert pages.dead == []
    assert (tmp_path / "out" / "index.html").is_file()
    assert (tmp_path / "out" / "dispute" / f"{case}.html").is_file()
    assert "斜沟乡司法所" in pages.words
    assert "script" not in pages.tags


def test_what_was_typed_shows_as_typed(db: Database, case: str, tmp_path: Path) -> None:
    pages = made(db, tmp_path / "out", mask=True)
    assert "<b>李明朗</b>" in pages.words
    assert "b" not in pages.tags


def test_numbers_have_stars_unless_the_whole_is_wanted(
    db: Database, case: str, tmp_path: Path
) -> None:
    starred = made(db, tmp_path / "starred", mask=True)
    in_full = made(db, tmp_path / "full", mask=False)
    for number in (NUMBER, PHONE):
        assert number not in starred.words
        assert number in in_full.words


def test_attachments_go_along_only_in_full(db: Database, case: str, tmp_path: Path) -> None:
    path = tmp_path / "收条.pdf"
    path.write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Type /Page >>\nendobj\ntrailer\n%%EOF\n")
    scans = tmp_path / "scans"
    taken = attachments.Incoming(path.name, lambda: attachments.take_in(path))
    attachments.add_all(db, no_progress, folder=scans, dispute_id=case, incoming=[taken])
    assert store.count(db, ATTACHMENT) == 1
    starred = made(db, tmp_path / "starred", mask=True, scans=scans)
    in_full = made(db, tmp_path / "full", mask=False, scans=scans)
    assert starred.dead == in_full.dead == []
    assert not (tmp_path / "starred" / "attachments").exists()
    (copy,) = (tmp_path / "full" / "attachments").iterdir()
    assert copy.read_bytes() == path.read_bytes()


def test_a_long_list_goes_over_pages_that_lead_to_each_other(db: Database, tmp_path: Path) -> None:
    with store.step(db, samples.WORDS) as s:
        rows = [{"name": f"村{n:04}", "kind": "village"} for n in range(ON_A_PAGE + 1)]
        store.save_many(s, VILLAGE, rows)
    pages = made(db, tmp_path / "out", mask=True)
    assert pages.dead == []
    second = (tmp_path / "out" / "village-2.html").read_text(encoding="utf-8")
    assert len(re.findall("<tr>", second)) == 2  # the head and the one left over


def test_a_folder_that_is_there_is_left_alone(db: Database, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(UserError, match="已存在"):
        write_readable(db, tmp_path / "out", mask=True, at="2026-11-22")
    assert list((tmp_path / "out").iterdir()) == []


def test_giving_up_leaves_nothing_in_the_clear(db: Database, case: str, tmp_path: Path) -> None:
    class GaveUp(Exception):
        pass

    def give_up(done: int, total: int) -> None:
        if done:
            raise GaveUp

    with pytest.raises(GaveUp):
        write_readable(db, tmp_path / "out", mask=False, at="2026-11-22", progress=give_up)
    assert list(tmp_path.iterdir()) == []


def test_deleted_records_are_left_out(db: Database, case: str, tmp_path: Path) -> None:
    (party,) = store.find(db, PARTY)
    with store.step(db, samples.WORDS) as s:
        store.delete(s, PARTY, party["id"])
    assert "李明朗" not in made(db, tmp_path / "out", mask=True).words

"""Making a data folder: an office of one's own, or the practice office. Imports no Qt."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from sqlite_utils import Database

from core import store
from core.clean import clean_row
from core.codes import CodeBook
from core.errors import UserError
from core.field import RecordKind, Row
from core.numbering import DEFAULTS
from core.paths import DataFolder
from core.progress import Progress, no_progress
from core.records import COMMITTEE, MEDIATOR, OFFICE, VILLAGE, load_book
from core.text import Text
from core.validate import blocking, problems
from db.connect import create, open_database
from db.keys import NewKeys


def make_office(
    folder: DataFolder,
    *,
    office: str,
    township: str,
    code: str = "",
    villages: Sequence[str] = (),
    role: str = "office",
) -> NewKeys:
    """A new, empty data folder with each village and its committee, the township's one first.

    Raises UserError if the folder holds data already or a name is empty.
    """
    rows = _office_rows(office, township, code, villages)
    made = create(folder)
    with (
        _gone_if_failed(folder),
        open_database(folder) as opened,
        store.step(opened.db, _MADE, "setup") as s,
    ):
        store.set_meta(opened.db, "role", role)
        book = load_book(opened.db)
        for kind, row in rows:
            _save(s, book, kind, row)
    return made


def make_practice(
    folder: DataFolder,
    *,
    records: int = 400,
    seed: int = 1,
    year: int | None = None,
    progress: Progress = no_progress,
) -> tuple[NewKeys, dict[str, int]]:
    """A new data folder with an invented office: the same seed gives the same data."""
    from core.practice import check_wanted, fill  # a real office never needs it

    year = year or date.today().year  # noqa: DTZ011 - the day on the wall
    check_wanted(records, year)
    made = create(folder)
    with _gone_if_failed(folder), open_database(folder) as opened:
        counts = fill(opened.db, records=records, seed=seed, year=year, progress=progress)
    return made, counts


@contextmanager
def _gone_if_failed(folder: DataFolder) -> Iterator[None]:
    """A folder just made that could not be filled is as empty again as it was before."""
    try:
        yield
    except BaseException:
        for path in (folder.data, folder.keys):
            path.unlink(missing_ok=True)
        raise


_MADE = Text("新建司法所", "New office")


def _office_rows(
    office: str, township: str, code: str, villages: Sequence[str]
) -> list[tuple[RecordKind, Row]]:
    patterns = {f"{which}_pattern": pattern for which, pattern in DEFAULTS.items()}
    prefix = township.strip()[:1]
    settings = {"file_prefix": prefix, "agreement_prefix": prefix, **patterns}
    defaults = {"type_profile": "by_date", "date_basis": "accepted", "rate_decimals": 2}
    record = {"name": office, "township": township, "region_code": code, **settings, **defaults}
    town = "subdistrict" if township.strip().endswith("街道") else "township"
    rows: list[tuple[RecordKind, Row]] = [
        (OFFICE, {**record, "rate_denominator": "mediated"}),
        (
            COMMITTEE,
            {"committee_name": f"{township.strip()}人民调解委员会", "committee_type": town},
        ),
    ]
    for name in villages:
        rows += _village_rows(name)
    return rows


def _village_rows(name: str) -> list[tuple[RecordKind, Row]]:
    """A village and its committee."""
    kind = "community" if "社区" in name or name.endswith("居委会") else "village"
    id = store.new_id()
    committee = {
        "committee_name": f"{name.strip()}人民调解委员会",
        "committee_type": kind,
        "village_id": id,
    }
    return [(VILLAGE, {"id": id, "name": name, "kind": kind}), (COMMITTEE, committee)]


# --- the later steps of the first run ------------------------------------------------------------


def add_villages(db: Database, text: str) -> int:
    """One a line; those already there are left as they are. Gives how many were added. Raises
    UserError (nothing added) for a name that cannot be one."""
    there = {row["name"] for row in store.find(db, VILLAGE)}
    names = [name for name in lines_of(text) if name not in there]
    rows = [row for name in names for row in _village_rows(name)]
    _save_all(db, rows, Text("登记村(居)", "Enter villages"))
    return len(names)


def add_mediators(db: Database, text: str) -> int:
    """One a line: the name, then the village or committee and a phone number in any order, with
    blanks or commas between. Without a place it is the township's committee. Those already in the
    same committee are left as they are.

    Raises UserError (nothing added) naming the first line that is not understood.
    """
    committees, home = _places(db)
    there = {(row["name"], row["committee_id"]) for row in store.find(db, MEDIATOR)}
    rows: dict[tuple[str, str | None], Row] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if words := re.split(r"[\s,,、;;]+", line.strip()) if line.strip() else []:
            row = _mediator(words, committees, home, number)
            rows.setdefault((row["name"], row["committee_id"]), row)
    new = [(MEDIATOR, row) for key, row in rows.items() if key not in there]
    _save_all(db, new, Text("登记人民调解员", "Enter mediators"))
    return len(new)


def lines_of(text: str) -> list[str]:
    """Each line once, without blanks around it and without empty ones."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _places(db: Database) -> tuple[dict[str, str], str | None]:
    """Committees by every name one may type for them; and the township's."""
    villages = {row["id"]: row["name"] for row in store.find(db, VILLAGE)}
    found: dict[str, str] = {}
    home = None
    for row in store.find(db, COMMITTEE):
        found[row["committee_name"]] = row["id"]
        found[row["committee_name"].removesuffix("人民调解委员会")] = row["id"]
        if row["village_id"] in villages:
            found[villages[row["village_id"]]] = row["id"]
        if row["committee_type"] in ("township", "subdistrict"):
            home = home or row["id"]
    return found, home


def _mediator(
    words: Sequence[str], committees: Mapping[str, str], home: str | None, number: int
) -> Row:
    row: dict[str, str | None] = {"name": words[0], "committee_id": home}
    for word in words[1:]:
        if word in committees:
            row["committee_id"] = committees[word]
        elif re.fullmatch(r"[\d-]{7,}", word):
            row["phone"] = word
        else:
            said = Text(
                "第 {n} 行:没有名为“{word}”的村(居)或调委会。",
                "Line {n}: there is no village or committee called {word}.",
            )
            raise UserError(said.format(n=number, word=word))
    return row


def _save_all(db: Database, rows: Sequence[tuple[RecordKind, Row]], words: Text) -> None:
    """All in one step, or none. Raises UserError for a row that cannot be saved."""
    if not rows:
        return
    book = load_book(db)
    with store.step(db, words) as s:
        for kind, row in rows:
            _save(s, book, kind, row)


def _save(s: store.Step, book: CodeBook, kind: RecordKind, row: Row) -> None:
    """Links are to records of the same step, which the book does not know yet."""
    clean, found = clean_row(kind, row)
    unlinked = {**clean, **{f.name: None for f in kind.fields if f.link}}
    found += blocking(problems(kind, unlinked, book, date.today()))  # noqa: DTZ011 - the day on the wall
    if found:
        raise UserError(found[0].message)
    store.save(s, kind, clean)

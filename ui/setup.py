"""Making a data folder: an office of one's own, or the practice office. Imports no Qt."""

from collections.abc import Sequence
from datetime import date

from core import store
from core.clean import clean_row
from core.errors import UserError
from core.field import RecordKind, Row
from core.numbering import DEFAULTS
from core.paths import DataFolder
from core.practice import fill
from core.progress import Progress, no_progress
from core.records import COMMITTEE, OFFICE, VILLAGE, load_book
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
    with open_database(folder) as opened, store.step(opened.db, _MADE, "setup") as s:
        store.set_meta(opened.db, "role", role)
        book = load_book(opened.db)
        for kind, row in rows:
            clean, found = clean_row(kind, row)
            found += blocking(problems(kind, {**clean, "village_id": None}, book, date.today()))  # noqa: DTZ011 - the day on the wall
            if found:
                raise UserError(found[0].message)
            store.save(s, kind, clean)
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
    made = create(folder)
    year = year or date.today().year  # noqa: DTZ011 - the day on the wall
    with open_database(folder) as opened:
        counts = fill(opened.db, records=records, seed=seed, year=year, progress=progress)
    return made, counts


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
        kind = "community" if "社区" in name or name.endswith("居委会") else "village"
        id = store.new_id()
        committee = {
            "committee_name": f"{name.strip()}人民调解委员会",
            "committee_type": kind,
            "village_id": id,
        }
        rows += [(VILLAGE, {"id": id, "name": name, "kind": kind}), (COMMITTEE, committee)]
    return rows

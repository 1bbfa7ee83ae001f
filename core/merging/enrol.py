"""入网: keys of this database for packages, one enrolment file a village, and what the village's
own data folder knows of its office.

The enrolment file brings what a village needs to work and to hand in: the office's public key, the
village's secret to sign with, code lists, villages, committees and the names of mediators. Without
a passphrase anybody can read it: it then holds no numbers, phones or birth dates of persons.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from secrets import choice, token_hex
from typing import Any

import pyrage
from sqlite_utils import Database

from core import audit, store
from core.attachments import read as read_attachment
from core.errors import UserError
from core.merging.manifest import MIN_READER, Manifest
from core.merging.reading import plain_passphrase
from core.merging.scope import OF_THE_OFFICE, choose
from core.merging.writing import Order, Written, blank_manifest, files_of
from core.paths import DataFolder
from core.records import DISPUTE, OFFICE, SCREENING_ITEM, VILLAGE
from core.text import Text

ROLE_OF_VILLAGE = "village"
TO_OFFICE = ""  # the receiver of a village's package, in handed_out and handed_file
#: What an open enrolment file says of persons: who is a mediator where, no more.
OPEN_FIELDS: Mapping[str, Sequence[str]] = {
    "mediator": ("name", "committee_id", "mediator_code", "committee_post", "gender"),
    "village": ("name", "kind", "region_code", "households", "population"),
    "committee": (
        "committee_name",
        "committee_type",
        "committee_code",
        "industry_kind",
        "village_id",
        "region_code",
        "standardized",
        "has_room",
        "seal_name",
        "file_prefix",
    ),
}
#: Without 0, 1, I and O: 20 of 32 characters are 100 bits.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class Enrolled:
    """A village the office has enrolled; `public_key` is known after its first package."""

    village: str
    name: str
    fingerprint: str
    public_key: str
    at: str


def identity(db: Database) -> Any:
    """The key pair packages to this database are encrypted to."""
    return pyrage.x25519.Identity.from_str(store.meta(db, "hand_key"))


def public_key(db: Database) -> str:
    return str(identity(db).to_public())


def is_village(db: Database) -> bool:
    return store.meta(db, "role") == ROLE_OF_VILLAGE


def enrolled(db: Database) -> list[Enrolled]:
    """By name."""
    sql = "select village, name, fingerprint, public_key, at from enrolled order by name"
    return [Enrolled(*row) for row in db.execute(sql)]


def own_fingerprint(db: Database) -> str:
    """Of the enrolment file this village was set up with; to be compared with the office's."""
    return store.meta(db, "enrolment")


def secret_of(db: Database) -> Callable[[Manifest], str]:
    """The secret a package must be signed with, by what its manifest says of itself."""

    def find(manifest: Manifest) -> str:
        if is_village(db):
            own = store.meta(db, "village") == manifest.village
            return store.meta(db, "hand_secret") if own else ""
        sql = "select secret from enrolled where village = ?"
        row = db.execute(sql, [manifest.village]).fetchone()
        return str(row[0]) if row else ""

    return find


def scope_of(db: Database, manifest: Manifest) -> str:
    """The village whose records a package may bring here; "" for no limit."""
    return manifest.village if manifest.kind == "routine" and not is_village(db) else ""


def made_passphrase() -> str:
    """Four groups of five, to be printed."""
    letters = "".join(choice(_LETTERS) for _ in range(20))
    return "-".join(letters[i : i + 5] for i in range(0, 20, 5))


# --- what to write -------------------------------------------------------------------------------


def enrolment_order(
    db: Database, folder: DataFolder, village: str, schema: int, passphrase: str = ""
) -> Order:
    """The enrolment file of one village; chooses the records (scope.choose). With a passphrase the
    village's own records and attachments come along, for a computer that has lost them. Raises
    UserError unless the village is one of ours."""
    row = village_named(db, village)
    known = db.execute("select secret from enrolled where village = ?", [row["id"]]).fetchone()
    secret = str(known[0]) if known else token_hex(32)
    key = pyrage.x25519.Identity.generate()
    choose(db, row["id"])
    extra = {"office_key": public_key(db), "secret": secret, "code": row["region_code"] or ""}
    manifest = _manifest(db, "enrolment", schema, row["id"], row["name"], extra=extra)
    locked = bool(passphrase)
    return Order(
        manifest,
        [key.to_public()],
        secret,
        files_of(db, row["id"], again=True) if locked else [],
        lambda sha256: read_attachment(db, folder.attachments, sha256),
        tables=None if locked else [*OF_THE_OFFICE, "mediator"],
        fields={} if locked else OPEN_FIELDS,
        key_member=_key_member(key, passphrase),
        reader=key,
    )


def routine_order(
    db: Database,
    folder: DataFolder,
    schema: int,
    *,
    month: str = "",
    village: str = "",
    all_files: bool = False,
) -> Order:
    """A village's package to its office, or with `village` the office's to one of its villages;
    chooses the records. Always all records of the scope; attachments that were not in an earlier
    one. Raises UserError when it is not known who is to receive it."""
    own = identity(db).to_public()
    if is_village(db):
        row = store.get(db, VILLAGE, store.meta(db, "village")) or {}
        receiver, secret, kind = TO_OFFICE, store.meta(db, "hand_secret"), "routine"
        key, id, name = store.meta(db, "office_key"), str(row.get("id", "")), row.get("name") or ""
        choose(db, None)
        if not key:
            raise UserError(_NO_OFFICE)
    else:
        row = village_named(db, village)
        receiver, kind, id, name = row["id"], "to_village", row["id"], row["name"]
        sql = "select secret, public_key from enrolled where village = ?"
        secret, key = db.execute(sql, [id]).fetchone() or ("", "")
        if not key:
            raise UserError(_NO_KEY.format(name=name))
        choose(db, id)
    manifest = _manifest(db, kind, schema, id, name, receiver=receiver, month=month)
    return Order(
        manifest,
        [pyrage.x25519.Recipient.from_str(key), own],
        secret,
        files_of(db, receiver, again=all_files),
        lambda sha256: read_attachment(db, folder.attachments, sha256),
        since=_handed_before(db, receiver),
    )


def _manifest(
    db: Database,
    kind: str,
    schema: int,
    village: str,
    village_name: str,
    *,
    receiver: str = "",
    month: str = "",
    extra: Mapping[str, str] | None = None,
) -> Manifest:
    office = next(iter(store.find(db, OFFICE, order="id", limit=1)), None)
    last = db.execute("select max(sequence) from handed_out").fetchone()[0] or 0
    return blank_manifest(
        package=store.new_id(),
        kind=kind,
        schema=schema,
        min_reader=MIN_READER,
        sequence=last + 1,
        database=store.meta(db, "database"),
        replica=store.meta(db, "replica"),
        village=village,
        village_name=village_name,
        office_name=(office or {}).get("name") or store.meta(db, "office_name"),
        at=store.now(),
        by=store.person(db),
        month=month,
        is_zero=bool(month) and nothing_happened(db, month),
        sender_key=public_key(db),
        clock=int(store.meta(db, "clock", "0")),
        audit=_audit(db, receiver),
        extra=dict(extra or {}),
    )


def nothing_happened(db: Database, month: str) -> bool:
    """Whether no dispute was accepted and nothing found in a month (2026-11): a zero report."""
    for kind in (DISPUTE, SCREENING_ITEM):
        where = f"{kind.dated_by} between ? and ?"
        if store.count(db, kind, where, [f"{month}-01", f"{month}-31"]):
            return False
    return True


def _audit(db: Database, receiver: str) -> tuple[tuple[int, str], ...]:
    """The newest row of the audit trail last, before it those at earlier hand-offs as they are now:
    the receiver knows what they were."""
    sql = """select seq, hash from audit where seq in (select audit_seq from handed_out
        where receiver = ? order by sequence desc limit 24) order by seq"""
    before = db.execute(sql, [receiver]).fetchall()
    last = db.execute("select seq, hash from audit order by seq desc limit 1").fetchall()
    return tuple(dict.fromkeys((int(seq), str(digest)) for seq, digest in [*before, *last]))


def _handed_before(db: Database, receiver: str) -> dict[str, int]:
    sql = "select vv from handed_out where receiver = ? order by sequence desc limit 1"
    row = db.execute(sql, [receiver]).fetchone()
    known = row[0] if row else store.meta(db, "enrolled_vv", "{}")
    return {str(r): int(c) for r, c in json.loads(known).items()}


def _key_member(key: Any, passphrase: str) -> tuple[str, bytes]:
    if not passphrase:
        return "key.txt", str(key).encode()
    sealed = pyrage.passphrase.encrypt(str(key).encode(), plain_passphrase(passphrase))
    return "key.age", bytes(sealed)


def village_named(db: Database, name: str) -> dict[str, Any]:
    """A village by name or id. Raises UserError unless there is just one."""
    found = store.find(db, VILLAGE, "id = ? or name = ?", [name, name])
    if len(found) != 1:
        raise UserError(_NO_VILLAGE.format(name=name))
    return found[0]


# --- what stays of it ----------------------------------------------------------------------------


def note_enrolment(db: Database, written: Written, secret: str) -> None:
    m = written.manifest
    by, at = m.by, m.at
    with db.atomic():
        db.execute(
            "insert into enrolled (village, name, secret, fingerprint, at, by)"
            " values (?, ?, ?, ?, ?, ?) on conflict do update set name = excluded.name,"
            " fingerprint = excluded.fingerprint, at = excluded.at, by = excluded.by",
            [m.village, m.village_name, secret, written.fingerprint, at, by],
        )
        _log(db, audit.Entry("enrol", "village", m.village), m)


def note_handed_out(db: Database, written: Written, receiver: str) -> None:
    """Remember what went to whom: the next one brings only attachments that were not in it."""
    m = written.manifest
    last = m.audit[-1] if m.audit else (0, "")
    names = json.dumps([p.name for p in written.paths], ensure_ascii=False)
    values = (m.package, m.kind, receiver, m.sequence, m.at, m.by, m.month, int(m.is_zero), names)
    with db.atomic():
        marks = ", ".join("?" * 14)
        counts = (m.rows, m.changed, json.dumps(dict(m.vv)), *last)
        db.execute(f"insert into handed_out values ({marks})", [*values, *counts])
        db.conn.executemany(
            "insert or replace into handed_file values (?, ?, ?)",
            [(sha256, receiver, m.package) for sha256 in written.files],
        )
        told = f"rows={m.rows} changed={m.changed} files={len(written.files)}"
        _log(db, audit.Entry("package", row=m.package, summary=told), m)


def become_village(db: Database, manifest: Manifest, fingerprint: str) -> None:
    """What a village's data folder remembers of its enrolment."""
    with db.atomic():
        for name, value in (
            ("role", ROLE_OF_VILLAGE),
            ("village", manifest.village),
            ("office_name", manifest.office_name),
            ("office_key", manifest.extra["office_key"]),
            ("hand_secret", manifest.extra["secret"]),
            ("enrolment", fingerprint),
            ("enrolled_vv", json.dumps(dict(manifest.vv))),
        ):
            store.set_meta(db, name, value)


def _log(db: Database, entry: audit.Entry, m: Manifest) -> None:
    audit.append(db, [entry], at=m.at, replica=m.replica, by=m.by)


_NO_VILLAGE = Text("没有名为“{name}”的村(居)。", "There is no village called {name}.")
_NO_OFFICE = Text(
    "本机还没有司法所的入网文件,不知道数据包交给谁。请先用入网文件建立数据。",
    "This computer has no enrolment of an office, so nobody could open the package. Set up with the"
    " office's enrolment file first.",
)
_NO_KEY = Text(
    "{name}还没有入网,或还没有交过数据包,不能为它加密。请先做入网文件,并合并它的第一个数据包。",
    "{name} is not enrolled or has not handed in yet, so nothing can be encrypted for it. Make its"
    " enrolment file and merge its first package.",
)

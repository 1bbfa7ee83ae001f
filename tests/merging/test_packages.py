"""Promises of the design about the package itself: versions, damage, keys, senders, sizes."""

import gzip
import hashlib
import json
import os
import random
import resource
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyrage
import pytest

from core import store
from core.attachments import prepare, put
from core.errors import UserError
from core.field import RecordKind
from core.merging import enrol, stage
from core.merging.apply import merge
from core.merging.carry import carry
from core.merging.manifest import (
    MIN_READER,
    Manifest,
    Table,
    as_text,
    read_signed,
    signature_of,
    signed,
)
from core.merging.preview import preview
from core.merging.reading import NeedsPassphrase, Package, open_package, plain_passphrase
from core.merging.scope import OF_THE_OFFICE, OWN_WAYS, choose, leads_home
from core.merging.writing import Order, write_package
from core.records import ATTACHMENT, DISPUTE, KINDS
from db.migrations import version
from tests import samples
from tests.merging.replicas import (
    SECRET,
    Computer,
    computer,
    content,
    exactly,
    pack,
    pack_whole,
    staged,
    take,
)
from tests.merging.test_promises import PIXEL

LONG = bool(os.environ.get("TAIZHANG_LONG_TESTS"))
FLIPS, CUTS, BLOCKS = (3000, 1000, 1000) if LONG else (60, 30, 30)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Computer]:
    made = computer(tmp_path, "office", "0a0000000001")
    yield made
    made.db.close()


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Computer]:
    made = computer(tmp_path, "village", "0b0000000002")
    id = samples.dispute(made.db, samples.committee(made.db), summary="宅基地边界" * 50)
    samples.party(made.db, id)
    yield made
    made.db.close()


@pytest.fixture
def package(village: Computer, office: Computer) -> Path:
    return pack(village, office)


def repacked(
    path: Path,
    out: Path,
    change: Callable[[dict[str, bytes]], None],
    *,
    also: list[str] | None = None,
) -> Path:
    """The same container with other members; `also` are names put in a second time."""
    with zipfile.ZipFile(path) as box:
        members = {n: box.read(n) for n in box.namelist()}
    change(members)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as box:
        for name, data in members.items():
            box.writestr(zipfile.ZipInfo(name), data)
        for name in also or []:
            with pytest.warns(UserWarning, match="Duplicate"):
                box.writestr(zipfile.ZipInfo(name), b"again")
    return out


def rewritten(
    path: Path,
    out: Path,
    office: Computer,
    change: Callable[[Manifest, dict[str, bytes]], Manifest],
    secret: str = SECRET,
) -> Path:
    """As somebody could make it who has the office's public key (and the secret, if given): members
    and manifest fit together. `change` gets the lines of each table and may change them."""
    own = enrol.identity(office.db)
    with zipfile.ZipFile(path) as box:
        members = {n: box.read(n) for n in box.namelist()}
    manifest = read_signed(pyrage.decrypt(members.pop("manifest.age"), [own]))[0]
    lines = {
        t: gzip.decompress(pyrage.decrypt(members[f"records/{t}.jsonl.gz.age"], [own]))
        for t in manifest.tables
    }
    before = dict(lines)
    manifest = change(manifest, lines)
    tables = dict(manifest.tables)
    for gone in before.keys() - tables.keys() - (lines.keys() - before.keys()):
        del members[f"records/{gone}.jsonl.gz.age"], lines[gone]
    for table, text in lines.items():
        if before.get(table) != text:
            told = tables.get(table) or Table((), 0, 0, "")
            digest = hashlib.sha256(text).hexdigest()
            tables[table] = replace(told, rows=text.count(b"\n"), size=len(text), sha256=digest)
            sealed = pyrage.encrypt(gzip.compress(text), [own.to_public()])
            members[f"records/{table}.jsonl.gz.age"] = sealed
    listed = {
        n: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for n, data in members.items()
    }
    text = json.loads(signed(replace(manifest, tables=tables), ""))["manifest"]
    whole = json.dumps({**json.loads(text), "members": listed})
    outer = {"manifest": whole, "hmac": signature_of(whole, secret) if secret else ""}
    members["manifest.age"] = pyrage.encrypt(json.dumps(outer).encode(), [own.to_public()])
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as box:
        for name, data in members.items():
            box.writestr(zipfile.ZipInfo(name), data)
    return out


def lines_of(lines: dict[str, bytes], table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines[table].splitlines()]


def as_lines(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(r).encode() + b"\n" for r in rows)


# --- 13 ------------------------------------------------------------------------------------------


def test_promise_13_a_newer_package_for_newer_readers_only_is_refused(
    office: Computer, village: Computer
) -> None:
    newer = version() + 1
    path = pack(village, office, change=lambda m: replace(m, schema=newer, min_reader=newer))
    before = exactly(office.db)
    with pytest.raises(UserError, match="更新"):
        take(office, path)
    assert exactly(office.db) == before


def test_promise_13_a_newer_package_for_us_too_comes_in_and_comes_back_without_loss(
    tmp_path: Path, office: Computer, village: Computer, package: Path
) -> None:
    def newer(m: Manifest, lines: dict[str, bytes]) -> Manifest:
        rows = lines_of(lines, "dispute")
        rows[0] |= {"mood": "平和"}
        lines["dispute"] = as_lines(rows)
        lines["weather"] = as_lines([{"id": "w"}])
        told = m.tables["dispute"]
        tables = {**m.tables, "dispute": replace(told, fields=(*told.fields, "mood"))}
        return replace(m, schema=version() + 3, min_reader=MIN_READER, tables=tables)

    path = rewritten(package, tmp_path / "newer.tjb", office, newer)
    with staged(office, path) as s:
        shown = preview(s)
        assert any("weather" in w.zh for w in shown.warnings)
        merge(s, shown.counts)
    assert content(office.db) == content(village.db)


def test_promise_13_a_field_an_older_program_lacks_is_no_opinion(
    tmp_path: Path, office: Computer, village: Computer, package: Path
) -> None:
    take(office, package)
    (row,) = store.find(office.db, DISPUTE)
    with store.step(office.db, samples.WORDS) as s:
        store.save(s, DISPUTE, {"id": row["id"], "linked_organ": "派出所"})

    def older(m: Manifest, lines: dict[str, bytes]) -> Manifest:
        told = m.tables["dispute"]
        fields = tuple(f for f in told.fields if f not in ("linked_organ", "admin_stage"))
        return replace(m, tables={**m.tables, "dispute": replace(told, fields=fields)})

    take(office, rewritten(package, tmp_path / "older.tjb", office, older))
    assert store.find(office.db, DISPUTE)[0]["linked_organ"] == "派出所"


@pytest.mark.parametrize("schema", [MIN_READER, version()])
def test_promise_13_every_released_schema_with_packages_is_migrated_on_the_way(
    tmp_path: Path, office: Computer, village: Computer, package: Path, schema: int
) -> None:
    """The rows are laid out by the schema of the package, then brought up to date as a data file
    would be."""
    if schema > version():
        pytest.skip("no later schema was released yet")
    path = rewritten(package, tmp_path / "x.tjb", office, _as_of(tmp_path, schema))
    take(office, path)
    assert content(office.db)["dispute"].keys() == content(village.db)["dispute"].keys()


def _as_of(tmp_path: Path, schema: int) -> Callable[[Manifest, dict[str, bytes]], Manifest]:
    """What a program of that schema would have written: only tables and fields it had."""
    from core.paths import DataFolder
    from db import staging

    scratch = staging.make_scratch(DataFolder(tmp_path))
    with staging.laying_out(scratch, schema) as rows:
        columns = {t: set(rows[t].columns_dict) for t in rows.table_names()}
    staging.throw_away(scratch)

    def change(m: Manifest, lines: dict[str, bytes]) -> Manifest:
        known = {t: v for t, v in m.tables.items() if t in columns}
        fields = {
            t: replace(v, fields=tuple(f for f in v.fields if f in columns[t]))
            for t, v in known.items()
        }
        return replace(m, schema=schema, tables=fields)

    return change


# --- 14 ------------------------------------------------------------------------------------------


def read_all(office: Computer, path: Path) -> dict[str, Any]:
    """What would come in, read without writing anything of ours. Raises UserError."""
    with staged(office, path) as s:
        sql = "select id, state, vv, stamps, summary from staged.dispute order by id"
        rows = s.db.execute(sql).fetchall()
        parties = s.db.execute("select * from staged.party order by id").fetchall()
    return {"disputes": rows, "parties": parties}


def damaged(data: bytes, how: str, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    match how:
        case "flip":
            return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]
        case "cut":
            return data[:at]
        case _:
            return data[:at] + bytes(min(512, len(data) - at)) + data[at + 512 :]


@pytest.mark.parametrize(("how", "times"), [("flip", FLIPS), ("cut", CUTS), ("zero", BLOCKS)])
def test_promise_14_a_damaged_package_is_never_read_differently(
    tmp_path: Path, office: Computer, package: Path, how: str, times: int
) -> None:
    right, data, rng = read_all(office, package), package.read_bytes(), random.Random(14)
    before, broken = exactly(office.db), tmp_path / "broken.tjb"
    refused = 0
    for _ in range(times):
        broken.write_bytes(damaged(data, how, rng))
        try:
            assert read_all(office, broken) == right
        except UserError:
            refused += 1
    assert refused > times * 0.7  # names and dates of the container's directory carry nothing
    assert exactly(office.db) == before
    assert list(office.folder.root.glob("staged-*")) == []


def swapped(office: Computer, village: Computer) -> Callable[[dict[str, bytes]], None]:
    """A member of another package of the same village."""

    def change(members: dict[str, bytes]) -> None:
        samples.party(village.db, store.find(village.db, DISPUTE)[0]["id"], "别人")
        with zipfile.ZipFile(pack(village, office)) as box:
            members["records/party.jsonl.gz.age"] = box.read("records/party.jsonl.gz.age")

    return change


def test_promise_14_a_member_of_another_package_is_refused(
    tmp_path: Path, office: Computer, village: Computer, package: Path
) -> None:
    path = repacked(package, tmp_path / "x.tjb", swapped(office, village))
    with pytest.raises(UserError, match="损坏"):
        take(office, path)


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/x", "records/../x", "blobs/xyz.age", "a"])
def test_promise_14_names_we_do_not_write_are_refused(
    tmp_path: Path, office: Computer, package: Path, name: str
) -> None:
    path = repacked(package, tmp_path / "x.tjb", lambda m: m.update({name: b"x"}))
    with pytest.raises(UserError, match="损坏"):
        take(office, path)


@pytest.mark.parametrize("name", ["manifest.age", "records/party.jsonl.gz.age", "readme.txt"])
def test_promise_14_a_name_twice_is_refused(
    tmp_path: Path, office: Computer, package: Path, name: str
) -> None:
    path = repacked(package, tmp_path / "x.tjb", lambda m: None, also=[name])
    with pytest.raises(UserError, match="损坏"):
        take(office, path)


def test_promise_14_a_missing_or_compressed_member_is_refused(
    tmp_path: Path, office: Computer, package: Path
) -> None:
    short = repacked(package, tmp_path / "short.tjb", lambda m: m.pop("records/party.jsonl.gz.age"))
    with pytest.raises(UserError, match="损坏"):
        take(office, short)
    packed = tmp_path / "packed.tjb"
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    with pytest.raises(UserError, match="损坏"):
        take(office, packed)


def test_promise_14_a_directory_of_millions_is_refused_before_it_is_read(
    tmp_path: Path, office: Computer
) -> None:
    path = tmp_path / "bomb.tjb"
    size = 64 * 1024 * 1024
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(4 + size)
        file.seek(0, 2)
        file.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, size, 4, 0))
    with pytest.raises(UserError, match="损坏"):
        take(office, path)


def hostile(name: str, text: bytes | None = None, **values: Any) -> Any:
    def change(m: Manifest, lines: dict[str, bytes]) -> Manifest:
        if text is not None:
            lines["dispute"] = text
        else:
            rows = lines_of(lines, "dispute")
            rows[0] |= values
            lines["dispute"] = as_lines(rows)
        return m

    return pytest.param(change, id=name)


@pytest.mark.parametrize(
    "change",
    [
        hostile("zip bomb of one line", b"0" * 300_000_000),
        hostile("deep JSON", b'{"id":' + b"[" * 400_000 + b"]" * 400_000 + b"}\n"),
        hostile("a list", b"[1]\n"),
        hostile("a name twice", b'{"id":"a","id":"b"}\n'),
        hostile("not a number", b'{"id":"a","amount":NaN}\n'),
        hostile("a number of 5,000 digits", b'{"id":"a","amount":' + b"9" * 5000 + b"}\n"),
        hostile("no JSON", b"abc\n"),
        hostile("too large a number", amount=2**70),
        hostile("text for a number", amount="many"),
        hostile("a list for a text", summary=["x"]),
        hostile("yes or no", is_difficult=7),
        hostile("a date that is none", accepted_on="2026-02-30"),
        hostile("a character that cannot be stored", summary="a\u202eb"),
        hostile("half a character", summary="\ud800"),
        hostile("NUL", summary="a\0b"),
        hostile("a text without end", summary="长" * 50_000),
        hostile("an unknown field", secret_field="x"),
        hostile("a version that is none", vv="{}"),
        hostile("a clock out of reach", vv='{"0b0000000002":999999999999999}'),
        hostile("stamps without the rest", stamps='{"summary":"1:0b0000000002"}'),
        hostile("an unknown state", state=9),
        hostile("an id that is a path", id="../x"),
        hostile("a committee nobody has", committee_id="nobody"),
    ],
)
def test_promise_14_what_no_correct_program_writes_refuses_the_whole_package(
    tmp_path: Path, office: Computer, package: Path, change: Any
) -> None:
    before = exactly(office.db)
    path = rewritten(package, tmp_path / "x.tjb", office, change)
    peak, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    with pytest.raises(UserError):
        take(office, path)
    assert time.perf_counter() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < 600_000  # KiB
    assert exactly(office.db) == before
    assert list(office.folder.root.glob("staged-*")) == []


def test_promise_14_the_refusal_names_table_row_and_field(
    tmp_path: Path, office: Computer, package: Path, village: Computer
) -> None:
    (row,) = store.find(village.db, DISPUTE)
    change = hostile("x", amount="many").values[0]
    with pytest.raises(UserError) as caught:
        take(office, rewritten(package, tmp_path / "x.tjb", office, change))
    said = caught.value.message.zh
    assert str(DISPUTE.title.zh) in said
    assert row["id"] in said
    assert DISPUTE.field("amount").label.zh in said


def test_promise_14_a_manifest_that_lies_about_rows_is_refused(
    tmp_path: Path, office: Computer, package: Path
) -> None:
    def fewer(m: Manifest, lines: dict[str, bytes]) -> Manifest:
        return replace(m, tables={**m.tables, "dispute": replace(m.tables["dispute"], rows=0)})

    with pytest.raises(UserError, match="损坏"):
        take(office, rewritten(package, tmp_path / "x.tjb", office, fewer))


# --- 15, 16 --------------------------------------------------------------------------------------


def test_promise_15_a_package_for_another_office_says_so(
    tmp_path: Path, office: Computer, package: Path
) -> None:
    other = computer(tmp_path, "other", "0d0000000004")
    before = exactly(other.db)
    with pytest.raises(UserError, match="别的司法所"):
        take(other, package)
    assert exactly(other.db) == before
    assert list(other.folder.root.rglob("*")) == []
    other.db.close()


def test_promise_15_passphrase_missing_wrong_and_right(
    tmp_path: Path, office: Computer, village: Computer
) -> None:
    passphrase = enrol.made_passphrase()
    key = pyrage.x25519.Identity.generate()
    member = ("key.age", pyrage.passphrase.encrypt(str(key).encode(), plain_passphrase(passphrase)))

    manifest = replace(pack_whole(village, office).manifest, tables={})
    choose(village.db, None)
    order = Order(manifest, [key.to_public()], SECRET, [], lambda _: b"", key_member=member)
    path = write_package(village.db, order, tmp_path / "out").paths[0]
    with pytest.raises(NeedsPassphrase):
        open_package(path, [], lambda _: SECRET)
    with pytest.raises(UserError, match="口令不对"):
        open_package(path, [], lambda _: SECRET, "ABCDE-ABCDE-ABCDE-ABCDE")
    typed = f" {passphrase.lower().replace('-', ' ')} "
    assert isinstance(open_package(path, [], lambda _: SECRET, typed), Package)


def test_promise_15_a_lost_key_member_is_no_crash(
    tmp_path: Path, office: Computer, village: Computer
) -> None:
    key = pyrage.x25519.Identity.generate()
    made = pack_whole(village, office, key_member=("key.txt", str(key).encode()))
    path = repacked(made.paths[0], tmp_path / "x.tjb", lambda m: m.pop("key.txt"))
    with pytest.raises(UserError):
        take(office, path)


def test_promise_16_a_package_made_with_the_public_key_only_needs_an_administrator(
    office: Computer, village: Computer
) -> None:
    for secret in ("", "ff" * 32):
        path = pack(village, office, secret=secret)
        before = exactly(office.db)
        with staged(office, path) as s:
            shown = preview(s)
            assert any("不能确认" in w.zh for w in shown.warnings)
            with pytest.raises(UserError, match="不能确认"):
                merge(s, shown.counts)
            assert exactly(office.db) == before
    with staged(office, path) as s:
        merge(s, preview(s).counts, unverified=True)
    assert content(office.db)["dispute"] == content(village.db)["dispute"]
    sql = "select is_verified from taken_in"
    assert office.db.execute(sql).fetchall() == [(0,)]


# --- 18 ------------------------------------------------------------------------------------------


def test_promise_18_more_attachments_than_a_stick_allows_make_several_packages(
    tmp_path: Path, office: Computer, village: Computer
) -> None:
    """Each within the size, each complete, in any order. Sizes are small here: the limit is one."""
    (row,) = store.find(village.db, DISPUTE)
    hashes = []
    for n in range(12):
        scan = prepare(PIXEL[:-12] + _text_chunk(f"{n}" * 40_000) + PIXEL[-12:], f"{n}.png")
        put(village.db, village.folder.attachments, scan)
        values = {"title": str(n), "file_name": f"{n}.png", "sha256": scan.sha256}
        samples.put(village.db, ATTACHMENT, dispute_id=row["id"], **values)
        hashes.append(scan.sha256)
    limit = 200_000
    made = pack_whole(village, office, files=True, largest=limit)
    assert len(made.paths) >= 3
    assert all(p.stat().st_size < limit * 1.2 for p in made.paths)
    for path in reversed(made.paths):
        take(office, path)
    with staged(office, made.paths[0]) as s:
        assert preview(s).missing == ()
    there = {p.stem for p in office.folder.attachments.glob("??/*.age")}
    assert there == set(hashes)


def _text_chunk(words: str) -> bytes:
    """A comment in a PNG: makes a small picture a large file. The numbers do not compress."""
    import zlib

    body = b"tEXt" + b"Comment\0" + words.encode()
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


# --- onto the stick ------------------------------------------------------------------------------


def test_a_file_on_the_stick_is_never_overwritten_and_a_full_one_is_told(
    tmp_path: Path, package: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = carry(package, stick / "a.tjb")
    assert copy.read_bytes() == package.read_bytes()
    with pytest.raises(UserError, match="没有覆盖"):
        carry(package, stick / "a.tjb")
    with pytest.raises(UserError):
        carry(package, tmp_path / "gone" / "a.tjb")
    assert sorted(p.name for p in stick.iterdir()) == ["a.tjb"]


def test_nothing_in_a_package_can_be_read_without_the_key(village: Computer, package: Path) -> None:
    data = package.read_bytes()
    for words in ("李明朗", "宅基地", "人民调解委员会"):
        assert words.encode() not in data


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.table)
def test_every_kind_belongs_to_a_village_or_is_named_as_the_offices(kind: RecordKind) -> None:
    """A new kind without a way to a village: name it in core/merging/scope.py."""
    assert leads_home(kind) or kind.table in (*OF_THE_OFFICE, *OWN_WAYS)


def test_every_kind_travels(office: Computer, village: Computer, package: Path) -> None:
    with staged(office, package) as s:
        assert set(s.manifest.tables) == {k.table for k in KINDS}
        assert stage.skipped(s.manifest) == []
    assert as_text(s.manifest).startswith('{"format": 1')

"""The commands enrol, takeover, package, inspect, merge, doubles: what goes on the stick. No Qt.

A passphrase comes from the environment variable TAIZHANG_PASSPHRASE, or is asked for.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from getpass import getpass
from pathlib import Path
from typing import Any

from core import store
from core.codes import CodeBook
from core.errors import UserError
from core.files import said_plainly, whole_file
from core.merging import doubles as pairs
from core.merging import enrol
from core.merging.apply import Decision, Decisions, Merged
from core.merging.compare import Counts
from core.merging.manifest import Manifest
from core.merging.preview import Asked, Difference, Preview, differences, questions
from core.merging.reading import NeedsPassphrase
from core.merging.stage import Staged
from core.paths import DataFolder
from core.periods import parse_period
from core.records import BY_TABLE, DISPUTE, load_book
from core.show import name_of, shown
from core.text import Text
from db.connect import Opened
from ui import handing_in
from ui.rights import require

Told = tuple[list[str], Any]
PASSPHRASE = "TAIZHANG_PASSPHRASE"
LISTED = 10_000  # records of one list in --json
MOST_LINES = 50


# --- out -----------------------------------------------------------------------------------------


def run_enrol(opened: Opened, args: argparse.Namespace) -> Told:
    passphrase = enrol.made_passphrase() if args.passphrase_out else ""
    if args.passphrase_out:
        with whole_file(args.passphrase_out, overwrite=False) as draft:
            draft.write_text(passphrase + "\n", encoding="utf-8")
    made = handing_in.enrol_village(opened, args.out, args.village, passphrase)
    said = _ENROLLED.format(name=made.manifest.village_name, path=made.paths[0])
    data = {
        "file": str(made.paths[0]),
        "village": made.manifest.village_name,
        "fingerprint": made.fingerprint,
        "rows": made.manifest.rows,
    }
    return [str(said), str(_FINGERPRINT.format(code=made.fingerprint))], data


def run_package(opened: Opened, args: argparse.Namespace) -> Told:
    month = parse_period(args.month or datetime.now().astimezone().strftime("%Y-%m"))
    made = handing_in.hand_out(
        opened,
        args.out,
        month=month.since.isoformat()[:7],
        village=args.village or "",
        all_files=args.all_files,
    )
    m = made.manifest
    lines = [str(_PACKED.format(path=path, rows=m.rows, changed=m.changed)) for path in made.paths]
    if m.is_zero:
        lines.append(str(_ZERO.format(month=m.month)))
    if made.lacking:
        lines.append(str(_LACKING.format(n=made.lacking)))
    data = {
        "files": [str(p) for p in made.paths],
        "outbox": [str(p) for p in made.outbox],
        "attachments": made.files,
        "lacking": made.lacking,
        **_manifest(m),
    }
    return lines, data


def _manifest(m: Manifest) -> dict[str, Any]:
    return {
        "package": m.package,
        "kind": m.kind,
        "village": m.village_name,
        "office": m.office_name,
        "sequence": m.sequence,
        "month": m.month,
        "zero": m.is_zero,
        "at": m.at,
        "by": m.by,
        "schema": m.schema,
        "part": m.part,
        "parts": m.parts,
        "rows": m.rows,
        "changed": m.changed,
        "tables": {t: v.rows for t, v in m.tables.items() if v.rows},
    }


# --- a new data folder ---------------------------------------------------------------------------


def run_takeover(folder: DataFolder, args: argparse.Namespace, passphrase: str = "") -> Told:
    """From an enrolment file; hand-overs: ui/handover_commands.py."""
    passphrase = passphrase or os.environ.get(PASSPHRASE, "")
    try:
        made, package = handing_in.take_over(folder, args.file, passphrase)
    except NeedsPassphrase as error:
        if not sys.stdin.isatty():
            raise
        typed = getpass(f"{error.message} ")
        made, package = handing_in.take_over(folder, args.file, typed)
    m = package.manifest
    lines = [
        str(_TAKEN_OVER.format(name=m.village_name, office=m.office_name, path=folder.root)),
        str(_FINGERPRINT.format(code=package.fingerprint)),
        str(_CODE.format(code=made.recovery_code)),
    ]
    data = {
        "folder": str(folder.root),
        "village": m.village_name,
        "office": m.office_name,
        "fingerprint": package.fingerprint,
        "recovery_code": made.recovery_code,
    }
    return lines, data


# --- in ------------------------------------------------------------------------------------------


def run_inspect(opened: Opened, args: argparse.Namespace) -> Told:
    package = handing_in.inspect(opened, args.file, os.environ.get(PASSPHRASE, ""))
    m = package.manifest
    who = m.village_name or m.office_name
    said = _INSPECTED.format(who=who, n=m.sequence, month=m.month or "-", at=m.at, rows=m.rows)
    lines = [str(said), str(_SIGNED if package.is_verified else _NOT_SIGNED)]
    data = {
        **_manifest(m),
        "verified": package.is_verified,
        "fingerprint": package.fingerprint,
        "attachments": len(package.files),
    }
    return lines, data


def run_merge(opened: Opened, args: argparse.Namespace) -> Told:
    """One step a package. The first that fails ends it; those before it stay merged and are
    told."""
    decisions = _decisions(args.decide) if args.decide else {}
    done: list[dict[str, Any]] = []
    lines: list[str] = []
    for path in args.files:
        try:
            told, data = _merge_one(opened, path, decisions, args)
        except UserError as error:
            if not done:
                raise
            said = _STOPPED.format(n=len(done), path=path, why=error.message)
            raise UserError(said) from error
        lines += told
        done.append(data)
    return lines, {"packages": done, **(done[0] if len(done) == 1 else {})}


def _merge_one(opened: Opened, path: Path, decisions: Decisions, args: argparse.Namespace) -> Told:
    laid = handing_in.lay_out(opened, path, os.environ.get(PASSPHRASE, ""))
    try:
        found = handing_in.look(opened, laid, with_outside=args.outside)
        with handing_in.attached(opened.db, laid) as staged:
            data = _preview(staged, found)
        lines = [str(_PREVIEWED.format(path=path.name)), *_count_lines(found.counts)]
        lines += [str(w) for w in found.warnings] + _question_lines(data["conflicts"])
        if args.dry:
            return [*lines, str(_TRIED)], {**data, "step": None}
        merged = handing_in.carry_in(
            opened,
            laid,
            found.counts,
            _asked_for(decisions, data),
            with_outside=args.outside,
            unverified=args.unverified,
        )
        return [*lines, str(_done(merged))], {**data, **_merged(merged)}
    finally:
        handing_in.throw_away(laid)


def _asked_for(decisions: Decisions, data: Mapping[str, Any]) -> Decisions:
    """Of the decisions those that this package asks for; one file may answer several packages."""
    asked = {(c["table"], c["row"], c["field"]) for c in data["conflicts"]}
    return {key: d for key, d in decisions.items() if key in asked}


def _preview(staged: Staged, found: Preview) -> dict[str, Any]:
    book = load_book(staged.db)
    lists = {
        sort: [_difference(d) for d in differences(staged, sort, limit=LISTED)]
        for sort in ("new", "changed", "deleted", "purged", "outside")
    }
    return {
        "file": staged.package.path.name,
        "manifest": _manifest(staged.manifest),
        "verified": staged.package.is_verified,
        "counts": asdict(found.counts),
        "conflicts": [_question(c, book) for c in questions(staged)],
        "doubles": [_double(d) for d in found.doubles],
        "missing_attachments": list(found.missing),
        "warnings": [str(w) for w in found.warnings],
        **lists,
    }


def _difference(d: Difference) -> dict[str, Any]:
    fields = {n: {"mine": a, "theirs": b} for n, (a, b) in d.fields.items()}
    return {"table": d.table, "row": d.id, "name": d.name, "fields": fields}


def _question(c: Asked, book: CodeBook) -> dict[str, Any]:
    field = BY_TABLE[c.table].by_name.get(c.field)
    words = {"label": str(field.label) if field else str(_STATE)}
    for side, value in (("mine", c.mine), ("theirs", c.theirs)):
        words[f"{side}_words"] = (
            shown(field, value, book) if field else str(_LIVE if value == store.LIVE else _GONE)
        )
    return {**asdict(c), **words}


def _double(d: pairs.Double) -> dict[str, Any]:
    return {"one": d.one, "other": d.other, "why": [w.name.lower() for w in d.why]}


def _merged(done: Merged) -> dict[str, Any]:
    return {
        "step": done.step,
        "counts": asdict(done.counts),
        "decided": done.decided,
        "attachments": done.files,
        "missing_attachments": list(done.missing),
    }


def _decisions(path: Path) -> Decisions:
    """[{"table", "row", "field", "choice": mine|theirs|typed|later, "value"}]."""
    with said_plainly(path):
        text = path.read_text(encoding="utf-8")
    try:
        given = json.loads(text)
        return {
            (str(g["table"]), str(g["row"]), str(g["field"])): Decision(g["choice"], g.get("value"))
            for g in given
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(_BAD_DECISIONS.format(path=path)) from error


def _count_lines(counts: Counts) -> list[str]:
    return [
        str(words.format(n=n)) for name, words in COUNTED.items() if (n := getattr(counts, name))
    ]


def _question_lines(asked: list[dict[str, Any]]) -> list[str]:
    return [
        str(
            _CONFLICT.format(
                name=c["name"], field=c["label"], mine=c["mine_words"], theirs=c["theirs_words"]
            )
        )
        for c in asked[:MOST_LINES]
    ]


def _done(merged: Merged) -> Text:
    if merged.step is None:
        return _NOTHING_NEW
    return _MERGED.format(n=merged.step)


# --- doubles -------------------------------------------------------------------------------------


def run_doubles(opened: Opened, args: argparse.Namespace) -> Told:
    """List them; with --keep and --other make one of two, or say with --different that they are
    two."""
    db = opened.db
    if args.keep and args.other:
        require(opened.role, "save_record")
        if args.different:
            pairs.say_different(db, args.keep, args.other)
            return [str(_DIFFERENT)], {"step": None}
        step = pairs.make_one(db, args.keep, args.other)
        return [str(_MADE_ONE.format(n=step))], {"step": step}
    found = pairs.doubles(db)
    book = load_book(db)
    ids = list({id for d in found for id in (d.one, d.other)})
    rows = store.get_many(db, DISPUTE, ids)
    lines = [
        str(
            _DOUBLE.format(
                one=name_of(DISPUTE, rows[d.one], book),
                other=name_of(DISPUTE, rows[d.other], book),
                why="、".join(str(w.value) for w in d.why),
            )
        )
        for d in found
    ]
    return lines or [str(_NO_DOUBLES)], [_double(d) for d in found]


# --- words ---------------------------------------------------------------------------------------


#: What each list of a preview is called, with its number.
COUNTED = {
    "new": Text("新增 {n} 条", "New: {n}"),
    "changed": Text("更改 {n} 条", "Changed: {n}"),
    "deleted": Text("放入回收站 {n} 条", "Into the recycle bin: {n}"),
    "purged": Text("清除 {n} 条", "Purged: {n}"),
    "conflicts": Text("冲突 {n} 处", "Conflicts: {n}"),
    "outside": Text("不属于该村、不读入 {n} 条", "Out of the village's scope, left out: {n}"),
    "same": Text("没有变化 {n} 条", "The same: {n}"),
}
_ENROLLED = Text("已为{name}做好入网文件 {path}", "Made the enrolment file of {name}: {path}")
_FINGERPRINT = Text("核对码(两边念给对方听,应当一样):{code}", "To compare by phone: {code}")
_PACKED = Text(
    "已写好并核对 {path}:全部 {rows} 条,其中上次之后有变动的 {changed} 条。可以拔下 U 盘。",
    "Wrote and checked {path}: {rows} records, {changed} of them written since the last one. The"
    " stick may be removed.",
)
_ZERO = Text("{month} 没有纠纷,按零报告交。", "Nothing in {month}: a zero report.")
_LACKING = Text(
    "{n} 个附件的文件在本机找不到,没有带上。", "{n} attachments are missing here and were left out."
)
_TAKEN_OVER = Text(
    "已为{name}建立数据文件夹 {path},交给{office}。",
    "Made the data folder {path} of {name} for {office}.",
)
_CODE = Text(
    "恢复码(请抄写并密封保存,只显示这一次):{code}",
    "Recovery code (write it down and seal it; shown only now): {code}",
)
_INSPECTED = Text(
    "{who}第{n}次,所报月份 {month},{at} 做成,{rows} 条记录,完好。",
    "{who}, number {n}, month {month}, made {at}, {rows} records, whole.",
)
_SIGNED = Text("签章相符。", "The signature is right.")
_NOT_SIGNED = Text(
    "不能确认是谁做的:没有本所登记的村的签章。",
    "Not certain who made it: no enrolled village signed.",
)
_PREVIEWED = Text("{path}:", "{path}:")
_TRIED = Text("这是预览,没有写入任何内容。", "A preview: nothing was written.")
_MERGED = Text("已合并,第 {n} 步,可以撤销。", "Merged as step {n}; it can be undone.")
_NOTHING_NEW = Text("没有新的内容,数据没有变化。", "Nothing new; the data are as they were.")
_CONFLICT = Text(
    "冲突 {name}·{field}:本机“{mine}”,对方“{theirs}”",
    "Conflict {name}, {field}: here {mine}, there {theirs}",
)
_STATE = Text("是否删除", "Deleted or not")
_LIVE = Text("保留", "Kept")
_GONE = Text("已放入回收站", "In the recycle bin")
_STOPPED = Text(
    "前 {n} 个数据包已合并,到 {path} 停下:{why}",
    "The first {n} packages are merged; stopped at {path}: {why}",
)
_BAD_DECISIONS = Text(
    "看不懂 {path}:应为 table、row、field、choice、value 的列表。",
    "{path} is not understood: a list of table, row, field, choice and value is expected.",
)
_DIFFERENT = Text("已记下:是两件不同的纠纷。", "Noted: two different cases.")
_MADE_ONE = Text("已合为一件,第 {n} 步,可以撤销。", "Made one case as step {n}; it can be undone.")
_DOUBLE = Text("{one} 与 {other}:{why}", "{one} and {other}: {why}")
_NO_DOUBLES = Text("没有发现可能重复的纠纷。", "No cases that may be the same.")

"""The same work without a window (for scripts, tests, the county's technician). Imports no Qt.

To add a command: a function `_name(call)` and its line in OPENED or WITHOUT_DATA; what can be typed
behind it stands in ui/command_line.py. Its result is printed as words, or as JSON with --json.
"""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from getpass import getpass
from pathlib import Path
from typing import Any

from core import deadlines, history, store, trail
from core.audit import Entry
from core.check import faults
from core.errors import UserError
from core.field import RecordKind
from core.finding import find_words
from core.found_names import names_beside
from core.importing import (
    Plan,
    Refusal,
    carry_out,
    counts_in_words,
    fixed_values,
    layout_name,
    plan,
)
from core.paper import FORMS, form_named, write_file, write_form
from core.paper.subsidy_sheets import claims_in, write_sheet
from core.paths import DataFolder
from core.periods import parse_period
from core.records import (
    AGREEMENT,
    BY_TABLE,
    DISPUTE,
    KINDS,
    MEETING,
    SCREENING_ITEM,
    kind_named,
    load_book,
)
from core.register import register
from core.reports import REPORTS, report_named
from core.reports.definition import TOTAL
from core.reports.engine import as_json, behind, run, table_behind
from core.show import PRIVATE, name_of
from core.text import Text
from core.typed import date_of
from core.workbook import write_workbook
from db import backup, keys
from db.connect import Opened, first_fault, open_database
from db.wraps import Role
from ui import hand_commands, signing
from ui.restoring import restore_backup
from ui.rights import require
from ui.setup import make_office, make_practice
from ui.words import words_for

log = logging.getLogger(__name__)
PASSWORD = "TAIZHANG_PASSWORD"
MOST_LINES = 50  # of one sort are told in words


@dataclass(frozen=True)
class Answer:
    """What a command found out: for people line by line, and as plain data for --json."""

    lines: list[str]
    data: Any


@dataclass(frozen=True)
class Call:
    """One call: what was typed, where the data are, and (for most commands) the open file."""

    args: argparse.Namespace
    folder: DataFolder
    password: str = ""
    opened: Opened | None = None

    @property
    def db(self) -> Any:
        assert self.opened is not None  # only commands of OPENED ask for it
        return self.opened.db


def run_command(args: argparse.Namespace, folder: DataFolder, password: str) -> int:
    """Do what was typed; 0 done, 1 a sentence for the user on standard error."""
    try:
        try:
            answer = _answer(args, folder, password)
        except keys.NoKey as error:
            if password or not sys.stdin.isatty():
                raise
            answer = _answer(args, folder, getpass(f"{error.message} "))
    except Exception as error:
        if not isinstance(error, UserError):
            log.exception("Command %s failed", args.command)
        print(words_for(error), file=sys.stderr)  # noqa: T201 - this is the command line
        return 1
    words = json.dumps(answer.data, ensure_ascii=False, default=str) if args.json else None
    with suppress(BrokenPipeError):  # whoever read it has heard enough
        print(words or "\n".join(answer.lines), flush=True)  # noqa: T201
    return 0


def _answer(args: argparse.Namespace, folder: DataFolder, password: str) -> Answer:
    if work := WITHOUT_DATA.get(args.command):
        return work(Call(args, folder, password))
    with open_database(folder, password) as opened:
        signing.begin(opened)
        require(opened.role, args.command)
        answer = OPENED[args.command](Call(args, folder, password, opened))
        if reason := backup.due(folder, opened.db):
            backup.make_backup(folder, opened.key, opened.db, reason)
        return answer


# --- making data ---------------------------------------------------------------------------------


def _init(call: Call) -> Answer:
    a = call.args
    made = make_office(
        call.folder,
        office=a.office,
        township=a.township,
        code=a.code,
        villages=a.village,
        role=a.role,
    )
    said = Text(
        "已新建数据文件夹 {path}。恢复码(请抄写并密封保存,只显示这一次):{code}",
        "Made the data folder {path}. Recovery code (write it down and seal it; shown only now):"
        " {code}",
    )
    words = said.format(path=call.folder.root, code=made.recovery_code)
    return Answer(
        [str(words)], {"folder": str(call.folder.root), "recovery_code": made.recovery_code}
    )


def _practice(call: Call) -> Answer:
    a = call.args
    made, counts = make_practice(call.folder, records=a.records, seed=a.seed, year=a.year)
    said = Text("已生成练习数据:{counts}", "Made a practice office: {counts}")
    listed = "、".join(f"{BY_TABLE[t].title} {n}" for t, n in counts.items())
    return Answer(
        [str(said.format(counts=listed))],
        {"counts": counts, "recovery_code": made.recovery_code},
    )


def _restore(call: Call) -> Answer:
    aside = restore_backup(call.folder, call.args.name, call.password)
    said = Text(
        "已恢复备份 {name}。原来的数据保存在 {aside}。",
        "Restored the backup {name}. The data that were here are in {aside}.",
    )
    return Answer(
        [str(said.format(name=call.args.name, aside=aside))],
        {"restored": call.args.name, "set_aside": str(aside)},
    )


def _users(call: Call) -> Answer:
    from ui.users_command import run

    lines, data = run(call.args, call.folder, call.password)
    return Answer(lines, data)


def _backups(call: Call) -> Answer:
    found = backup.backups(call.folder)
    lines = [
        f"{b.name}  {backup.REASONS.get(b.reason, b.reason)}  {b.size // 1024} KB" for b in found
    ]
    return Answer(lines, [vars(b) for b in found])


# --- what there is -------------------------------------------------------------------------------


def _kinds(call: Call) -> Answer:
    return Answer([f"{k.table}  {k.title}" for k in KINDS], [_kind(k) for k in KINDS])


#: Every code list by name; a kind may use the list of another.
_SHIPPED = {name: codes for kind in KINDS for name, codes in kind.codes.items()}


def _kind(kind: RecordKind) -> dict[str, Any]:
    return {
        "name": kind.table,
        "title": str(kind.title),
        "fields": [
            {
                "name": f.name,
                "label": str(f.label),
                "type": f.type.value,
                "required": f.required,
                "codes": {c: str(w) for c, w in _SHIPPED.get(f.codes, {}).items()},
            }
            for f in kind.fields
        ],
    }


def _forms(call: Call) -> Answer:
    return Answer(
        [f"{f.name}  {f.title}" for f in FORMS],
        [{"name": f.name, "title": str(f.title), "kind": f.kind} for f in FORMS],
    )


def _reports(call: Call) -> Answer:
    return Answer(
        [f"{r.name}  {r.title}" for r in REPORTS],
        [{"name": r.name, "title": str(r.title)} for r in REPORTS],
    )


# --- in and out ----------------------------------------------------------------------------------


def _import(call: Call) -> Answer:
    a = call.args
    kind = kind_named(a.kind)
    planned = plan(call.db, kind, a.file, a.profile, fixed=fixed_values(kind, a.fixed))
    step = None
    if not a.dry and (planned.new or planned.changed):
        assert call.opened is not None
        backup.make_backup(call.folder, call.opened.key, call.db, "import")
        step = carry_out(call.db, planned)
    data = {
        "in": planned.in_,
        **{n: getattr(planned, n) for n in ("new", "changed", "same", "held", "refused")},
        "added": [{"kind": table, "name": name} for table, name in planned.added],
        "refusals": [_refusal(r) for r in planned.refusals],
        "held_rows": [_refusal(r) for r in planned.held_rows],
        "warnings": [_refusal(r) for r in planned.warnings],
        "unplaced": list(planned.unplaced),
        "profile": planned.profile or None,
        "fixed": dict(planned.fixed),
        "step": step,
    }
    return Answer(_import_lines(planned, step, a.dry), data)


def _refusal(r: Refusal) -> dict[str, Any]:
    return {"row": r.row, "column": r.column, "value": r.value, "reason": str(r.reason)}


def _import_lines(p: Plan, step: int | None, dry: bool) -> list[str]:
    lines = [str(counts_in_words(p))]
    if p.profile:
        lines.append(str(_LAYOUT.format(name=layout_name(p.profile))))
    lines += [str(_FIXED.format(label=label, words=words)) for label, words in p.fixed]
    lines += [str(_ADDED.format(kind=BY_TABLE[t].title, name=n)) for t, n in p.added]
    if p.unplaced:
        lines.append(str(_UNPLACED.format(names="、".join(p.unplaced))))
    for said, refusals in ((_REFUSED, p.refusals), (_HELD, p.held_rows), (_WARNED, p.warnings)):
        lines += [
            str(said.format(row=r.row, column=r.column, value=r.value, reason=r.reason))
            for r in refusals[:MOST_LINES]
        ]
        if len(refusals) > MOST_LINES:
            more = Text("…… 另有 {n} 行,见 --json。", "... and {n} more rows; see --json.")
            lines.append(str(more.format(n=len(refusals) - MOST_LINES)))
    if dry:
        lines.append(str(Text("这是预览,没有写入任何内容。", "A preview: nothing was written.")))
    elif step is not None:
        done = Text("已导入,第 {n} 步,可以撤销。", "Imported as step {n}; it can be undone.")
        lines.append(str(done.format(n=step)))
    return lines


_ADDED = Text("自动新增{kind}:{name}", "Added {kind}: {name}")
_LAYOUT = Text("识别为:{name}", "Read as: {name}")
_FIXED = Text("表中没有{label},新记录填为“{words}”", "No column {label}: {words} in new records")
_UNPLACED = Text("没有认识的列,未导入:{names}", "Columns not understood, not imported: {names}")
_REFUSED = Text(
    "第 {row} 行未接受,{column}“{value}”:{reason}", "Row {row} refused, {column} {value}: {reason}"
)
_HELD = Text("第 {row} 行待定:{reason}", "Row {row} held: {reason}")
_WARNED = Text(
    "第 {row} 行提醒,{column}“{value}”:{reason}", "Row {row}, {column} {value}: {reason}"
)


def _register(call: Call) -> Answer:
    a = call.args
    kind = kind_named(a.kind)
    assert call.opened is not None
    mask = a.mask or call.opened.role is Role.READER
    sheet = register(
        call.db,
        kind,
        load_book(call.db),
        since=_day(a.since),
        until=_day(a.until),
        all_columns=a.all_columns,
        mask=mask,
    )
    write_workbook([sheet], a.out, overwrite=a.overwrite)
    has_numbers = not mask and bool(PRIVATE & kind.by_name.keys())
    action = "export_full" if has_numbers else "export"
    trail.note(call.db, Entry(action, kind.table, summary=str(len(sheet.rows))))
    return _written(a.out)


def _report(call: Call) -> Answer:
    from core.reports.engine import drawn

    a = call.args
    result = run(
        call.db,
        report_named(a.name),
        parse_period(a.period),
        basis=a.basis,
        profile=a.profile or _variant(call, a.name),
        unit=a.unit,
    )
    if a.out:
        write_workbook([drawn(result)], a.out, overwrite=a.overwrite)
    data = as_json(result) | ({"file": str(a.out)} if a.out else {})
    lines = _figure_lines(data) + [_check_line(c) for c in data["checks"]]
    return Answer(([str(_WROTE.format(path=a.out))] if a.out else []) + lines, data)


def _figure_lines(data: Mapping[str, Any]) -> list[str]:
    """The total, column by column; of a form with printed lines every line."""
    ids = [c["id"] for c in data["columns"]]
    if total := next((r["cells"] for r in data["rows"] if r["id"] == TOTAL), None):
        return [f"{c['label']}\t{total[c['id']]}" for c in data["columns"]]
    head = "\t".join(["", "", *(c["label"] for c in data["columns"])])
    return [head] + [
        "\t".join([r["id"], r["label"], *(str(r["cells"][id]) for id in ids)]) for r in data["rows"]
    ]


def _check_line(check: Mapping[str, Any]) -> str:
    mark = "√" if check["holds"] else "×"
    row = "" if check["row"] in ("", TOTAL) else f" [{check['row']}]"
    said = f" {check['said']}" if check["said"] else ""
    return f"{mark} {check['rule']}({check['left']}, {check['right']}){row}{said}"


def _variant(call: Call, name: str) -> str | None:
    """A village's own file makes the sheet of the village; None for what the report has usually."""
    layouts = report_named(name).layouts
    of_unit = next((layout.id for layout in layouts if layout.for_unit), None)
    return of_unit if store.meta(call.db, "role") == "village" else None


def _behind(call: Call) -> Answer:
    a = call.args
    report = report_named(a.name)
    ids = behind(
        call.db,
        report,
        a.row,
        a.column,
        parse_period(a.period),
        basis=a.basis,
        profile=a.profile or _variant(call, a.name),
        unit=a.unit,
    )
    book = load_book(call.db)
    kind = BY_TABLE[table_behind(report, a.row, a.column)]
    rows = [r for id in ids if (r := store.get(call.db, kind, id))]
    named = ("file_no", "case_no") if kind is DISPUTE else kind.named_by
    dated = [kind.dated_by] if kind.dated_by else []
    data = [{"kind": kind.table, **{n: r[n] for n in ("id", *named, *dated)}} for r in rows]
    lines = ["  ".join([name_of(kind, r, book), *(str(r[n]) for n in dated)]) for r in rows]
    return Answer(lines, data)


def _form(call: Call) -> Answer:
    a = call.args
    form = form_named(a.name)
    id = None if a.blank else _record_id(call.db, a.of)
    scans = call.folder.attachments
    write_form(call.db, form, id, a.out, overwrite=a.overwrite, folder=scans)
    if id:
        trail.note(call.db, Entry("print", row=id, summary=f"{form.name} pdf"))
    return _written(a.out)


def _file(call: Call) -> Answer:
    a = call.args
    of, scans = _record_id(call.db, a.of), call.folder.attachments
    write_file(call.db, of, a.out, overwrite=a.overwrite, folder=scans)
    trail.note(call.db, Entry("print", row=of, summary="file pdf"))
    return _written(a.out)


def _ledger(call: Call) -> Answer:
    from core.paper.screening_ledger import items_between, write_ledger_file

    a = call.args
    ids = items_between(call.db, _day(a.since), _day(a.until))
    write_ledger_file(call.db, ids=ids, path=a.out, overwrite=a.overwrite)
    return _written(a.out)


def _subsidy(call: Call) -> Answer:
    """Claim sheet, payment list or sums by mediator of a period."""
    a = call.args
    wanted = parse_period(a.period)
    ids = claims_in(call.db, wanted)
    write_sheet(call.db, a.sheet, ids, wanted.words, a.out, overwrite=a.overwrite)
    return _written(a.out)


def _readable(call: Call) -> Answer:
    from core.readable import write_readable

    a = call.args
    made = write_readable(
        call.db, a.out, mask=a.mask, at=_today().isoformat(), scans=call.folder.attachments
    )
    signing.note_readable(call.db, made.records, mask=a.mask)
    written = _written(a.out / "index.html")
    data = {"folder": str(a.out), "records": made.records, "files": made.files}
    return Answer(written.lines, data)


def _purge(call: Call) -> Answer:
    """With numbers: their content goes for good, after a backup. Without: what may go."""
    from core.purge import may_go, purge

    assert call.opened is not None
    if not call.args.of:
        found = may_go(call.db, _today())
        lines = [f"{k.until}  {k.name}" for k in found]
        return Answer(lines, [{"id": k.id, "name": k.name, "until": str(k.until)} for k in found])
    ids = [_record_id(call.db, number) for number in call.args.of]
    backup.make_backup(call.folder, call.opened.key, call.db, "purge")
    files = purge(call.db, call.folder.attachments, ids, call.args.reason, _today())
    said = Text("已清除 {n} 件案件的内容。", "The content of {n} cases was purged.")
    return Answer([str(said.format(n=len(ids)))], {"purged": ids, "files": files})


def _record_id(db: Any, number: str) -> str:
    """By id or number: of the file, case, agreement or screening. Raises UserError unless just one
    record fits."""
    for kind, names in (
        (DISPUTE, ("id", "file_no", "case_no")),
        (AGREEMENT, ("id", "agreement_no")),
        (MEETING, ("id",)),
        (SCREENING_ITEM, ("id", "screening_no")),
    ):
        for name in names:
            found = store.find(db, kind, f"{name} = ?", [number], limit=2)
            if len(found) == 1:
                return str(found[0]["id"])
            if found:
                said = Text(
                    "“{number}”有多条记录,请用 id。", "Several records have {number}; use an id."
                )
                raise UserError(said.format(number=number))
    said = Text("没有编号或 id 为“{number}”的记录。", "There is no record numbered {number}.")
    raise UserError(said.format(number=number))


def _written(path: Path) -> Answer:
    return Answer([str(_WROTE.format(path=path))], {"file": str(path)})


_WROTE = Text("已写入 {path}", "Wrote {path}")


# --- looking and taking back ---------------------------------------------------------------------


def _due(call: Call) -> Answer:
    on = date.fromisoformat(_day(call.args.on) or _today().isoformat())
    found = deadlines.due(call.db, on)
    data = [
        {
            "what": str(d.what),
            "number": d.number,
            "id": d.dispute,
            "kind": d.table,
            "until": d.on,
            "overdue": d.days_left < 0,
            "days_left": d.days_left,
            "ground": str(d.ground),
        }
        for d in found
    ]
    return Answer([f"{d['until']}  {d['number']}  {d['what']}  {d['ground']}" for d in data], data)


def _find(call: Call) -> Answer:
    """The best of each kind; `of` is the record that opens."""
    book = load_book(call.db)
    data = []
    for hit in find_words(call.db, " ".join(call.args.words)):
        kind = BY_TABLE[hit.table]
        row = store.get(call.db, kind, hit.id)
        if row:
            words = name_of(kind, row, book)
            names = _names_of(call, kind, row, hit.root)
            found = {"kind": hit.table, "id": hit.id, "of": hit.root, "words": words}
            data.append({**found, "names": names})
    lines = [
        "  ".join(filter(None, (str(BY_TABLE[d["kind"]].title), d["words"], d["names"])))
        for d in data
    ]
    return Answer(lines, data)


def _names_of(call: Call, kind: RecordKind, row: Mapping[str, Any], root: str) -> str:
    """The people of the record that opens, where its words do not say them already."""
    top = BY_TABLE[kind.field(kind.parent).link] if kind.parent else kind
    of = row if top is kind else store.get(call.db, top, root)
    names = names_beside(call.db, top, of) if of else ""
    return "" if names == row.get("name") else names


def _steps(call: Call) -> Answer:
    found = history.steps(call.db)
    data = [
        {
            "id": s.id,
            "kind": s.kind,
            "words": str(s.words),
            "at": s.at,
            "by": s.by,
            "undone": s.undone,
        }
        for s in found
    ]
    return Answer([f"{d['id']}  {d['at']}  {d['words']}" for d in data], data)


def _undo(call: Call) -> Answer:
    done = history.undo(call.db, call.args.step)
    said = Text("已撤销第 {n} 步。", "Step {n} was taken back.").format(n=call.args.step)
    lines = [str(said)]
    if done.kept:
        kept = Text(
            "{n} 条记录后来改过或正被使用,保持不变。",
            "{n} records were edited since or are in use; they stay as they are.",
        )
        lines.append(str(kept.format(n=len(done.kept))))
    return Answer(lines, {"step": done.step, "kept": [{"kind": t, "id": i} for t, i in done.kept]})


def _backup(call: Call) -> Answer:
    assert call.opened is not None
    made = backup.make_backup(call.folder, call.opened.key, call.db, "by_hand")
    said = Text("已备份为 {name},已核对。", "Backed up as {name}, checked.").format(name=made.name)
    return Answer([str(said)], vars(made))


def _check(call: Call) -> Answer:
    found = [str(f.words) for f in faults(call.db, _today(), attached=call.folder.attachments)]
    if fault := first_fault(call.db):
        found.insert(0, fault)
    fine = str(Text("没有发现问题。", "Nothing wrong was found."))
    return Answer(found or [fine], {"ok": not found, "faults": found})


def _day(typed: str | None) -> str | None:
    return date_of(typed, _today()) if typed else None


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day on the wall of the office


def _enrol(call: Call) -> Answer:
    assert call.opened is not None
    return Answer(*hand_commands.run_enrol(call.opened, call.args))


def _takeover(call: Call) -> Answer:
    from ui import handover_commands

    return Answer(*handover_commands.run_takeover(call.folder, call.args))


def _receipt(call: Call) -> Answer:
    from ui import receipt_command

    assert call.opened is not None
    of = partial(_record_id, call.db)
    return Answer(*receipt_command.run_receipt(call.opened, call.args, of, _today()))


def _handover(call: Call) -> Answer:
    from ui import handover_commands

    assert call.opened is not None
    return Answer(*handover_commands.run_handover(call.opened, call.args))


def _package(call: Call) -> Answer:
    assert call.opened is not None
    return Answer(*hand_commands.run_package(call.opened, call.args))


def _inspect(call: Call) -> Answer:
    assert call.opened is not None
    return Answer(*hand_commands.run_inspect(call.opened, call.args))


def _merge(call: Call) -> Answer:
    assert call.opened is not None
    return Answer(*hand_commands.run_merge(call.opened, call.args))


def _doubles(call: Call) -> Answer:
    assert call.opened is not None
    return Answer(*hand_commands.run_doubles(call.opened, call.args))


#: Commands that make, replace or need no open data file.
WITHOUT_DATA: dict[str, Callable[[Call], Answer]] = {
    "init": _init,
    "practice": _practice,
    "restore": _restore,
    "takeover": _takeover,
    "backups": _backups,
    "users": _users,
    "kinds": _kinds,
    "forms": _forms,
    "reports": _reports,
}
OPENED: dict[str, Callable[[Call], Answer]] = {
    "import": _import,
    "register": _register,
    "report": _report,
    "behind": _behind,
    "form": _form,
    "file": _file,
    "readable": _readable,
    "purge": _purge,
    "subsidy": _subsidy,
    "ledger": _ledger,
    "due": _due,
    "find": _find,
    "steps": _steps,
    "undo": _undo,
    "backup": _backup,
    "check": _check,
    "enrol": _enrol,
    "handover": _handover,
    "receipt": _receipt,
    "package": _package,
    "inspect": _inspect,
    "merge": _merge,
    "doubles": _doubles,
}

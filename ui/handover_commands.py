"""The commands handover and (for its packages) takeover: a whole office changes hands. No Qt."""

import argparse
import os
import sys
from datetime import date, datetime
from getpass import getpass
from pathlib import Path
from typing import Any

from core.errors import UserError
from core.files import whole_file
from core.merging import handover
from core.merging.handover import Stock
from core.merging.manifest import Manifest
from core.merging.reading import NeedsPassphrase, open_package
from core.paper.handover_list import (
    ListedFile,
    Package,
    write_handover_list,
    write_passphrase_sheet,
)
from core.paths import DataFolder
from core.records import BY_TABLE
from core.text import Text
from db.connect import Opened, open_database
from ui import hand_commands
from ui.handing_over import HandedOver, TakenOver, add_part, hand_over, take_over_all
from ui.rights import require
from ui.signing import begin

Told = tuple[list[str], Any]
PASSPHRASE = hand_commands.PASSPHRASE


def run_handover(opened: Opened, args: argparse.Namespace) -> Told:
    """The package into a folder, the passphrase into a file elsewhere, the list where asked."""
    sheet: Path = args.passphrase_out
    beside = args.out if args.out.is_dir() else args.out.parent
    if sheet.resolve().parent == beside.resolve():
        raise UserError(_BESIDE)
    kept: list[Path] = []

    def keep(words: str) -> None:
        with whole_file(sheet, overwrite=args.overwrite) as draft:
            draft.write_text(words + "\n", encoding="utf-8")
        kept.append(sheet)

    try:
        done = hand_over(opened, args.out, keep=keep)
    except BaseException:
        for path in kept:  # it opens nothing
            path.unlink(missing_ok=True)
        raise
    if sheet.suffix.lower() == ".pdf":
        write_passphrase_sheet(listed(done), done.passphrase, sheet, overwrite=True)
    if args.list:
        write_handover_list(opened.db, listed(done), _today(), args.list, overwrite=args.overwrite)
    return _handover_lines(done, args), _handover_data(done, args)


def listed(done: HandedOver) -> Package:
    """What the list says of the package."""
    files = [ListedFile(p.path.name, p.size, p.sha256) for p in done.parts]
    at = datetime.fromisoformat(done.manifest.at).astimezone().strftime("%Y-%m-%d %H:%M")
    return Package(done.manifest.package, at, files)


def _handover_lines(done: HandedOver, args: argparse.Namespace) -> list[str]:
    lines = [
        str(_WRITTEN.format(path=p.path, mb=f"{p.size / 1e6:.1f}", sha=p.sha256))
        for p in done.parts
    ]
    lines += stock_lines(done.stock)
    if args.list:
        lines.append(str(_LISTED.format(path=args.list)))
    if done.lacking:
        lines.append(str(_LACKING.format(n=done.lacking)))
    return [*lines, str(_SHEET.format(path=args.passphrase_out))]


def _handover_data(done: HandedOver, args: argparse.Namespace) -> dict[str, Any]:
    return {
        "files": [{"file": str(p.path), "size": p.size, "sha256": p.sha256} for p in done.parts],
        "package": done.manifest.package,
        "passphrase_file": str(args.passphrase_out),
        "list": str(args.list) if args.list else None,
        "lacking_attachments": done.lacking,
        **_stock_data(done.stock),
    }


def stock_lines(held: Stock) -> list[str]:
    """What a data file holds, by kind."""
    kinds = [
        str(_KIND.format(kind=BY_TABLE[table].title, n=n)) for table, n in held.records.items()
    ]
    told = _REST.format(
        n=held.live, deleted=held.deleted, files=held.files, steps=held.steps, audit=held.audit
    )
    return [*kinds, str(told)]


def _stock_data(held: Stock) -> dict[str, Any]:
    return {
        "counts": dict(held.records),
        "live": held.live,
        "deleted": held.deleted,
        "attachments": held.files,
        "steps": held.steps,
        "audit": held.audit,
    }


# --- taking over ---------------------------------------------------------------------------------


def run_takeover(folder: DataFolder, args: argparse.Namespace) -> Told:
    """From an enrolment file or from a hand-over; into a folder that came from the same hand-over
    only the attachments of another part."""
    passphrase = os.environ.get(PASSPHRASE, "")
    try:
        kind = open_package(args.file, [], lambda _: "", passphrase).manifest.kind
    except NeedsPassphrase as error:
        if not sys.stdin.isatty():
            raise
        passphrase = getpass(f"{error.message} ")
        kind = open_package(args.file, [], lambda _: "", passphrase).manifest.kind
    if kind != handover.KIND:
        return hand_commands.run_takeover(folder, args, passphrase)
    if folder.data.exists():
        return _another_part(folder, args.file, passphrase)
    done = take_over_all(folder, args.file, passphrase)
    lines = [str(_TAKEN.format(office=_who(done.manifest), path=folder.root))]
    lines += stock_lines(done.stock)
    if done.lacking:
        lines.append(str(_PARTS.format(n=done.lacking)))
    lines += [str(_PASSWORDS), str(_CODE.format(code=done.keys.recovery_code))]
    return lines, _taken_data(folder, done)


def _taken_data(folder: DataFolder, done: TakenOver) -> dict[str, Any]:
    return {
        "folder": str(folder.root),
        "office": _who(done.manifest),
        "package": done.manifest.package,
        "recovery_code": done.keys.recovery_code,
        "lacking_attachments": done.lacking,
        **_stock_data(done.stock),
    }


def _another_part(folder: DataFolder, file: Path, passphrase: str) -> Told:
    with open_database(folder, os.environ.get("TAIZHANG_PASSWORD", "")) as opened:
        begin(opened)
        require(opened.role, "takeover")
        brought, lacking = add_part(opened, file, passphrase)
    lines = [str(_BROUGHT.format(n=brought, left=lacking))]
    return lines, {"brought": brought, "lacking_attachments": lacking}


def _who(manifest: Manifest) -> str:
    return manifest.village_name or manifest.office_name


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day on the wall of the office


_BESIDE = Text(
    "口令不能和移交包放在同一个文件夹。请另选位置,最好直接打印。没有写入任何文件。",
    "The passphrase must not lie beside the package. Choose another place; nothing was written.",
)
_WRITTEN = Text(
    "已写好并读回核对 {path}({mb} MB),SHA-256 {sha}",
    "Wrote and read back {path} ({mb} MB), SHA-256 {sha}",
)
_KIND = Text("  {kind} {n}", "  {kind}: {n}")
_REST = Text(
    "共 {n} 条;回收站 {deleted} 条;附件 {files} 个;操作步骤 {steps} 步;操作日志 {audit} 条。",
    "{n} in all; {deleted} in the recycle bin; {files} attachments; {steps} steps; {audit} lines of"
    " the audit trail.",
)
_LISTED = Text("移交清单:{path}", "List: {path}")
_LACKING = Text(
    "{n} 个附件的文件在本机找不到,没有带上。", "{n} attachments are missing here and were left out."
)
_SHEET = Text(
    "口令在 {path}。请打印后删除这个文件,与 U 盘分开保管。",
    "The passphrase is in {path}. Print it, delete the file, keep it apart from the stick.",
)
_TAKEN = Text(
    "已接收{office}的数据,文件夹 {path}。请与移交清单核对:",
    "Took over the data of {office} into {path}. Compare with the list:",
)
_PARTS = Text(
    "还缺 {n} 个附件,在移交包的其他部分里。把那些部分放进来再接收一次即可补上。",
    "{n} attachments are missing: they are in other parts. Take those over as well.",
)
_PASSWORDS = Text(
    "原来的用户和密码不随移交带来。请在“设置与备份”里重新设置。",
    "Users and passwords are not carried along. Set them anew in the settings.",
)
_CODE = Text(
    "恢复码(请抄写并密封保存,只显示这一次):{code}",
    "Recovery code (write it down and seal it; shown only now): {code}",
)
_BROUGHT = Text("补上附件 {n} 个,还缺 {left} 个。", "{n} attachments added, {left} still missing.")

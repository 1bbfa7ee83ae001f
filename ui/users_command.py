"""The command `users`: the same work as the page 用户与登录. Imports no Qt.

A new password comes from the environment variable TAIZHANG_NEW_PASSWORD, or is asked for twice.
"""

import argparse
import os
import sys
from collections.abc import Callable
from getpass import getpass
from typing import Any

from core.errors import UserError
from core.paths import DataFolder
from core.text import Text
from db import keys, users
from db.connect import Opened, open_database
from db.sign_in import sign_in
from db.wraps import ROLES, Role
from ui import signing
from ui import users as acts

NEW_PASSWORD = "TAIZHANG_NEW_PASSWORD"
Told = tuple[list[str], Any]


def run(args: argparse.Namespace, folder: DataFolder, password: str) -> Told:
    """Words for people, and plain data for --json. Raises UserError."""
    if args.what == "rekey":
        return _rekey(folder, password)
    works: dict[str, Callable[[Opened, argparse.Namespace], str]] = {
        "list": lambda opened, args: "",
        "add": _add,
        "remove": _remove,
        "role": _role,
        "password": lambda opened, args: _password(opened, args, password),
        "code": _code,
    }
    with open_database(folder, password) as opened:
        signing.begin(opened)
        done = works[args.what](opened, args)
        found = users.users(folder, opened.key)
    data: dict[str, Any] = {
        "users": [{"name": u.name, "role": u.role.value, "since": u.since} for u in found]
    }
    if args.what == "code":
        data["recovery_code"] = done
        done = str(_NEW_CODE.format(code=done))
    listed = [f"{u.name}  {ROLES[u.role]}  {u.since}" for u in found] or [str(_NO_USERS)]
    return ([done] if done else []) + listed, data


def _add(opened: Opened, args: argparse.Namespace) -> str:
    role = Role(args.role or args.role_name or Role.RECORDER.value)
    acts.add_user(opened, _name(args), role, _new_password())
    said = Text("已添加用户“{name}”({role})。", "Added {name} ({role}).")
    return str(said.format(name=args.name, role=ROLES[role]))


def _remove(opened: Opened, args: argparse.Namespace) -> str:
    was_last = acts.remove_user(opened, _name(args))
    said = Text(
        "已删除用户“{name}”。此人如果复制过钥匙文件,请再用 users rekey 更换钥匙。",
        "Removed {name}. If a copy of the key file may exist, change the key: users rekey.",
    )
    return str((_NOW_OPEN if was_last else said).format(name=args.name))


def _role(opened: Opened, args: argparse.Namespace) -> str:
    typed = args.role or args.role_name
    if not typed:
        raise UserError(Text("请写明身份(role)。", "Say which role."))
    acts.change_role(opened, _name(args), Role(typed))
    said = Text("“{name}”现在是{role}。", "{name} is now: {role}.")
    return str(said.format(name=args.name, role=ROLES[Role(typed)]))


def _password(opened: Opened, args: argparse.Namespace, old: str) -> str:
    """One's own where no name is given."""
    name = args.name or opened.user or _name(args)
    acts.change_password(opened, name, _new_password(), old)
    return str(Text("“{name}”的密码已更改。", "New password for {name}.").format(name=name))


def _code(opened: Opened, args: argparse.Namespace) -> str:
    return acts.new_recovery_code(opened)


def _rekey(folder: DataFolder, password: str) -> Told:
    signed = sign_in(folder, password) if password else keys.unlock(folder)
    made, left = acts.rekey(folder, signed)
    lines = [str(_REKEYED), str(_NEW_CODE.format(code=made.recovery_code))]
    if left:
        lines.append(str(acts.LEFT.format(names="、".join(left))))
    return lines, {"recovery_code": made.recovery_code, "backups_left": left}


def _name(args: argparse.Namespace) -> str:
    if not args.name:
        raise UserError(Text("请写明姓名。", "Say whose."))
    return str(args.name)


def _new_password() -> str:
    """Raises UserError where there is none and nobody to ask, or the two typed differ."""
    if given := os.environ.get(NEW_PASSWORD, ""):
        return given
    if not sys.stdin.isatty():
        raise UserError(_WHERE.format(name=NEW_PASSWORD))
    first = getpass(str(Text("新密码:", "New password: ")))
    if getpass(str(Text("再输入一次:", "Once more: "))) != first:
        raise UserError(Text("两次输入的密码不一样。", "The two passwords differ."))
    return first


_NO_USERS = Text("没有用户,打开时不问密码。", "No users: the data open without a password here.")
_NOW_OPEN = Text(
    "已删除用户“{name}”。没有用户了,在这台电脑上打开时不再问密码。",
    "Removed {name}. There are no users left; this computer opens the data without asking.",
)
_NEW_CODE = Text(
    "新的恢复码(请抄写并密封保存,只显示这一次,旧的已作废):{code}",
    "New recovery code (write it down and seal it; shown only now, the old one is void): {code}",
)
_REKEYED = Text(
    "钥匙已更换。各人的密码照旧;以前复制出去的钥匙文件打不开现在的数据。",
    "The key was changed. Passwords are as before; old copies of the key file open nothing now.",
)
_WHERE = Text(
    "请把新密码放在环境变量 {name} 里。", "Put the new password into the variable {name}."
)

"""Where the columns of somebody's sheet go is said once, in the window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.importing import rules
from core.records import DISPUTE
from db.connect import Opened
from ui.import_columns import ImportColumns
from ui.import_dialog import ImportDialog

HEAD = ["接案日", "摘要", "纠纷类型", "调委会", "联系电话"]
ROW = ["2026-03-05", "争水", "邻里纠纷", "上斜沟村人民调解委员会", "13897201234"]


@pytest.fixture
def dialog(opened: Opened, office: str, dressed: str, qtbot: QtBot, tmp_path: Path) -> ImportDialog:
    sheet = Workbook()
    assert sheet.active is not None
    sheet.active.append(HEAD)
    sheet.active.append(ROW)
    sheet.save(tmp_path / "in.xlsx")
    made = ImportDialog(None, opened, tmp_path / "in.xlsx", lambda words, path, tables: None)
    qtbot.addWidget(made)
    made.show()
    made.look()
    qtbot.waitUntil(lambda: made.plan is not None, timeout=20_000)
    return made


def test_a_column_given_its_place_and_a_value_for_all_rows_are_remembered(
    dialog: ImportDialog, opened: Opened, type_in: Callable[[QWidget, str], None], qtbot: QtBot
) -> None:
    first = dialog.plan
    assert first is not None
    assert first.refused == 1
    again: list[dict[str, str]] = []
    columns = ImportColumns(dialog, opened.db, first, again.append)
    qtbot.addWidget(columns)
    columns.open()
    qtbot.waitUntil(columns.isActiveWindow)

    assert columns.pickers["纠纷类型"].text() == "纠纷类型"
    assert columns.pickers["接案日"].text() == ""
    type_in(columns.pickers["接案日"], "受理日期")
    type_in(columns.pickers["摘要"], "纠纷简要情况")
    columns.pickers["联系电话"].setFocus()
    qtbot.keyClick(columns.pickers["联系电话"], "A", Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(columns.pickers["联系电话"], Qt.Key.Key_Delete)
    type_in(columns.fixed["case_source"].widget, "依申请")
    columns.keep()
    assert columns.fault.text() == ""

    assert again == [{}]
    said = rules(opened.db, DISPUTE, "")
    assert said.headers == {"接案日": "accepted_on", "摘要": "summary", "联系电话": ""}
    assert said.fixed == {"case_source": "依申请调解"}
    dialog.look()
    qtbot.waitUntil(lambda: dialog.plan is not first and dialog.go.isEnabled(), timeout=20_000)
    assert dialog.plan is not None
    assert (dialog.plan.new, dialog.plan.refused) == (1, 0)
    assert "表中没有案件来源,新记录填为“依申请调解”" in dialog.columns.text()


def test_the_layouts_offered_are_those_of_the_kind_under_their_chinese_names(
    dialog: ImportDialog,
) -> None:
    shown = [dialog.profiles.itemText(i) for i in range(dialog.profiles.count())]
    assert shown[0] == "按表头自动识别"
    assert "省级人民调解系统导出表(25 列)" in shown
    assert "突出矛盾纠纷台账" in shown


def test_a_day_said_for_one_ledger_is_not_kept_for_the_next(
    dialog: ImportDialog, opened: Opened, qtbot: QtBot
) -> None:
    assert dialog.plan is not None
    said: list[dict[str, str]] = []
    columns = ImportColumns(dialog, opened.db, dialog.plan, said.append)
    qtbot.addWidget(columns)
    columns.fixed["accepted_on"].put_raw("2026-03-31")
    columns.keep()
    assert said == [{"accepted_on": "2026-03-31"}]
    assert rules(opened.db, DISPUTE, "").fixed == {}

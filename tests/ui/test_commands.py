"""The command line does the same work as the window; everything is one sentence or JSON."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.paths import DataFolder
from core.records import KINDS
from db.connect import holding
from ui import commands
from ui.command_line import parser

ROOT = Path(__file__).parents[2]
COMMITTEE = "上斜沟村人民调解委员会"


class Line:
    """One data folder and what is typed at it."""

    def __init__(self, folder: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def fails(self, *typed: object) -> str:
        """The sentence on standard error; nothing on standard output."""
        code = commands.run_command(self._parsed(typed), self.folder, "")
        said = self._capsys.readouterr()
        assert (code, said.out) == (1, "")
        assert len(said.err.strip().splitlines()) == 1
        return said.err.strip()

    def json(self, *typed: object) -> Any:
        code = commands.run_command(self._parsed((*typed, "--json")), self.folder, "")
        said = self._capsys.readouterr()
        assert (code, said.err) == (0, "")
        return json.loads(said.out)

    def words(self, *typed: object) -> str:
        code = commands.run_command(self._parsed(typed), self.folder, "")
        said = self._capsys.readouterr()
        assert (code, said.err) == (0, "")
        return said.out

    @staticmethod
    def _parsed(typed: tuple[object, ...]) -> Any:
        return parser().parse_args([str(t) for t in typed])


@pytest.fixture
def line(folder: DataFolder, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(folder, capsys)


@pytest.fixture(scope="session")
def practice_folder(tmp_path_factory: pytest.TempPathFactory, own_folder: Path) -> Path:
    folder = DataFolder(tmp_path_factory.mktemp("practice") / "data")
    args = parser().parse_args(["practice", "--records", "60", "--year", "2026"])
    assert commands.run_command(args, folder, "") == 0
    return folder.root


@pytest.fixture
def practice(tmp_path: Path, practice_folder: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    shutil.copytree(practice_folder, tmp_path / "practice")
    capsys.readouterr()
    return Line(DataFolder(tmp_path / "practice"), capsys)


def cases(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    heads = (
        "案件编码",
        "调委会",
        "受理时间",
        "案件来源",
        "纠纷类别",
        "当事人",
        "调解结果",
        "协议形式",
        "调解时间",
    )
    book.active.append(heads)
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


ONE = (
    "A1",
    COMMITTEE,
    "2026-03-05",
    "依申请",
    "邻里纠纷",
    "李明朗、王德贵",
    "调解成功",
    "书面",
    "2026-03-08",
)
TWO = ("A2", COMMITTEE, "2026-03-06", "主动调解", "合同纠纷", "甲某、乙某", "", "", "")


def test_init_makes_each_village_with_its_committee_and_prints_the_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = Line(DataFolder(tmp_path / "new"), capsys)
    villages = ("--village", "上斜沟村", "--village", "斜沟社区")
    made = line.json("init", "--office", "斜沟乡司法所", "--township", "斜沟乡", *villages)
    assert len(made["recovery_code"].replace("-", "")) == 26
    out = tmp_path / "c.xlsx"
    line.words("register", "committee", out)
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    names = {str(v) for row in rows for v in row}
    assert {"斜沟乡人民调解委员会", COMMITTEE, "斜沟社区人民调解委员会"} <= names
    assert "已有数据" in line.fails("init", "--office", "乙", "--township", "丙")


def test_the_kinds_name_every_field_with_its_codes(line: Line) -> None:
    kinds = line.json("kinds")
    assert [k["name"] for k in kinds] == [k.table for k in KINDS]
    dispute = next(k for k in kinds if k["name"] == "dispute")
    source = next(f for f in dispute["fields"] if f["name"] == "case_source")
    assert source["type"] == "code" and source["required"]
    assert source["codes"]["on_application"] == "依申请调解"


def test_an_import_is_tried_done_reported_looked_behind_and_undone(
    line: Line, tmp_path: Path
) -> None:
    path = cases(
        tmp_path / "a.xlsx", ONE, TWO, ("A3", COMMITTEE, "2026-02-30", "", "", "", "", "", "")
    )
    tried = line.json("import", "dispute", path, "--try")
    assert (tried["in"], tried["new"], tried["refused"], tried["step"]) == (3, 2, 1, None)
    assert line.json("steps") == []
    done = line.json("import", "dispute", path)
    assert done["in"] == sum(done[n] for n in ("new", "changed", "same", "held", "refused"))
    assert done["added"][0] == {"kind": "committee", "name": COMMITTEE}
    assert done["refusals"][0]["row"] == 4
    sheet = line.json("report", "mediation_cases", "--period", "2026-03")
    total = next(r for r in sheet["rows"] if r["id"] == "total")["cells"]
    assert (total["cases_mediated"], total["cases_success"]) == (2, 1)
    assert (total["by_source.on_initiative"], total["agreements_written"]) == (1, 1)
    assert all({"rule", "holds", "left", "right"} <= set(c) for c in sheet["checks"])
    behind = line.json("behind", "mediation_cases", "total", "cases_success", "--period", "2026-03")
    assert [b["case_no"] for b in behind] == ["A1"]
    named = next(d for d in line.json("find", "A1") if d["kind"] == "dispute")
    assert "李明朗" in named["names"]
    assert any("A1" in said and "李明朗" in said for said in line.words("find", "A1").splitlines())
    (step,) = line.json("steps")
    assert step["id"] == done["step"] and step["kind"] == "import" and not step["undone"]
    line.json("undo", step["id"])
    assert line.json("steps")[0]["undone"]
    assert line.json("find", "李明朗") == []


def test_the_screening_sheet_is_written_and_looked_behind(line: Line, tmp_path: Path) -> None:
    """Both variants; the statistical year; the records of a cell with their kind."""
    villages = tmp_path / "villages.csv"
    villages.write_text("村(居)名称,类别\n上斜沟村,行政村\n", encoding="utf-8")
    line.json("import", "village", villages)
    items = tmp_path / "items.csv"
    items.write_text(
        "排查编号,排查日期,排查层级,村(居),纠纷类型,涉及人数,调处日期\n"
        "排1,2026-05-06,村(居),上斜沟村,邻里,3,2026-05-07\n"
        "排2,2025-12-01,乡镇(街道),,合同,60,\n",
        encoding="utf-8",
    )
    assert line.json("import", "screening_item", items)["new"] == 2
    out = tmp_path / "s2.xlsx"
    result = line.json("report", "screening", out, "--period", "2026-05")
    rows = {row["id"]: row["cells"] for row in result["rows"]}
    assert rows["r38"] == {"lvl_township": 0, "lvl_village": 1, "subtotal": 1, "year_to_date": 1}
    assert rows["r03"]["lvl_village"] == 100
    assert openpyxl.load_workbook(out).active["A57"].value == "备注"
    year = line.json("report", "screening", "--period", "2026-S")
    assert {row["id"]: row["cells"] for row in year["rows"]}["r01"]["subtotal"] == 2
    village = line.json(
        "report", "screening", "--period", "2026-05", "--variant", "village", "--unit", "上斜沟村"
    )
    assert [c["id"] for c in village["columns"]] == ["lvl_village", "subtotal", "year_to_date"]
    found = line.json("behind", "screening", "r38", "lvl_village", "--period", "2026-05")
    assert [(row["kind"], row["screening_no"]) for row in found] == [("screening_item", "排1")]
    words = line.words("report", "screening", "--period", "2026-05")
    assert "r01\t总况 排查数\t0\t1\t1\t1" in words
    assert "× 制表人已填写" in words


def test_importing_twice_changes_nothing_more(line: Line, tmp_path: Path) -> None:
    path = cases(tmp_path / "a.xlsx", ONE, TWO)
    line.json("import", "dispute", path)
    again = line.json("import", "dispute", path)
    assert (again["same"], again["step"]) == (2, None)


def test_a_backup_is_made_before_an_import_and_can_be_restored(line: Line, tmp_path: Path) -> None:
    line.json("import", "dispute", cases(tmp_path / "a.xlsx", ONE))
    backups = line.json("backups")
    before = next(b for b in backups if b["reason"] == "import")
    assert before["counts"]["dispute"] == 0
    line.json("backup")
    line.json("restore", before["name"])
    assert line.json("find", "李明朗") == []
    assert line.json("check") == {"ok": True, "faults": []}


def test_the_register_comes_back_in_without_a_change(practice: Line, tmp_path: Path) -> None:
    out = tmp_path / "台账.xlsx"
    practice.words("register", "dispute", out, "--all-columns")
    back = practice.json("import", "dispute", out)
    assert (back["in"], back["same"], back["refused"], back["step"]) == (60, 60, 0, None)
    assert back["unplaced"] == []


def test_a_register_is_limited_to_its_days_and_masked_on_request(
    practice: Line, tmp_path: Path
) -> None:
    practice.words(
        "register", "dispute", tmp_path / "a.xlsx", "--since", "2026-03-01", "--until", "2026-03-31"
    )
    rows = list(openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True))
    days = {v.strftime("%Y-%m") for row in rows for v in row[4:6] if hasattr(v, "strftime")}
    assert days <= {"2026-03", "2026-04", "2026-05"}
    practice.words("register", "party", tmp_path / "p.xlsx", "--mask")
    text = str(list(openpyxl.load_workbook(tmp_path / "p.xlsx").active.iter_rows(values_only=True)))
    assert "632121********" in text


def test_forms_and_the_whole_case_become_pdf(practice: Line, tmp_path: Path) -> None:
    for form in practice.json("forms"):
        out = tmp_path / f"{form['name']}.pdf"
        practice.words("form", form["name"], "--blank", out)
        assert out.read_bytes().startswith(b"%PDF")
    number = practice.json("find", "人调字")[0]["words"]
    practice.words("file", "--of", number, tmp_path / "全卷.pdf")
    assert "已存在" in practice.fails("file", "--of", number, tmp_path / "全卷.pdf")
    practice.words("file", "--of", number, tmp_path / "全卷.pdf", "--overwrite")
    assert "没有编号" in practice.fails("file", "--of", "甲乙丙", tmp_path / "x.pdf")


def test_what_is_due_comes_with_day_and_ground(line: Line, tmp_path: Path) -> None:
    line.json("import", "dispute", cases(tmp_path / "a.xlsx", TWO))
    (due,) = line.json("due", "--on", "2026-04-10")
    assert (due["until"], due["overdue"], due["number"]) == ("2026-04-06", True, "A2")
    assert "第三十三条" in due["ground"]


def test_the_practice_office_is_whole(practice: Line) -> None:
    assert practice.json("check") == {"ok": True, "faults": []}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("report", "nothing", "--period", "2026"), "nothing"),
        (("report", "mediation_cases", "--period", "2026-13"), "2026-13"),
        (("behind", "mediation_cases", "total", "nothing", "--period", "2026"), "nothing"),
        (("register", "nothing", "x.xlsx"), "nothing"),
        (("form", "nothing", "--blank", "x.pdf"), "nothing"),
        (("undo", "99"), "99"),
        (("import", "dispute", "/nowhere/x.xlsx"), "找不到"),
        (("due", "--on", "2026-02-30"), "2026-02-30"),
    ],
)
def test_what_is_not_there_is_one_sentence(line: Line, typed: tuple[str, ...], said: str) -> None:
    assert said in line.fails(*typed)


def test_a_folder_without_data_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "还没有数据" in Line(DataFolder(tmp_path / "none"), capsys).fails("steps")


def test_an_emptied_data_file_never_opens_as_an_empty_one(line: Line) -> None:
    line.folder.data.write_bytes(b"")
    assert "没有新建空文件" in line.fails("steps")
    assert line.folder.data.stat().st_size == 0


def test_a_second_start_is_refused_at_once(line: Line) -> None:
    with holding(line.folder):
        assert "已经打开" in line.fails("steps")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_folder_is_one_sentence_for_others_than_root(
    line: Line, tmp_path: Path
) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    shut.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert "没有写入权限" in line.fails("register", "dispute", shut / "a.xlsx")


def test_a_folder_that_takes_no_file_is_one_sentence(line: Line, tmp_path: Path) -> None:
    assert "不存在" in line.fails("register", "dispute", tmp_path / "none" / "a.xlsx")
    (tmp_path / "dir.xlsx").mkdir()
    assert line.fails("register", "dispute", tmp_path / "dir.xlsx", "--overwrite")


def test_wrong_usage_ends_with_2() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "report"],
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 2


def test_main_prints_json_in_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "--data", str(tmp_path / "d"), "kinds", "--json"],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"},
        check=True,
    )
    assert "纠纷" in done.stdout.decode("utf-8")


def test_a_copied_folder_opens_with_the_recovery_code_and_not_without(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(DataFolder(tmp_path / "new"), capsys)
    code = line.json("init", "--office", "斜沟乡司法所", "--township", "斜沟乡")["recovery_code"]
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "another computer"))
    assert "恢复码" in line.fails("steps")
    typed = parser().parse_args(["backup"])
    assert commands.run_command(typed, line.folder, "AAAAA-BBBBB") == 1
    assert commands.run_command(typed, line.folder, code.lower()) == 0


def test_the_step_that_made_the_office_cannot_be_taken_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = Line(DataFolder(tmp_path / "new"), capsys)
    line.json("init", "--office", "斜沟乡司法所", "--township", "斜沟乡")
    assert "不能撤销" in line.fails("undo", "1")


def test_practice_data_that_cannot_be_made_leave_no_folder_half_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = Line(DataFolder(tmp_path / "new"), capsys)
    assert "年份" in line.fails("practice", "--year", "1850")
    assert not (tmp_path / "new" / "data.db").exists()
    line.json("practice", "--records", "1")


def test_the_same_seed_gives_the_same_data_to_the_last_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [Line(DataFolder(tmp_path / name), capsys) for name in ("a", "b")]
    rows = []
    for line in lines:
        line.json("practice", "--records", "20", "--seed", "7", "--year", "2025")
        line.words("register", "party", line.folder.root / "p.xlsx", "--all-columns")
        book = openpyxl.load_workbook(line.folder.root / "p.xlsx")
        rows.append(list(book.active.iter_rows(values_only=True)))
    assert rows[0] == rows[1]


def test_screening_is_printed_and_its_ledger_written_by_number_and_days(
    line: Line, tmp_path: Path
) -> None:
    shutil.rmtree(line.folder.root)
    line.words("practice", "--records", "20", "--year", "2025")
    line.words("ledger", tmp_path / "a.xlsx", "--since", "2025-01-01", "--until", "2025-12-31")
    line.words("ledger", tmp_path / "a.pdf")
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert page is not None
    assert page["C2"].value == "矛盾纠纷简要情况"
    number = "斜排查20250001"
    line.words("form", "screening_register", "--of", number, tmp_path / "b.pdf")
    line.words("form", "prominent_ledger", "--blank", tmp_path / "c.pdf")
    assert all((tmp_path / name).stat().st_size > 1000 for name in ("a.pdf", "b.pdf", "c.pdf"))
    assert "xlsx" in line.fails("ledger", tmp_path / "a.txt")
    assert "没有要列入" in line.fails("ledger", tmp_path / "d.pdf", "--until", "1999-01-01")

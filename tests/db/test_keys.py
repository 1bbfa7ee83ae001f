"""The key: made once, kept outside the data folder, given back for the recovery code only."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import UserError
from core.paths import DataFolder
from db import keys


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, own_folder: Path) -> DataFolder:
    return DataFolder(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def made(place: DataFolder) -> keys.NewKeys:
    """Once: wrapping takes a second and a half on purpose."""
    return keys.make_keys(place)


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Another user of another computer."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "away"))
    return tmp_path / "away"


def test_this_computer_opens_without_asking(place: DataFolder, made: keys.NewKeys) -> None:
    assert keys.find_key(place) == made.key
    assert keys.database_id(place) == made.database
    assert re.fullmatch("[0-9a-f]{64}", made.key)


def test_the_recovery_code_can_be_read_from_paper(made: keys.NewKeys) -> None:
    letters = made.recovery_code.replace("-", "")
    assert len(letters) == 26
    assert set(letters) <= set(keys.ALPHABET)
    assert not set("01IO") & set(keys.ALPHABET)


def test_neither_key_nor_code_lies_in_the_data_folder(
    place: DataFolder, made: keys.NewKeys
) -> None:
    for path in place.root.rglob("*"):
        assert made.key not in path.read_text()
        assert keys.plain_code(made.recovery_code) not in keys.plain_code(path.read_text())


def test_a_key_kept_in_a_file_is_read_without_loading_the_keeper_of_secrets(
    place: DataFolder, made: keys.NewKeys
) -> None:
    code = (
        "import sys; from pathlib import Path; from core.paths import DataFolder;"
        "from db import keys;"
        "print(keys.find_key(DataFolder(Path(sys.argv[1]))), 'keyring' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(place.root)],
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == [made.key, "False"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another matter there")
def test_the_kept_key_can_be_read_by_its_user_only(made: keys.NewKeys) -> None:
    path = keys.own_place(made.database) / "key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another matter there")
def test_a_draft_left_by_a_power_cut_does_not_open_the_key_to_others(tmp_path: Path) -> None:
    (tmp_path / "key.part").write_text("left over")
    (tmp_path / "key.part").chmod(0o644)
    keys.write_whole(tmp_path / "key", "secret", mode=0o600)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_another_computer_is_asked_and_opens_with_the_code_as_people_type_it(
    place: DataFolder, made: keys.NewKeys, away: Path
) -> None:
    with pytest.raises(UserError, match="恢复码"):
        keys.find_key(place)
    typed = made.recovery_code.replace("-", " ").lower()
    assert keys.find_key(place, f" {typed} ") == made.key


def test_a_wrong_code_is_refused(place: DataFolder, made: keys.NewKeys) -> None:
    wrong = ("A" if made.recovery_code[0] != "A" else "B") + made.recovery_code[1:]
    with pytest.raises(UserError, match="不对"):
        keys.find_key(place, wrong)


@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"database": "x"', "\ufeff", "null"])
def test_a_missing_or_damaged_key_file_is_said(tmp_path: Path, text: str | None) -> None:
    folder = DataFolder(tmp_path)
    if text is not None:
        folder.keys.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"keys\.json"):
        keys.find_key(folder)


@pytest.mark.parametrize(
    "wraps", [[{"for": "recovery", "age": "%%%"}], [{"for": "recovery", "age": "AAAA"}], []]
)
def test_a_damaged_wrap_opens_with_nothing(tmp_path: Path, wraps: list[dict[str, str]]) -> None:
    folder = DataFolder(tmp_path)
    folder.keys.write_text(json.dumps({"database": "x", "wraps": wraps}))
    with pytest.raises(UserError, match="不对"):
        keys.find_key(folder, "ABCDE")


def test_a_file_is_written_whole_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "keys.json"
    keys.write_whole(path, "一")
    keys.write_whole(path, "二")
    assert path.read_text(encoding="utf-8") == "二"
    assert os.listdir(path.parent) == ["keys.json"]  # noqa: PTH208 - names only

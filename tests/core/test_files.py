"""Files are written whole or not at all."""

import errno
import os
import sys
from pathlib import Path

import pytest

from core.errors import UserError
from core.files import said_plainly, whole_file
from core.progress import Cancelled


def test_a_file_is_there_only_when_it_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with whole_file(path, overwrite=False) as draft:
        draft.write_bytes(b"half")
        assert not path.exists()
        draft.write_bytes(b"whole")
    assert path.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [Cancelled(), OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_when_writing_breaks_off_the_old_file_stays(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with pytest.raises((type(error), UserError)), whole_file(path, overwrite=True) as draft:
        draft.write_bytes(b"new")
        raise error
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_existing_file_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with (
        pytest.raises(UserError, match="已存在"),
        whole_file(path, overwrite=False) as draft,
    ):
        draft.write_bytes(b"new")
    assert path.read_bytes() == b"old"
    with whole_file(path, overwrite=True) as draft:
        draft.write_bytes(b"new")
    assert path.read_bytes() == b"new"


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(UserError, match="不存在"),
        whole_file(tmp_path / "no" / "a.xlsx", overwrite=False) as draft,
    ):
        draft.write_bytes(b"new")


def test_a_path_that_is_a_folder_is_said_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    with (
        pytest.raises(UserError, match=r"a\.xlsx"),
        whole_file(tmp_path / "a.xlsx", overwrite=True) as draft,
    ):
        draft.write_bytes(b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with (
        pytest.raises(UserError, match="无法写入"),
        whole_file(tmp_path / "a.xlsx", overwrite=True) as draft,
    ):
        draft.write_bytes(b"new")
    tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EROFS, "只读"),
        (errno.EACCES, "无法写入"),
        (errno.ENOENT, "找不到"),
        (errno.EISDIR, "文件夹"),
        (errno.EIO, "不能使用"),
    ],
)
def test_trouble_with_a_disk_is_said_in_both_languages(number: int, said: str) -> None:
    with pytest.raises(UserError, match=said) as caught, said_plainly(Path("台账.xlsx")):
        raise OSError(number, os.strerror(number))
    assert "台账.xlsx" in caught.value.message.en or number == errno.EROFS
    assert isinstance(caught.value.__cause__, OSError)


def test_other_errors_fly(tmp_path: Path) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        whole_file(tmp_path / "a", overwrite=False) as draft,
    ):
        draft.write_bytes(b"1")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []

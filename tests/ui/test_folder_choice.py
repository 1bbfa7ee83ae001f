"""Where data may lie."""

from pathlib import Path

import pytest

from ui.folder_choice import LEAST_ROOM, Place, _is_usb, cloud_folder, judge, place_of

HERE = Path("/data/台账")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place(HERE, "ntfs", is_removable=True), "U 盘"),
        (Place(HERE, "ntfs", is_network=True), "网络盘"),
        (Place(HERE, "cifs"), "网络盘"),
        (Place(HERE, "fuse.sshfs"), "网络盘"),
        (Place(HERE, "ext4", is_read_only=True), "只读"),
    ],
)
def test_sticks_and_the_network_are_refused(place: Place, said: str) -> None:
    refused = judge(place).refused
    assert refused is not None
    assert said in refused.zh
    assert str(HERE) in refused.zh


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place(HERE, "vfat"), "VFAT"),
        (Place(HERE, "exfat"), "EXFAT"),
        (Place(Path("C:/Users/wang/OneDrive - 县局/台账"), "ntfs"), "OneDrive"),
        (Place(Path("D:/我的坚果云/台账"), "ntfs"), "坚果云"),
        (Place(Path("D:/BaiduSyncdisk"), "ntfs"), "BaiduSyncdisk"),
        (Place(HERE, "ntfs", free=LEAST_ROOM // 2), "500 MB"),
    ],
)
def test_weak_disks_and_cloud_folders_are_warned_of(place: Place, said: str) -> None:
    found = judge(place)
    assert found.refused is None
    assert len(found.warnings) == 1
    assert said in found.warnings[0].zh


@pytest.mark.parametrize("file_system", ["ntfs", "ext4", "btrfs", "xfs", "apfs"])
def test_a_fixed_disk_is_taken_without_a_word(file_system: str) -> None:
    found = judge(Place(HERE, file_system))
    assert (found.refused, found.warnings) == (None, ())


def test_a_name_that_only_holds_the_word_is_no_cloud_folder() -> None:
    assert cloud_folder(Path("/home/wang/微信文件/台账")) == ""


def test_the_system_is_asked_about_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    place = place_of(tmp_path / "new" / "data")
    assert place.path == tmp_path / "new" / "data"
    assert place.free > 0
    assert not place.is_network


def test_a_device_on_usb_is_told(tmp_path: Path) -> None:
    fixed = tmp_path / "devices" / "pci0" / "ata1" / "sda" / "sda1"
    stick = tmp_path / "devices" / "pci0" / "usb2" / "sdb" / "sdb1"
    for real in (fixed, stick):
        real.mkdir(parents=True)
        (tmp_path / real.name).symlink_to(real)
    assert _is_usb("/dev/sdb1", tmp_path)
    assert not _is_usb("/dev/sda1", tmp_path)
    assert not _is_usb("overlay", tmp_path)
    (fixed.parent / "removable").write_text("1\n")
    assert _is_usb("/dev/sda1", tmp_path)

"""Where data may lie: a fixed disk of this computer; never a stick or the network (data safety 2).

`judge` is plain and knows no Qt; `place_of` asks the system about a folder.
"""

import ctypes
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from core.text import Text

NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afpfs", "webdav", "davfs"}
    | {"fuse.sshfs", "fuse.davfs", "fuse.rclone", "fuse.gvfsd-fuse", "glusterfs", "ceph"}
)
FAT = frozenset({"fat", "fat12", "fat16", "fat32", "vfat", "msdos", "exfat", "fuseblk.exfat"})
#: Folder names of programs that carry files to a server, without blanks and in small letters.
CLOUD = (
    "onedrive",
    "dropbox",
    "iclouddrive",
    "googledrive",
    "nextcloud",
    "seafile",
    "nutstore",
    "坚果云",
    "我的坚果云",
    "baidusyncdisk",
    "baidunetdisk",
    "百度网盘",
    "weiyun",
    "微云",
    "wpsdrive",
    "wpscloudfiles",
    "wps云盘",
    "阿里云盘",
    "天翼云盘",
    "和彩云",
    "360云盘",
    "synologydrive",
)
OWN_NAME = "司法所台账"  # of a folder of our own in the one that was chosen
LEAST_ROOM = 1_000_000_000  # bytes free
REMOTE, REMOVABLE = 4, 2  # of GetDriveTypeW


@dataclass(frozen=True)
class Place:
    """What the system says of the disk a folder lies on. `file_system` in small letters."""

    path: Path
    file_system: str
    is_network: bool = False
    is_removable: bool = False
    is_read_only: bool = False
    free: int = 10 * LEAST_ROOM  # bytes


@dataclass(frozen=True)
class Judgement:
    """Why a place cannot be used, or what is to be thought of."""

    refused: Text | None = None
    warnings: tuple[Text, ...] = ()


def judge(place: Place) -> Judgement:
    """Refused on removable, network and read-only disks; warned of the rest."""
    for is_so, words in (
        (place.is_network or place.file_system in NETWORK, NO_NETWORK),
        (place.is_removable, NO_STICK),
        (place.is_read_only, READ_ONLY),
    ):
        if is_so:
            return Judgement(words.format(path=place.path))
    found = []
    if cloud := cloud_folder(place.path):
        found.append(IN_CLOUD.format(name=cloud))
    if place.file_system in FAT:
        found.append(ON_FAT.format(name=place.file_system.upper()))
    if place.free < LEAST_ROOM:
        found.append(LITTLE_ROOM.format(n=place.free // 1_000_000))
    return Judgement(warnings=tuple(found))


def cloud_folder(path: Path) -> str:
    """The folder of a known cloud program the path lies in; empty for none."""
    for part in path.parts:
        name = part.replace(" ", "").casefold()
        if any(name.startswith(known) or name.endswith(known) for known in CLOUD):
            return part
    return ""


def place_of(path: Path) -> Place:
    """Of a folder, or of the nearest folder above that is there."""
    there = next((p for p in (path, *path.parents) if p.is_dir()), path)
    disk = QStorageInfo(str(there))
    root, device = disk.rootPath(), bytes(disk.device().data()).decode(errors="replace")
    drive = _windows_drive(root)
    return Place(
        path,
        bytes(disk.fileSystemType().data()).decode(errors="replace").casefold(),
        is_network=drive == REMOTE or str(path).startswith(("\\\\", "//")),
        is_removable=drive == REMOVABLE or _is_usb(device),
        is_read_only=disk.isReadOnly(),
        free=disk.bytesAvailable(),
    )


def proposed(default: Path) -> Path:
    """Where a first start puts the data: on Windows on a fixed disk that is not the system's, so
    that setting up Windows anew leaves them alone; else the usual place."""
    if sys.platform != "win32":
        return default
    roots = [Path(d.rootPath()) for d in QStorageInfo.mountedVolumes() if not d.isRoot()]
    return best_of([place_of(root) for root in roots], default)


def best_of(places: list[Place], default: Path) -> Path:
    """A folder on the first place that can be taken without a word; else the default."""
    for place in places:
        if judge(place) == Judgement():
            return place.path / OWN_NAME
    return default


def _windows_drive(root: str) -> int:
    """GetDriveTypeW: 2 removable, 3 fixed, 4 remote; 0 elsewhere."""
    if sys.platform != "win32":
        return 0
    return int(ctypes.windll.kernel32.GetDriveTypeW(root.replace("/", "\\")))


def _is_usb(device: str, blocks: Path = Path("/sys/class/block")) -> bool:
    """Linux: whether a device such as /dev/sdb1 hangs on USB or says that it is removable."""
    name = device.rpartition("/")[2]
    if not name or not (blocks / name).exists():
        return False
    real = (blocks / name).resolve()
    flags = [real / "removable", real.parent / "removable"]
    said = any(f.is_file() and f.read_text().strip() == "1" for f in flags)
    return said or any(part.startswith("usb") for part in real.parts)


NO_NETWORK = Text(
    "{path} 在网络盘上。网络一断,数据就会损坏,所以不能用。请选这台电脑自己的硬盘。",
    "{path} is on the network; data break when it does. Choose a disk of this computer.",
)
NO_STICK = Text(
    "{path} 在 U 盘或移动硬盘上。中途拔掉,数据就会损坏,所以不能用。请选这台电脑自己的硬盘。",
    "{path} is on a stick or an external disk. Choose a disk of this computer.",
)
READ_ONLY = Text("{path} 是只读的,不能用。", "{path} is read-only and cannot be used.")
IN_CLOUD = Text(
    "“{name}”像是云同步文件夹。同步软件会在程序写入时搬动文件,最好换一个文件夹。",
    "{name} looks like a cloud folder; such a program moves files while they are written.",
)
ON_FAT = Text(
    "这个盘是 {name} 格式,断电时容易损坏,最好换一个 NTFS 格式的盘。",
    "The disk is {name}, which suffers when power fails; another disk is better.",
)
LITTLE_ROOM = Text("这个盘只剩 {n} MB 空间。", "The disk has only {n} MB left.")

"""A case typed key by key into the program as it is started: its own process, its own screen.

Nothing is handed to a widget: an X server draws the window, the keys come from outside. Where no
X server, no window manager or nothing to press keys with is there, the tests are left out.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pypinyin import lazy_pinyin
from sqlcipher3.dbapi2 import OperationalError

from core import store
from core.field import Row
from core.paths import DataFolder
from core.records import AGREEMENT, COMMITTEE, DISPUTE, MEDIATOR, MEETING, PARTY, VILLAGE
from db import keys
from db.connect import connect, open_database
from tests import samples
from ui.setup import make_office

TOOLS = ("Xvfb", "openbox", "xdotool", "xmodmap")
LACKING = [tool for tool in TOOLS if shutil.which(tool) is None]
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or bool(LACKING),
    reason=f"real keys need {', '.join(LACKING) or 'an X server'}"
    " (Debian: apt install xvfb openbox xdotool x11-xserver-utils)",
)
KEYS_A_SECOND = 2  # of somebody who types with care
PATIENCE = 180  # seconds for one thing on a slow machine
ROOT = Path(__file__).parent.parent.parent
#: All characters typed below that no keyboard has; each gets a key of its own beforehand. Left to
#: itself xdotool would borrow one key for all, and a busy program reads the wrong one.
LETTERS = "李明朗王德贵两家院墙越界砌争议经现场丈量退回三十厘米于月底前拆除重上斜沟村调解室双方同意"


class Screen:
    """An X server of its own with a window manager, and the keyboard before it. `pressed` counts
    keys, chords as one."""

    def __init__(self, home: Path) -> None:
        self._begun: list[subprocess.Popen[bytes]] = []
        server = subprocess.Popen(
            [
                "Xvfb",
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1366x768x24",
                "-nolisten",
                "tcp",
                "-noreset",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._begun.append(server)
        assert server.stdout is not None
        number = server.stdout.readline().decode().strip()  # waits until the server is there
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("QT_", "WAYLAND"))},
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(home),
        }
        self.pressed = 0
        self._give_keys()
        self.start("openbox", "--sm-disable")
        until(lambda: self._ask("xdotool", "get_num_desktops") != "")

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        """A program on this screen; ended with it."""
        made = subprocess.Popen(words, env=self.env, cwd=ROOT, stderr=subprocess.DEVNULL)
        self._begun.append(made)
        return made

    def press(self, *keys: str, times: int = 1) -> None:
        """Such as Return or ctrl+s, one after the other."""
        self._run("xdotool", "key", "--delay", "4", *(keys * times))
        self.pressed += len(keys) * times

    def write(self, words: str) -> None:
        """Letters, figures and Chinese as they are. Of Chinese as many keys are counted as the
        pinyin has letters, and one to choose the word."""
        self._run("xdotool", "type", "--delay", "4", words)
        for run in re.findall(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+", words):
            spelt = "".join(lazy_pinyin(run))
            self.pressed += len(spelt) + (spelt != run)

    def wait_for_window(self, words: str) -> None:
        """Until a window with such a title has the keyboard."""
        until(lambda: self.is_in_front(words))

    def is_in_front(self, words: str) -> bool:
        return words in self._ask("xdotool", "getactivewindow", "getwindowname")

    def end(self) -> None:
        for each in reversed(self._begun):
            each.terminate()
        for each in reversed(self._begun):
            each.wait(PATIENCE)
            if each.stdout is not None:
                each.stdout.close()

    def _give_keys(self) -> None:
        """Keys that stand for nothing, or for the buttons of a player, get the Chinese letters,
        two each: alone and with Shift."""
        known = self._ask("xmodmap", "-pke").splitlines()
        unused = re.compile(r"keycode\s+(\d+) =\s*(?:XF86|NoSymbol|$)")
        free = [m[1] for line in known if (m := unused.match(line))]
        letters = [f"U{ord(each):04X}" for each in dict.fromkeys(LETTERS)]
        pairs = [letters[n : n + 2] for n in range(0, len(letters), 2)]
        assert len(free) >= len(pairs)
        for code, pair in zip(free, pairs, strict=False):
            self._run("xmodmap", "-e", f"keycode {code} = {' '.join(pair)}")

    def _run(self, *words: str) -> None:
        subprocess.run(words, env=self.env, check=True, timeout=PATIENCE, capture_output=True)

    def _ask(self, *words: str) -> str:
        """What a tool says; nothing where it does not know yet."""
        run = subprocess.run(
            words, env=self.env, check=False, timeout=PATIENCE, capture_output=True
        )
        return run.stdout.decode().strip() if run.returncode == 0 else ""


def until(condition: Callable[[], bool]) -> None:
    """Ask again and again; each question takes a tool some milliseconds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    made = Screen(tmp_path)
    yield made
    made.end()


@pytest.fixture
def office_folder(tmp_path: Path) -> DataFolder:
    """One village with its committee and a mediator, closed again."""
    folder = DataFolder(tmp_path / "data")
    make_office(folder, office="斜沟乡司法所", township="斜沟乡", villages=["上斜沟村"])
    with open_database(folder) as opened:
        (village,) = store.find(opened.db, VILLAGE)
        (own,) = store.find(opened.db, COMMITTEE, "village_id = ?", [village["id"]])
        samples.put(opened.db, MEDIATOR, name="马忠", committee_id=own["id"])
    return folder


@pytest.fixture
def program(screen: Screen, office_folder: DataFolder) -> "subprocess.Popen[bytes]":
    """The program as a clerk starts it, with the keyboard."""
    made = screen.start(sys.executable, "main.py", "--data", str(office_folder.root))
    until(lambda: made.poll() is not None or screen.is_in_front("斜沟乡司法所"))
    assert made.poll() is None, "the program ended by itself; its log says why"
    return made


def leave(screen: Screen, program: "subprocess.Popen[bytes]", folder: DataFolder) -> None:
    """Once a case is stored close the window; the program asks about nothing and ends well."""
    until(lambda: is_stored(folder))
    screen.press("alt+F4")
    assert program.wait(PATIENCE) == 0


def is_stored(folder: DataFolder) -> bool:
    """Looks into the file while the program has it open; False while it is being written."""
    try:
        with closing(connect(folder.data, keys.find_key(folder))) as db:
            return store.count(db, DISPUTE) > 0
    except OperationalError:
        return False


def test_a_written_case_with_two_parties_a_meeting_and_an_agreement_by_keys_alone(
    screen: Screen, program: "subprocess.Popen[bytes]", office_folder: DataFolder
) -> None:
    screen.press("ctrl+n")
    screen.write("2026.3.5")
    screen.press("Return", "Return")  # the number of the case is proposed
    screen.write("sxg")
    screen.press("Return", "Return")  # the village follows from the committee
    screen.write("ll")
    screen.press("Return")
    screen.write("ysq")
    screen.press("Return", "Return")
    screen.write("mz")
    screen.press("Return")
    screen.press("ctrl+j")  # to what is missing: the name of the applicant
    screen.write("李明朗")
    screen.press("Return", "Return")
    screen.write("632121197203051237")
    screen.press("Return", "ctrl+j")
    screen.write("王德贵")
    screen.press("Return", "ctrl+j")
    screen.write("两家院墙越界砌墙争议")
    screen.press("ctrl+Next", "ctrl+Next", "ctrl+Next", "Insert")  # a record of mediation
    screen.write("3.8")
    screen.press("Return", "Return")
    screen.write("上斜沟村调解室")
    screen.press("Return", times=6)
    screen.write("s")
    screen.press("Return")
    screen.write("经现场丈量,双方同意退回三十厘米")
    screen.press("Tab")
    screen.write("tjcg")
    screen.press("Return")
    screen.press("ctrl+Next", "ctrl+Next", "Return", "Return")
    screen.write("tjcg")
    screen.press("Return")
    screen.write("3.9")
    screen.press("Return", "ctrl+Next", "Insert", "Return", "Return")  # an agreement
    screen.write("3.9")
    screen.press("Return", "Return", "Return", "Tab")
    screen.write("于月底前拆除重砌")
    screen.press("Tab")
    screen.write("500")
    screen.press("Return", "ctrl+s")
    pressed = screen.pressed
    leave(screen, program, office_folder)
    with open_database(office_folder) as opened:
        (case,) = store.find(opened.db, DISPUTE)
        parties = store.children(opened.db, PARTY, case["id"])
        (meeting,) = store.children(opened.db, MEETING, case["id"])
        (agreement,) = store.children(opened.db, AGREEMENT, case["id"])
        (own,) = store.find(opened.db, COMMITTEE, "village_id is not null")
        (mediator,) = store.find(opened.db, MEDIATOR)
    assert said(case) == {
        "file_no": "（2026）斜人调字第1号",
        "case_no": "20260001",
        "accepted_on": "2026-03-05",
        "committee_id": own["id"],
        "village_id": own["village_id"],
        "mediator_id": mediator["id"],
        "dispute_type": "neighbor",
        "case_source": "on_application",
        "mediation_type": "people",
        "summary": "两家院墙越界砌墙争议",
        "mediation_result": "success",
        "closed_on": "2026-03-09",
        "case_year": 2026,
        "case_serial": 1,
        "file_prefix": "斜",
        "file_year": 2026,
        "file_serial": 1,
    }
    assert [said(each) for each in parties] == [
        {
            "dispute_id": case["id"],
            "party_role": "applicant",
            "party_type": "person",
            "name": "李明朗",
            "id_number": "632121197203051237",
            "gender": "male",
            "birth_date": "1972-03-05",
            "age": 54,
            "position": 0,
        },
        {
            "dispute_id": case["id"],
            "party_role": "respondent",
            "party_type": "person",
            "name": "王德贵",
            "position": 1,
        },
    ]
    assert said(meeting) == {
        "dispute_id": case["id"],
        "mediated_on": "2026-03-08",
        "place": "上斜沟村调解室",
        "informed": 1,
        "record_text": "经现场丈量,双方同意退回三十厘米",
        "meeting_result": "success",
    }
    assert said(agreement) == {
        "dispute_id": case["id"],
        "agreement_form": "written",
        "agreement_no": "斜人调协字〔2026〕第1号",
        "signed_on": "2026-03-09",
        "effective_on": "2026-03-09",
        "agreement_terms": "于月底前拆除重砌",
        "agreement_amount": 50_000,
        "agreement_prefix": "斜",
        "agreement_year": 2026,
        "agreement_serial": 1,
    }
    assert pressed <= 3 * 60 * KEYS_A_SECOND


def test_an_oral_case_of_six_fields_by_keys_alone_in_under_a_minute(
    screen: Screen, program: "subprocess.Popen[bytes]", office_folder: DataFolder
) -> None:
    screen.press("ctrl+shift+n")
    screen.wait_for_window("口头协议快速登记")
    screen.write("3.5")
    screen.press("Return")
    screen.write("ll")
    screen.press("Return")
    screen.write("李明朗")
    screen.press("Return")
    screen.write("王德贵")
    screen.press("Return")
    screen.write("tjcg")
    screen.press("Return", "Return")  # the closing date is proposed
    screen.write("院墙越界争议")
    screen.press("Tab")
    screen.write("月底前拆除")
    screen.press("Tab")
    screen.write("sxg")  # the first time; the next case takes these three over
    screen.press("Return")
    screen.write("mz")
    screen.press("Return")
    screen.write("ysq")
    screen.press("Return", "ctrl+s")
    pressed = screen.pressed
    screen.wait_for_window("斜沟乡司法所")
    leave(screen, program, office_folder)
    with open_database(office_folder) as opened:
        (case,) = store.find(opened.db, DISPUTE)
        parties = store.children(opened.db, PARTY, case["id"])
        (agreement,) = store.children(opened.db, AGREEMENT, case["id"])
    asked = ("dispute_type", "mediation_result", "summary", "case_source")
    assert [case[name] for name in asked] == [
        "neighbor",
        "success",
        "院墙越界争议",
        "on_application",
    ]
    assert case["accepted_on"] == case["closed_on"]
    assert case["accepted_on"].endswith("-03-05")
    assert [(p["party_role"], p["name"]) for p in parties] == [
        ("applicant", "李明朗"),
        ("respondent", "王德贵"),
    ]
    assert (agreement["agreement_form"], agreement["agreement_terms"]) == ("oral", "月底前拆除")
    assert pressed <= 60 * KEYS_A_SECOND


def said(row: Row) -> dict[str, object]:
    """The values of a record that are not empty, without what belongs to the store."""
    return {k: v for k, v in row.items() if v is not None and k not in store.OWN}

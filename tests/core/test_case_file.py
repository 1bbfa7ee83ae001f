"""The whole file of a case: order, scans, papers held on paper, page numbers that agree."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from sqlite_utils import Database

from core import attachments, paper, store
from core.errors import UserError
from core.paper.fonts import Fonts, bundled_fonts
from core.paper.request_forms import requests
from core.records import ATTACHMENT, ATTORNEY, OFFICE, PAPER_COPY, RETURN_VISIT
from core.retention import proposed, rules
from tests import samples

Attach = Callable[..., str]


@pytest.fixture
def fonts() -> Fonts:
    return bundled_fonts()


@pytest.fixture
def case(db: Database) -> str:
    """A settled case of two persons with one meeting and one agreement."""
    samples.office(db)
    made = samples.dispute(
        db,
        samples.committee(db),
        file_no="（2026）斜人调字第12号",
        summary="为院墙争执。",
        mediation_result="success",
        closed_on="2026-03-12",
    )
    samples.party(db, made, "李明朗")
    samples.party(db, made, "王德贵", party_role="respondent")
    samples.meeting(db, made, record_text="双方同意。", informed=1)
    samples.agreement(db, made, agreement_terms="退让四十厘米。", agreement_no="调协1号")
    return made


@pytest.fixture
def attach(db: Database, case: str, tmp_path: Path) -> Attach:
    """Puts a file of the case away as the window does."""

    def put(content: bytes, name: str, doc_type: str | None, **values: Any) -> str:
        prepared = attachments.prepare(content, name, pages=values.get("pages"))
        attachments.put(db, tmp_path / "scans", prepared)
        row = {
            "dispute_id": case,
            "doc_type": doc_type,
            "title": prepared.title,
            "pages": prepared.pages,
            "media_type": prepared.media_type,
            "size": len(prepared.content),
            "sha256": prepared.sha256,
        }
        return samples.put(db, ATTACHMENT, **{**row, **values})

    return put


def photo(width: int = 400, height: int = 300, colour: str = "red", **more: Any) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(written, "JPEG", **more)
    return written.getvalue()


def scan(pages: int, *, rotated: int = 0, password: str = "") -> bytes:
    """A PDF of small pages, as a scanner makes it."""
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(width=300, height=400)
        if rotated:
            page.rotate(rotated)
    if password:
        writer.encrypt(password)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def printed(db: Database, case: str, fonts: Fonts, to: Path) -> PdfReader:
    path = to / "file.pdf"
    paper.write_file(db, case, path, fonts=fonts, folder=to / "scans", overwrite=True)
    return PdfReader(path)


def text_of(page: Any) -> str:
    return re.sub(r"\s", "", page.extract_text())


def listed(index: Any) -> list[tuple[str, int, int, str]]:
    """Title, first and last page, remark of each line of the index."""
    lines = re.findall(r"^\d+ (\S+) (\d+)(?:-(\d+))?(?: (\S+))?$", index.extract_text(), re.M)
    return [(t, int(a), int(b or a), more) for t, a, b, more in lines]


def titles(reader: PdfReader) -> list[str]:
    return [title for title, *_ in listed(reader.pages[1])]


def use(db: Database, **values: Any) -> None:
    office = store.find(db, OFFICE)[0]
    samples.put(db, OFFICE, id=office["id"], **values)


# --- scans ---------------------------------------------------------------------------------------


def test_photos_and_pdfs_stand_in_their_place_and_the_index_knows_their_pages(
    db: Database, case: str, fonts: Fonts, attach: Attach, tmp_path: Path
) -> None:
    attach(photo(), "身份证正面.jpg", "identity_proof")
    attach(photo(colour="blue"), "身份证背面.jpg", "identity_proof")
    attach(scan(3), "现场勘查.pdf", "evidence", pages=9)  # somebody mistyped the pages
    attach(scan(2), "杂项.pdf", None, pages=2)
    made = printed(db, case, fonts, tmp_path)
    assert listed(made.pages[1]) == [
        ("人民调解受理登记表", 1, 1, ""),
        ("人民调解当事人权利义务告知书", 2, 2, ""),
        ("当事人身份证明", 3, 4, ""),
        ("现场勘查", 5, 7, ""),
        ("人民调解记录", 8, 8, ""),
        ("人民调解协议书", 9, 10, ""),
        ("杂项", 11, 12, ""),
        ("封底", 13, 13, ""),
    ]
    assert len(made.pages) == 2 + 13
    for number, page in enumerate(made.pages[2:], start=1):
        assert f"第{number}页共13页" in text_of(page)
    assert [len(page.images) for page in made.pages[4:6]] == [1, 1]
    assert "本卷共（页）：13其中附件（件）：4" in text_of(made.pages[-1])


def test_the_index_alone_counts_as_the_whole_file_does(
    db: Database, case: str, fonts: Fonts, attach: Attach, tmp_path: Path
) -> None:
    attach(scan(3), "现场.pdf", "evidence", pages=9)
    samples.put(db, PAPER_COPY, dispute_id=case, doc_type="identity_proof", pages=4)
    whole = printed(db, case, fonts, tmp_path)
    form = paper.form_named("index")
    scans = tmp_path / "scans"
    paper.write_form(db, form, case, tmp_path / "index.pdf", fonts=fonts, folder=scans)
    assert listed(PdfReader(tmp_path / "index.pdf").pages[0]) == listed(whole.pages[1])
    form = paper.form_named("back_cover")
    paper.write_form(db, form, case, tmp_path / "back.pdf", fonts=fonts, folder=scans)
    total = listed(whole.pages[1])[-1][2]
    assert f"本卷共（页）：{total}" in text_of(PdfReader(tmp_path / "back.pdf").pages[0])


def test_the_signed_scan_stands_in_place_of_the_form(
    db: Database, case: str, fonts: Fonts, attach: Attach, tmp_path: Path
) -> None:
    attach(photo(), "协议书.jpg", "written_agreement")
    made = printed(db, case, fonts, tmp_path)
    (line,) = [each for each in listed(made.pages[1]) if each[0] == "人民调解协议书"]
    assert "退让四十厘米" not in "".join(text_of(page) for page in made.pages)
    assert len(made.pages[1 + line[1]].images) == 1


def test_one_scan_does_not_stand_for_two_records(
    db: Database, case: str, fonts: Fonts, attach: Attach, tmp_path: Path
) -> None:
    samples.meeting(db, case, mediated_on="2026-03-10", record_text="再次调解。")
    attach(photo(), "调解记录.jpg", "mediation_record")
    made = printed(db, case, fonts, tmp_path)
    assert titles(made).count("人民调解记录") == 3
    text = "".join(text_of(page) for page in made.pages)
    assert "双方同意。" in text
    assert "再次调解。" in text


def test_a_paper_held_on_paper_is_counted_and_marked(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    samples.put(db, PAPER_COPY, dispute_id=case, doc_type="rights_notice", pages=2)
    made = printed(db, case, fonts, tmp_path)
    assert listed(made.pages[1])[1] == ("人民调解当事人权利义务告知书", 2, 3, "纸质件")
    assert "第4页共" in text_of(made.pages[3])  # the record of the meeting follows it
    assert "人民调解记录" in text_of(made.pages[3])
    assert len(made.pages) == 2 + listed(made.pages[1])[-1][2] - 2


@pytest.mark.parametrize("content", [scan(2, password="geheim"), b"%PDF-1.7\nrubbish %%EOF"])
def test_a_pdf_that_cannot_be_put_in_is_counted_by_its_entry(
    db: Database, case: str, fonts: Fonts, attach: Attach, tmp_path: Path, content: bytes
) -> None:
    attach(content, "裁定书.pdf", "judicial_confirmation_docs", pages=2)
    made = printed(db, case, fonts, tmp_path)
    (line,) = [each for each in listed(made.pages[1]) if each[0] == "裁定书"]
    assert line[2] - line[1] == 1
    assert line[3] == "纸质件"


def test_a_turned_page_of_a_scanner_is_upright_on_a4(
    db: Database, case: str, fonts: Fonts, attach: Attach, tmp_path: Path
) -> None:
    attach(scan(1, rotated=90), "平面图.pdf", "evidence")
    made = printed(db, case, fonts, tmp_path)
    assert {tuple(round(float(n)) for n in p.mediabox[2:]) for p in made.pages} == {(595, 842)}
    assert {page.rotation for page in made.pages} == {0}


def test_a_scan_whose_file_is_gone_is_named_and_nothing_is_printed(
    db: Database, case: str, fonts: Fonts, attach: Attach, tmp_path: Path
) -> None:
    attach(photo(), "身份证.jpg", "identity_proof")
    for file in (tmp_path / "scans").rglob("*.age"):
        file.unlink()
    with pytest.raises(UserError, match="附件“身份证”"):
        printed(db, case, fonts, tmp_path)
    assert not (tmp_path / "file.pdf").exists()
    form = paper.form_named("index")  # counts it all the same
    paper.write_form(db, form, case, tmp_path / "index.pdf", fonts=fonts, folder=tmp_path / "scans")
    assert "当事人身份证明" in titles_of_index(tmp_path / "index.pdf")


def titles_of_index(path: Path) -> list[str]:
    return [title for title, *_ in listed(PdfReader(path).pages[0])]


def test_the_same_scans_give_the_same_bytes(
    db: Database, case: str, fonts: Fonts, attach: Attach, tmp_path: Path
) -> None:
    attach(photo(), "身份证.jpg", "identity_proof")
    attach(scan(1), "现场.pdf", "evidence")
    printed(db, case, fonts, tmp_path)
    first = (tmp_path / "file.pdf").read_bytes()
    printed(db, case, fonts, tmp_path)
    assert (tmp_path / "file.pdf").read_bytes() == first


# --- the order -----------------------------------------------------------------------------------


def test_the_file_follows_the_list_of_the_office(
    db: Database, case: str, fonts: Fonts, attach: Attach, tmp_path: Path
) -> None:
    samples.put(db, RETURN_VISIT, dispute_id=case, visited_on="2026-04-10")
    samples.put(db, ATTORNEY, dispute_id=case, principal_name="李明朗", agent_name="李建军")
    attach(photo(), "身份证.jpg", "identity_proof")
    change(db, case, request_items="退让四十厘米。")
    usual = titles(printed(db, case, fonts, tmp_path))
    assert usual[:5] == [
        *("人民调解申请书", "人民调解受理登记表", "人民调解当事人权利义务告知书"),
        *("当事人身份证明", "授权委托书"),
    ]
    use(db, paper_profile="county_2010")
    assert titles(printed(db, case, fonts, tmp_path)) == [
        *("人民调解受理登记表", "人民调解申请书", "当事人身份证明", "授权委托书", "调解通知书"),
        *("人民调解当事人权利义务告知书", "人民调解记录", "人民调解协议书", "人民调解回访记录"),
        "封底",
    ]


def change(db: Database, case: str, **values: Any) -> None:
    samples.put(db, store.BY_TABLE["dispute"], id=case, **values)


def test_nobody_is_said_to_have_been_told_where_the_record_says_he_was_not(
    db: Database, fonts: Fonts, tmp_path: Path
) -> None:
    bare = samples.dispute(db, samples.committee(db))
    samples.meeting(db, bare, informed=0)
    assert "人民调解当事人权利义务告知书" not in titles(printed(db, bare, fonts, tmp_path))


@pytest.mark.parametrize(
    ("status", "is_there"), [(None, False), ("not_applied", False), ("applied", True)]
)
def test_the_application_to_the_court_is_bound_once_the_court_was_asked(
    db: Database, case: str, fonts: Fonts, tmp_path: Path, status: str | None, is_there: bool
) -> None:
    agreement = store.children(db, store.BY_TABLE["agreement"], case)[0]
    samples.put(
        db,
        store.BY_TABLE["agreement"],
        id=agreement["id"],
        dispute_id=case,
        confirmation_status=status,
    )
    assert ("司法确认申请书" in titles(printed(db, case, fonts, tmp_path))) == is_there


# --- characters and words ------------------------------------------------------------------------


def test_a_rare_character_of_a_meeting_does_not_keep_cover_and_index_from_being_printed(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    samples.meeting(db, case, mediated_on="2026-03-11", record_text="𬎆" * 900)
    for name in ("cover", "index", "back_cover"):
        paper.write_form(db, paper.form_named(name), case, tmp_path / f"{name}.pdf", fonts=fonts)
    with pytest.raises(UserError, match="𬎆"):
        printed(db, case, fonts, tmp_path)
    lines = listed(PdfReader(tmp_path / "index.pdf").pages[0])
    (long,) = [line for line in lines if line[0] == "人民调解记录" and line[3].endswith("11日")]
    assert long[2] - long[1] >= 1  # a character that cannot be printed takes its room


def test_requests_lose_the_numbers_they_were_typed_with() -> None:
    typed = "1、退让四十厘米。\n\n（二）赔偿500元\n3. 2026年内修好\n十二号院归还钥匙"
    assert requests(typed) == ["退让四十厘米。", "赔偿500元", "2026年内修好", "十二号院归还钥匙"]


@pytest.mark.parametrize(
    ("given", "ticked"),
    [
        ({"case_source": "on_application"}, "申请"),
        ({"case_source": "on_initiative"}, "主动"),
        ({"case_source": "entrusted", "entrusting_body": "police"}, "公安移交"),
        ({"case_source": "entrusted", "entrusting_body": "court"}, "法院委托"),
        ({"case_source": "on_application", "is_assigned_by_superior": 1}, "政府指定"),
        ({"case_source": "entrusted", "entrusting_body": "petition_office"}, None),
    ],
)
def test_the_closing_report_ticks_one_source_or_none(
    db: Database, case: str, fonts: Fonts, tmp_path: Path, given: dict[str, Any], ticked: str | None
) -> None:
    change(db, case, **given)
    form = paper.form_named("closing_report")
    paper.write_form(db, form, case, tmp_path / "a.pdf", fonts=fonts)
    text = text_of(PdfReader(tmp_path / "a.pdf").pages[0])
    assert re.findall("√(申请|主动|公安移交|法院委托|政府指定)", text) == [ticked][: bool(ticked)]


# --- the cover -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variant", "category", "is_there"),
    [
        (None, None, False),
        (None, "民间纠纷", True),
        ("by_record", "民间纠纷", True),
        ("plain", "民间纠纷", False),
        ("with_category", None, True),
    ],
)
def test_the_cover_has_the_variant_the_office_chose(
    db: Database,
    case: str,
    fonts: Fonts,
    tmp_path: Path,
    variant: str | None,
    category: str | None,
    is_there: bool,
) -> None:
    use(db, cover_variant=variant)
    change(db, case, file_category=category)
    paper.write_form(db, paper.form_named("cover"), case, tmp_path / "a.pdf", fonts=fonts)
    assert ("卷类" in text_of(PdfReader(tmp_path / "a.pdf").pages[0])) == is_there


@pytest.mark.parametrize(
    ("keep", "years", "words"),
    [
        ("long_term", 60, "保管期限长期（60年）"),
        ("long_term", None, "保管期限长期备注"),
        ("permanent", 60, "保管期限永久备注"),
        (None, 60, "保管期限备注"),
    ],
)
def test_the_cover_names_years_only_where_the_office_has_set_them(
    db: Database, case: str, fonts: Fonts, tmp_path: Path, keep: str, years: int, words: str
) -> None:
    use(db, long_term_years=years)
    change(db, case, retention_period=keep)
    paper.write_form(db, paper.form_named("cover"), case, tmp_path / "a.pdf", fonts=fonts)
    assert words in text_of(PdfReader(tmp_path / "a.pdf").pages[0])


# --- how long it is kept -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dispute", "performance", "keep"),
    [
        ({"dispute_type": "forest_land"}, "performed", "permanent"),
        ({"dispute_type": "neighbor", "has_death": 1}, "performed", "permanent"),
        ({"dispute_type": "neighbor", "is_difficult": 1}, "performed", "long_term"),
        ({"dispute_type": "medical"}, "performed", "long_term"),
        ({"dispute_type": "neighbor"}, "not_due", "long_term"),
        ({"dispute_type": "neighbor"}, "performed", "short_term"),
    ],
)
def test_a_class_is_proposed_by_type_agreement_and_circumstances(
    dispute: dict[str, Any], performance: str, keep: str
) -> None:
    closed = {**dispute, "closed_on": "2026-03-12"}
    rule = proposed(closed, [{"performance_status": performance}])
    assert rule is not None
    assert rule.keep == keep
    assert proposed(dispute, []) is None  # nothing is filed yet


def test_every_case_gets_a_class_and_every_rule_names_real_codes() -> None:
    lists = store.BY_TABLE["dispute"].codes
    for rule in rules():
        assert rule.keep in lists["retention_period"]
        assert rule.types <= lists["dispute_type"].keys()
        assert rule.levels <= lists["difficulty_level"].keys()
        assert set(rule.facts) <= store.BY_TABLE["dispute"].by_name.keys()
    assert rules()[-1].fits({}, [])

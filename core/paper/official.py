"""人民调解文书: every official form there is, what it is printed from and where it belongs.

One table instead of a branch in every module: a form is added here and nowhere else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.field import Row
from core.paper import court_forms, file_forms, mediation_forms, notice_forms, record_forms
from core.paper import request_forms as ask
from core.paper.case import Case
from core.paper.page import Writer
from core.text import Text

Fits = Callable[[Case, Row], bool]


def always(case: Case, row: Row) -> bool:
    return True


def never(case: Case, row: Row) -> bool:
    return False


@dataclass(frozen=True)
class Official:
    """`title` is printed on it. `fits`: the record belongs into the file on this form; `offered`:
    it can be printed on it by itself. `which` tells two papers of one title apart in the index."""

    name: str
    title: Text
    table: str
    write: Callable[[Writer, Case, Row], None]
    doc_type: str = ""  # 文书种类 of the paper; empty for one that is bound by nobody
    fits: Fits = always
    offered: Fits = always
    which: str = ""
    in_menu: Text | None = None  # what it is called where two forms bear one title
    numbered: bool = True

    def rows(self, case: Case, *, bound: bool) -> list[Row]:
        """The records of the case that get this form each, in the file or at all."""
        wanted = self.fits if bound else self.offered
        return [row for row in case.rows_of(self.table) if wanted(case, row)]


def _applied(case: Case, dispute: Row) -> bool:
    """In writing, as far as the record says."""
    if case.dispute.get("apply_method"):
        return bool(case.dispute["apply_method"] == "written")
    is_begun = case.dispute.get("case_source") == "on_initiative"
    return bool(case.dispute.get("request_items")) and not is_begun


def _told(case: Case, dispute: Row) -> bool:
    """Unless the records of the meetings say that nobody told them."""
    told = {m.get("informed") for m in case.meetings}
    return 1 in told or 0 not in told


def _asked_for(doc_type: str) -> Fits:
    """Where the office's list of papers makes it a must."""
    return lambda case, row: case.profile.asks_for(doc_type)


def _ended(case: Case, dispute: Row) -> bool:
    """Mediation ended; a matter that was never accepted has nothing to end."""
    events = any(e.get("event_kind") == "end" for e in case.events)
    return events or dispute.get("close_type") == "mediation_ended"


def _entrusted(case: Case, dispute: Row) -> bool:
    return dispute.get("case_source") == "entrusted"


def _replied(case: Case, dispute: Row) -> bool:
    return _entrusted(case, dispute) and bool(dispute.get("entrust_reply"))


def _is_written(case: Case, agreement: Row) -> bool:
    return not _is_oral(case, agreement)


def _is_oral(case: Case, agreement: Row) -> bool:
    return agreement.get("agreement_form") == "oral"


def _confirmable(*, organisation: bool) -> Fits:
    """The variant that fits the parties; an oral agreement has no paper to show the court."""

    def fits(case: Case, agreement: Row) -> bool:
        fitting = court_forms.with_organisation(case) == organisation
        return fitting and _is_written(case, agreement)

    return fits


_ASKED_A_COURT = ("applied", "accepted", "confirmed", "rejected", "withdrawn")


def _at_court(*, organisation: bool) -> Fits:
    """The same, where a court was asked."""
    fitting = _confirmable(organisation=organisation)
    return lambda case, agreement: (
        fitting(case, agreement) and agreement.get("confirmation_status") in _ASKED_A_COURT
    )


def _visited(case: Case, visit: Row) -> bool:
    return bool(visit.get("visited_on"))


def _has(name: str) -> Fits:
    return lambda case, row: bool(row.get(name))


def _has_evidence(case: Case, dispute: Row) -> bool:
    return bool(case.evidence)


#: In the order of the thirteen items. Index and back cover tell of the whole file: those are made
#: by core/paper/mediation_file.py.
OFFICIAL: Sequence[Official] = (
    Official(
        "cover",
        Text("调解卷宗", "Case file"),
        "dispute",
        file_forms.cover,
        "cover",
        in_menu=Text("调解卷宗封面", "Cover of the case file"),
        numbered=False,
    ),
    Official(
        "cover_with_category",
        Text("调解卷宗", "Case file"),
        "dispute",
        file_forms.cover_with_category,
        fits=never,
        in_menu=Text("调解卷宗封面(印卷类、年度)", "Cover with category and year"),
        numbered=False,
    ),
    Official(
        "application",
        Text("人民调解申请书", "Application for mediation"),
        "dispute",
        ask.application,
        "application",
        fits=_applied,
    ),
    Official(
        "acceptance_register",
        Text("人民调解受理登记表", "Register of acceptance"),
        "dispute",
        mediation_forms.acceptance_register,
        "acceptance_register",
    ),
    Official(
        "referral_reply",
        Text("委托调解复函", "Reply to the entrusting body"),
        "dispute",
        notice_forms.referral_reply,
        "referral_reply",
        fits=_replied,
        offered=_entrusted,
    ),
    Official(
        "mediation_notice",
        Text("调解通知书", "Summons to the mediation"),
        "dispute",
        notice_forms.mediation_notice,
        "mediation_notice",
        fits=_asked_for("mediation_notice"),
    ),
    Official(
        "rights_notice",
        Text("人民调解当事人权利义务告知书", "Notice of rights and duties"),
        "dispute",
        notice_forms.rights_notice,
        "rights_notice",
        fits=_told,
    ),
    Official(
        "power_of_attorney",
        Text("授权委托书", "Power of attorney"),
        "attorney",
        record_forms.power_of_attorney,
        "power_of_attorney",
        which="agent_name",
    ),
    Official(
        "investigation_record",
        Text("人民调解调查记录", "Record of an investigation"),
        "investigation",
        record_forms.investigation_record,
        "investigation_record",
        which="investigated_on",
    ),
    Official(
        "evidence",
        Text("人民调解证据材料", "List of the evidence"),
        "dispute",
        record_forms.evidence_list,
        "evidence",
        fits=_has_evidence,
        offered=_has_evidence,
    ),
    Official(
        "mediation_record",
        Text("人民调解记录", "Record of a mediation meeting"),
        "meeting",
        mediation_forms.mediation_record,
        "mediation_record",
        which="mediated_on",
    ),
    Official(
        "written_agreement",
        Text("人民调解协议书", "Written agreement"),
        "agreement",
        mediation_forms.written_agreement,
        "written_agreement",
        fits=_is_written,
        offered=_is_written,
        which="agreement_no",
    ),
    Official(
        "oral_agreement_register",
        Text("人民调解口头协议登记表", "Register of an oral agreement"),
        "agreement",
        mediation_forms.oral_agreement_register,
        "oral_agreement_register",
        fits=_is_oral,
        offered=_is_oral,
        which="agreement_no",
    ),
    Official(
        "termination_notice",
        Text("终止调解通知书", "Notice of the end of mediation"),
        "dispute",
        notice_forms.termination_notice,
        "termination_notice",
        fits=_ended,
        offered=_ended,
    ),
    Official(
        "return_visit",
        Text("人民调解回访记录", "Record of a return visit"),
        "return_visit",
        record_forms.return_visit,
        "return_visit",
        fits=_visited,
        which="visited_on",
    ),
    Official(
        "confirmation_persons",
        Text("司法确认申请书", "Application for confirmation"),
        "agreement",
        court_forms.between_persons,
        "judicial_confirmation_docs",
        fits=_at_court(organisation=False),
        offered=_confirmable(organisation=False),
        which="agreement_no",
        in_menu=Text("司法确认申请书(公民之间)", "Application for confirmation (persons)"),
    ),
    Official(
        "confirmation_organisation",
        Text("司法确认申请书", "Application for confirmation"),
        "agreement",
        court_forms.with_an_organisation,
        "judicial_confirmation_docs",
        fits=_at_court(organisation=True),
        offered=_confirmable(organisation=True),
        which="agreement_no",
        in_menu=Text("司法确认申请书(一方为单位)", "Application for confirmation (organisation)"),
    ),
    Official(
        "closing_report",
        Text("人民调解结案报告表", "Closing report"),
        "dispute",
        file_forms.closing_report,
        "closing_report",
        fits=_asked_for("closing_report"),
    ),
    Official(
        "file_note",
        Text("卷宗情况说明", "Note on the file"),
        "dispute",
        file_forms.file_note,
        "file_note",
        fits=_has("file_note_text"),
    ),
    Official(
        "extension_request",
        Text("调解延期申请书", "Request for more time"),
        "dispute",
        ask.extension_request,
        fits=never,
    ),
    Official(
        "recusal_request",
        Text("回避申请书", "Request for another mediator"),
        "dispute",
        ask.recusal_request,
        fits=never,
    ),
    Official(
        "withdrawal_request",
        Text("撤回调解申请书", "Withdrawal of the application"),
        "dispute",
        ask.withdrawal_request,
        fits=never,
    ),
)

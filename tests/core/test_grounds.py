"""依据: every field with a legal rule names the law and the article on hover."""

import re

import pytest

from core.records import BY_TABLE, KINDS

#: Table -> fields that a law speaks of, each with a hint that names it.
LEGAL = {
    "dispute": (
        "accepted_on",
        "closed_on",
        "case_source",
        "entrusting_body",
        "mediator_id",
        "co_mediator_id",
        "registered_by",
        "apply_method",
        "parties_consent",
        "not_acceptable_reason",
        "summary",
        "mediation_place",
        "escalation_risk",
        "invited_persons",
        "ended_on",
        "end_reason",
        "entrust_letter_no",
        "entrusted_on",
        "entrust_reply",
        "entrust_result_on",
        "judicially_confirmed",
        "recusal_requested",
        "filed_on",
    ),
    "party": ("is_representative",),
    "meeting": (
        "place",
        "invited_participants",
        "mediator_names",
        "informed",
        "record_text",
    ),
    "term_event": (
        "extended_to",
        "both_consented",
        "suspension_reason",
        "end_reason",
        "told_other_ways",
    ),
    "agreement": (
        "agreement_form",
        "effective_on",
        "all_signed_on",
        "facts_and_issues",
        "agreement_terms",
        "performance_method",
        "performance_place",
        "performance_deadline",
        "performance_status",
        "performed_on",
        "copies_count",
        "is_partial",
        "confirmation_status",
        "court_name",
        "confirmation_applied_on",
        "confirmation_accepted_on",
        "confirmation_decided_on",
    ),
    "instalment": ("due_on", "status", "performed_on"),
    "return_visit": ("planned_on", "visited_on", "performance_found", "escalation_found"),
    "prevention": ("committee_id", "reported_to"),
    "committee": ("leader_name", "term_start", "term_end", "changed_on", "change_filed_on"),
    "committee_funds": ("guidance_funds", "mediator_allowance_funds"),
    "mediator": (
        "gender",
        "ethnicity",
        "education",
        "committee_post",
        "selection_method",
        "appointed_on",
    ),
    "office": ("change_workdays", "term_rolls_over", "suspension_counts", "aid_rolls_over"),
    "consultation": ("answer_summary", "reported_to_police"),
    "drafted_document": ("free_of_charge",),
    "legal_aid_case": (
        "applied_on",
        "decided_on",
        "is_custody",
        "limitation_ends_on",
        "urgent_reason",
        "ended_on",
    ),
    "hardship_statement": ("means_basis", "consents_to_check"),
    "case_event": ("due_on",),
    "subsidy_claim": ("amount_claimed", "amount_approved"),
    "holiday": ("day",),
}
LAW, ARTICLE = re.compile(r"《[^》]+》"), re.compile(r"第[零一二三四五六七八九十百]+条")
#: Laws of which the rule is known but not the number of its article.
WITHOUT_ARTICLE = "《人民调解工作若干规定》"
#: Only these have been read; a hint may not name any other.
READ = {
    "《人民调解法》",
    "《人民调解委员会组织条例》",
    "《人民调解工作若干规定》",
    "《民事诉讼法》",
    "《最高人民法院关于人民调解协议司法确认程序的若干规定》",
    "《最高人民法院关于人民法院特邀调解的规定》",
    "《医疗纠纷预防和处理条例》",
    "《劳动争议调解仲裁法》",
    "《宁波市人民调解条例》",
    "《深圳经济特区矛盾纠纷多元化解条例》",
    "《法律援助法》",
    "《法律援助条例》",
    "《反家庭暴力法》",
    "《民法典》",
}


@pytest.mark.parametrize(
    ("table", "name"), [(table, name) for table, names in LEGAL.items() for name in names]
)
def test_a_field_with_a_legal_rule_names_law_and_article(table: str, name: str) -> None:
    hint = BY_TABLE[table].field(name).hint
    assert hint is not None
    assert LAW.search(hint.zh)
    assert ARTICLE.search(hint.zh) or hint.zh.endswith(WITHOUT_ARTICLE)
    assert "art." in hint.en or hint.zh.endswith(WITHOUT_ARTICLE)


def test_no_hint_names_a_law_that_was_not_read() -> None:
    hints = [f.hint.zh for kind in KINDS for f in kind.fields if f.hint]
    assert {law for hint in hints for law in LAW.findall(hint)} <= READ


def test_the_rule_of_one_place_says_so_or_is_a_default_of_the_office() -> None:
    local = ("《宁波市", "《深圳经济特区")
    for kind in KINDS:
        for field in kind.fields:
            if field.hint and any(law in field.hint.zh for law in local):
                says_so = "从其规定" in field.hint.zh or "空着按" in field.hint.zh
                assert says_so or "《最高人民法院" in field.hint.zh, (kind.table, field.name)

"""The legal-aid sheets against an independent count in plain Python, on random records."""

import json
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import store
from core.legal_aid.groups import groups_of
from core.periods import parse_period
from core.records import CASE_MATTER, CASE_RECIPIENT, CONSULTATION, LEGAL_AID_CASE
from core.reports import report_named
from core.reports.engine import behind, run
from tests import samples

MARCH = parse_period("2026-03")
DAYS = st.sampled_from(["2026-02-27", "2026-03-02", "2026-03-31", "2026-04-01"])
MAYBE_DAYS = st.sampled_from(["2026-03-15", "2026-03-31", "2026-02-28", "2026-04-02", None])
Row = dict[str, Any]
Figures = Counter[tuple[str, int]]


def one_of(*values: str | None) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *values])


GROUPS = (
    "woman",
    "disabled",
    "blind_deaf_mute",
    "farmer",
    "migrant_worker",
    "elderly",
    "minor",
    "military_family",
    "ethnic_minority",
    "foreign_stateless",
    "general_poor",
    "veteran",
    "possible_death_penalty",
)
CHOSEN = st.lists(st.sampled_from(GROUPS), max_size=3, unique=True).map(json.dumps)
PERSON = st.fixed_dictionaries(
    {
        "name": st.just("李明朗"),
        "gender": one_of("male", "female"),
        "birth_date": st.sampled_from(
            [None, "1950-03-01", "2008-03-02", "2008-02-29", "2027-01-01"]
        ),
        "ethnicity": one_of("01", "02"),
        "recipient_groups": CHOSEN,
        "groups_by_hand": st.sampled_from([None, 0, 1]),
    }
)
MATTERS = (
    "social_insurance",
    "work_injury_insurance",
    "work_injury",
    "labor_remuneration",
    "labor_relation",
    "support_child",
    "domestic_violence",
    "marriage_family",
    "traffic_accident",
    "food_drug_accident",
    "good_samaritan",
    "petition_retrial",
    "notary_aid",
    "forensic_aid",
    "state_compensation",
    "social_assistance",
    "pension_relief",
    "environment_damage",
    "criminal_theft",
    "private_lending",
    "own_matter",
)
CASE = st.fixed_dictionaries(
    {
        "application_status": st.sampled_from(
            ["granted", "granted", "granted", "granted", "refused", "received", "draft"]
        ),
        "applied_on": DAYS,
        "decided_on": MAYBE_DAYS,
        "closed_on": MAYBE_DAYS,
        "terminated_on": st.sampled_from([None, None, None, "2026-03-20"]),
        "case_status": one_of("in_progress", "closed", "terminated"),
        "case_kind": st.sampled_from(["criminal", "civil", "civil", "administrative", None]),
        "procedure_kind": one_of("litigation", "non_litigation"),
        "aid_type": st.sampled_from(["applied", "applied", "notified", "requested", None]),
        "aid_source": one_of(
            "self_applied", "police_transferred", "court_designated", "other", "own_source"
        ),
        "aid_method": one_of("criminal_defense", "victim_agency", "labor_arbitration_agency"),
        "proceeding_stage": one_of("investigation", "second_instance", "petition", "death_review"),
        "legal_position": one_of("被告人", "犯罪嫌疑人", "自诉人", "原告"),
        "notice_reason": one_of("精神病人", "可能判处无期徒刑"),
        "refusal_reason": one_of("out_of_scope", "means_not_met", "own_reason"),
        "outcome": one_of(
            "won", "partly_won", "mediated", "settled", "terminated", "opinion_partly", "withdrawn"
        ),
        "recovered_amount": st.sampled_from([None, 0, 999, 1_234_567]),
        "wage_recovered_amount": st.sampled_from([None, 500]),
        "is_here": st.booleans(),
        "matters": st.lists(
            st.tuples(st.sampled_from(MATTERS), one_of("divisible", "indivisible")), max_size=2
        ),
        "people": st.lists(PERSON, max_size=3),
    }
)

CASE_FIELDS = tuple(f.name for f in LEGAL_AID_CASE.fields)

# --- the same in plain Python --------------------------------------------------------------------

CIVIL_COLUMNS = {
    "social_insurance": [3],
    "work_injury_insurance": [3, 4],
    "work_injury": [11],
    "labor_remuneration": [9],
    "labor_relation": [13],
    "support_child": [6, 7],
    "domestic_violence": [6, 8],
    "marriage_family": [6],
    "traffic_accident": [14],
    "food_drug_accident": [16],
    "good_samaritan": [18],
    "petition_retrial": [19],
}
STATE_COLUMNS = {
    "state_compensation": [3],
    "social_insurance": [4],
    "work_injury_insurance": [4, 5],
    "work_injury": [7],
    "social_assistance": [9],
    "pension_relief": [10],
    "petition_retrial": [11],
}
IN_ORDER = (
    "woman",
    "disabled",
    "farmer",
    "migrant_worker",
    "elderly",
    "minor",
    "military_family",
    "ethnic_minority",
)
IN_MONTH = {
    16: "female",
    17: "disabled",
    18: "farmer",
    19: "migrant_worker",
    20: "minor",
    21: "elderly",
    22: "ethnic_minority",
    23: "military_family",
    24: "foreign_stateless",
}


def in_march(day: str | None) -> bool:
    return day is not None and day.startswith("2026-03")


def groups(person: Row, on: str) -> set[str]:
    found = set(groups_of(person, on))
    if "blind_deaf_mute" in found:
        found.add("disabled")
    if person["gender"] == "female" or "woman" in json.loads(person["recipient_groups"]):
        found.add("female")
    return found


def recount(case: Row, partly: str) -> tuple[Figures, dict[str, Any]]:
    """Figures of one case by (table, column)."""
    if case["application_status"] == "draft":
        return Counter(), {}
    facts = facts_of(case, partly)
    found: Figures = Counter()
    for table, columns in (
        ("m", month(facts)),
        ("t05", criminal(facts) if facts["kind"] == "criminal" else ()),
        ("t06", civil(facts) if facts["kind"] == "civil" else ()),
        ("t07", state(facts) if facts["kind"] == "administrative" else ()),
        ("t08", totals(facts)),
        ("t09", recipients(facts)),
    ):
        for column, n in columns:
            found[table, column] += n
    return found, facts


def facts_of(case: Row, partly: str) -> dict[str, Any]:
    status = case["application_status"]
    decided = case["decided_on"] if status in ("granted", "refused") else None
    outcome = partly if case["outcome"] == "partly_won" else case["outcome"]
    ended = case["closed_on"]
    if "terminated" in (case["case_status"], outcome) or case["terminated_on"]:
        outcome, ended = "terminated", ended or case["terminated_on"]
    granted = status == "granted"
    by_method = {"labor_arbitration_agency": "civil", None: None}
    matter, division = case["matters"][0] if case["matters"] else (None, None)
    if case["proceeding_stage"] == "petition":
        matter = "petition_retrial"
    people = [groups(p, case["applied_on"]) for p in case["people"]]
    persons = Counter(group for one in people for group in one)
    can_be_divided = division == "divisible"
    weight = max(len(people), 1) if can_be_divided else 1
    cases = {g: n if can_be_divided else min(n, 1) for g, n in persons.items()}
    kind = case["case_kind"] or by_method.get(case["aid_method"], "criminal")
    procedure = case["procedure_kind"]
    if procedure is None and case["aid_method"] == "labor_arbitration_agency":
        procedure = "non_litigation"
    return {
        **case,
        "kind": kind,
        "procedure": procedure,
        "matter": matter,
        "n": weight,
        "persons": persons,
        "cases": Counter(cases),
        "heads": len(people),
        "outcome": outcome,
        "applied": in_march(decided),
        "granted": granted and in_march(decided),
        "refused": status == "refused" and in_march(decided),
        "closed": granted and in_march(ended),
        "open": granted
        and decided is not None
        and decided <= "2026-03-31"
        and (ended is None or ended > "2026-03-31"),
        "recovered": case["recovered_amount"] or 0,
        "wages": case["wage_recovered_amount"] or 0,
    }


Cells = Iterable[tuple[int, int]]


def month(f: dict[str, Any]) -> Cells:
    n = f["n"]
    if f["closed"]:
        yield 14, f["recovered"]
    if not f["granted"]:
        return
    yield 2, n
    yield 15, f["heads"]
    for column, group in IN_MONTH.items():
        yield column, f["persons"][group]
    own = {"petition_retrial": 10, "notary_aid": 11, "forensic_aid": 12}
    if f["kind"] == "criminal":
        yield 7, n
        types = {"applied": 3, "notified": 4, "requested": 5}
        if f["aid_type"] in types:
            yield types[f["aid_type"]], n
    elif f["matter"] in own:
        yield own[f["matter"]], n
    elif f["procedure"] == "non_litigation":
        yield 13, n
    elif f["procedure"] == "litigation" and f["kind"]:
        yield {"civil": 8, "administrative": 9}[f["kind"]], n


def totals(f: dict[str, Any]) -> Cells:
    if f["granted"]:
        yield 1, f["n"]
        for column, group in enumerate(IN_ORDER, 5):
            yield column, f["cases"][group]
        if f["kind"] == "criminal":
            yield 13, f["cases"]["foreign_stateless"]
    if f["closed"]:
        yield 2, f["n"]
        yield 3, f["recovered"]
    if f["open"]:
        yield 4, f["n"]


def recipients(f: dict[str, Any]) -> Cells:
    if f["granted"]:
        yield 1, f["heads"]
        for column, group in enumerate((*IN_ORDER, "foreign_stateless"), 5):
            yield column, f["persons"][group]
        if f["kind"]:
            yield {"criminal": 2, "civil": 3, "administrative": 4}[f["kind"]], f["heads"]


def person_sought(f: dict[str, Any]) -> str | None:
    """As what somebody applies in a criminal matter."""
    if f["aid_method"] == "victim_agency":
        return "victim"
    words = {"被告人": "defendant", "犯罪嫌疑人": "suspect", "自诉人": "prosecutor"}
    stages = {
        "investigation": "suspect",
        "second_instance": "defendant",
        "petition": "defendant",
        "death_review": "defendant",
    }
    return words.get(f["legal_position"]) or stages.get(f["proceeding_stage"])


def criminal(f: dict[str, Any]) -> Cells:
    n, stage = f["n"], f["proceeding_stage"]
    places = {"suspect": 0, "defendant": 1, "victim": 2, "prosecutor": 3}
    place = places.get(str(person_sought(f)))
    if f["granted"]:
        yield 1, n
        yield 2, n * (f["matter"] == "petition_retrial")
        for column, group in enumerate(("woman", "disabled", "blind_deaf_mute"), 30):
            yield column, f["cases"][group]
        for column, group in enumerate((*IN_ORDER[2:], "foreign_stateless"), 33):
            yield column, f["cases"][group]
        if f["aid_type"] in ("notified", "requested"):
            yield 13, n
            yield {"investigation": 3, "second_instance": 6}.get(stage, 7), n
            yield notified_person(f), n
        if f["aid_type"] == "applied":
            yield 29, n
            if place is not None:
                yield 25 + place, n
    if f["applied"] and f["aid_type"] == "applied":
        organs = {"police_transferred": 15, "court_designated": 17, "other": 18}
        if organ := organs.get(f["aid_source"]):
            yield organ, n
            yield 19, n
        else:
            yield 24, n
            if place is not None:
                yield 20 + place, n
    if f["closed"]:
        yield 44, n
        yield 45, f["recovered"]
        opinions = {"opinion_partly": 41, "terminated": 43}
        if f["outcome"] in opinions:
            yield opinions[f["outcome"]], n
    yield 46, n * f["open"]


def notified_person(f: dict[str, Any]) -> int:
    if f["cases"]["minor"]:
        return 8
    if f["cases"]["blind_deaf_mute"]:
        return 9
    if f["notice_reason"] == "精神病人":
        return 10
    if f["cases"]["possible_death_penalty"] or f["notice_reason"]:
        return 11
    return 12


def decided(f: dict[str, Any], refused: int, first_group: int) -> Cells:
    """What tables 六 and 七 have in common."""
    n = f["n"]
    if f["applied"]:
        yield 1, n
    if f["granted"]:
        yield 2, n
        for column, group in enumerate(IN_ORDER, first_group):
            yield column, f["cases"][group]
    if f["refused"]:
        yield refused, n
        reasons = {"out_of_scope": 1, "means_not_met": 2, "own_reason": 3}
        if f["refusal_reason"]:
            yield refused + reasons[f["refusal_reason"]], n


def civil(f: dict[str, Any]) -> Cells:
    n, migrants = f["n"], f["cases"]["migrant_worker"]
    yield from decided(f, 21, 25)
    if f["granted"] and f["matter"]:
        columns = CIVIL_COLUMNS.get(f["matter"], [20])
        for column in columns:
            yield column, n
        of_migrants = {4: 5, 9: 10, 11: 12}
        yield of_migrants.get(columns[-1], 0), migrants
    if f["closed"]:
        yield 33, n
        yield 45, f["recovered"]
        yield 46, f["wages"]
        by_outcome = {
            "litigation": (39, {"won": 34, "lost": 35, "mediated": 36, "withdrawn": 37}),
            "non_litigation": (44, {"mediated": 40, "settled": 41}),
        }
        if f["procedure"]:
            whole, columns_of = by_outcome[f["procedure"]]
            yield whole, n
            last = {"litigation": 38, "non_litigation": 43}[f["procedure"]]
            yield {**columns_of, "terminated": last}.get(f["outcome"], 0), n
    yield 47, n * f["open"]


def state(f: dict[str, Any]) -> Cells:
    n, migrants = f["n"], f["cases"]["migrant_worker"]
    yield from decided(f, 13, 17)
    if f["granted"] and f["matter"]:
        columns = STATE_COLUMNS.get(f["matter"], [12])
        for column in columns:
            yield column, n
        yield {5: 6, 7: 8}.get(columns[-1], 0), migrants
    if f["closed"]:
        yield 32, n
        yield 33, f["recovered"]
        if f["procedure"] == "litigation":
            yield 25, n
            outcomes = {"won": 26, "lost": 27, "withdrawn": 28, "terminated": 29}
            yield outcomes.get(f["outcome"], 0), n
        if f["procedure"] == "non_litigation":
            yield 30, n
            yield 31, n * (f["outcome"] == "terminated")
    yield 34, n * f["open"]


# --- the tests -----------------------------------------------------------------------------------

CASE_TABLES = {"m": "month", **{t: t for t in ("t05", "t06", "t07", "t08", "t09")}}


@given(st.lists(CASE, min_size=8, max_size=16), one_of("won", "lost"), st.integers(0, 46))
def test_tables_of_cases_agree_with_an_independent_count(
    db: Database, cases: list[Row], partly: str | None, opened: int
) -> None:
    _emptied(db, "case_recipient", "case_matter", "legal_aid_case")
    samples.office(db, partly_won_counted=partly)
    village = samples.village(db)
    expected: dict[str, Figures] = {village: Counter(), "none": Counter()}
    ids: dict[tuple[str, int], set[str]] = {}
    for case in cases:
        id = _written(db, case, village)
        found, _ = recount(case, partly or "won")
        expected[village if case["is_here"] else "none"].update(found)
        for cell in (cell for cell, n in found.items() if n):
            ids.setdefault(cell, set()).add(id)
    for table, name in CASE_TABLES.items():
        report = report_named(f"legal_aid_{name}")
        result = run(db, report, MARCH)
        for row in result.rows[:-1]:
            for number, column in enumerate(result.columns, 1):
                n = expected[row.id][table, number]
                if column.id != "m_c01":
                    assert row.cells[column.id] == column.printed(n), (row.id, column.id)
        at = opened % len(result.columns)
        if (column := result.columns[at]).id != "m_c01":
            listed = behind(db, report, "total", column.id, MARCH)
            assert len(listed) == len(set(listed))
            assert set(listed) == ids.get((table, at + 1), set()), column.id


PLAIN = {
    "application_status": "granted",
    "applied_on": "2026-03-01",
    "decided_on": "2026-03-02",
    "closed_on": "2026-03-30",
    "case_kind": "civil",
    "recovered_amount": 1_000_000,
    "is_here": True,
    "matters": [],
    "people": [],
}
MIGRANT = {
    "name": "李明朗",
    "gender": "female",
    "birth_date": "1980-01-01",
    "ethnicity": "02",
    "recipient_groups": '["migrant_worker"]',
    "groups_by_hand": None,
}
MINOR = {**MIGRANT, "birth_date": "2010-01-01"}
KINDS = ("criminal", "civil", "administrative")
EVERY: list[Row] = [
    *(
        {"case_kind": k, "matters": [(m, None)], "people": [MIGRANT]}
        for k in KINDS
        for m in MATTERS
    ),
    *(
        {"case_kind": k, "procedure_kind": p, "outcome": o}
        for k in KINDS
        for p in ("litigation", "non_litigation")
        for o in ("won", "partly_won", "mediated", "settled", "terminated", "withdrawn")
    ),
    *({"case_kind": "criminal", "outcome": o} for o in ("opinion_partly", "terminated")),
    *(
        {"case_kind": "criminal", "aid_type": t, "aid_source": source, "proceeding_stage": stage}
        for t in ("applied", "notified", "requested")
        for source in ("self_applied", "police_transferred", "court_designated", "other")
        for stage in ("investigation", "second_instance", "petition", None)
    ),
    *(
        {"case_kind": "criminal", "aid_type": "applied", "legal_position": words, "aid_method": m}
        for words in ("被告人", "犯罪嫌疑人", "自诉人", "原告")
        for m in (None, "victim_agency")
    ),
    *(
        {"case_kind": "criminal", "aid_type": "notified", "notice_reason": words, "people": [one]}
        for words in (None, "精神病人", "可能判处无期徒刑")
        for one in (MIGRANT, MINOR)
    ),
    *(
        {"case_kind": k, "application_status": "refused", "refusal_reason": reason}
        for k in ("civil", "administrative")
        for reason in ("out_of_scope", "means_not_met", "own_reason")
    ),
]


def test_every_matter_outcome_source_and_reason_stands_in_its_column(db: Database) -> None:
    village = samples.village(db)
    expected: Figures = Counter()
    for values in EVERY:
        case = {**dict.fromkeys(CASE_FIELDS), **PLAIN, **values}
        _written(db, case, village)
        expected.update(recount(case, "won")[0])
    for table, name in CASE_TABLES.items():
        result = run(db, report_named(f"legal_aid_{name}"), MARCH)
        for number, column in enumerate(result.columns, 1):
            if column.id != "m_c01":
                n = column.printed(expected[table, number])
                assert result.total.cells[column.id] == n, column.id


def _written(db: Database, case: Row, village: str) -> str:
    own = {f.name for f in LEGAL_AID_CASE.fields}
    values = {name: value for name, value in case.items() if name in own}
    id = store.new_id()
    with store.step(db, samples.WORDS) as s:
        here = village if case["is_here"] else None
        store.save(s, LEGAL_AID_CASE, {"id": id, "village_id": here, **values})
        # written last to first: the order is that of `position`
        for position, (code, division) in reversed(list(enumerate(case["matters"]))):
            row = {"matter_code": code, "claim_division": division, "position": position}
            store.save(s, CASE_MATTER, {**row, "legal_aid_case_id": id})
        store.save_many(s, CASE_RECIPIENT, [{**p, "legal_aid_case_id": id} for p in case["people"]])
    return id


CONSULTED = st.fixed_dictionaries(
    {
        "consulted_on": DAYS,
        "channel": st.sampled_from(
            [
                "visit",
                "phone",
                "phone_12348",
                "letter",
                "online",
                "video_terminal",
                "home_visit",
                "event",
                "other",
            ]
        ),
        "matter_codes": st.lists(st.sampled_from(MATTERS), min_size=1, max_size=3, unique=True).map(
            json.dumps
        ),
        "gender": one_of("male", "female"),
        "recipient_groups": st.one_of(st.none(), CHOSEN),
        "handling": st.one_of(
            st.none(),
            st.lists(
                st.sampled_from(
                    [
                        "answered",
                        "document_drafted",
                        "aid_applied",
                        "aid_applied_approved",
                        "referred",
                    ]
                ),
                unique=True,
            ).map(json.dumps),
        ),
        "is_event_count": st.sampled_from([None, 0, 1]),
        "headcount": st.integers(1, 40),
        "matter_count": st.sampled_from([None, 50]),
    }
)
EVERY_QUESTION: list[Row] = [
    *(
        {"channel": channel, "matter_codes": json.dumps([matter])}
        for matter in MATTERS
        for channel in ("visit", "letter")
    ),
    *(
        {"recipient_groups": json.dumps([group]), "channel": channel, "gender": gender}
        for group in GROUPS
        for channel in ("visit", "phone")
        for gender in ("male", "female")
    ),
    *(
        {"channel": c, "is_event_count": event}
        for c in ("phone_12348", "online", "video_terminal", "home_visit", "event", "other")
        for event in (None, 1)
    ),
    *(
        {"handling": json.dumps([h])}
        for h in ("answered", "document_drafted", "aid_applied", "aid_applied_approved", "referred")
    ),
]
QUESTION: Row = {
    "consulted_on": "2026-03-02",
    "channel": "visit",
    "matter_codes": '["marriage_family", "criminal_theft"]',
    "gender": None,
    "recipient_groups": None,
    "handling": None,
    "is_event_count": None,
    "headcount": 7,
    "matter_count": None,
}
BRANCHES = {18: ("criminal_theft",), 43: ("private_lending",)}
STATE_MATTERS = (
    "social_insurance",
    "state_compensation",
    "social_assistance",
    "pension_relief",
)
QUARTER_COLUMNS = {
    "criminal_theft": 24,
    "support_child": 31,
    "labor_remuneration": 32,
    "good_samaritan": 33,
    "work_injury": 34,
    "work_injury_insurance": 34,
    "traffic_accident": 35,
    "domestic_violence": 37,
    "marriage_family": 37,
    "state_compensation": 39,
    "social_insurance": 40,
    "social_assistance": 41,
    "pension_relief": 42,
    "private_lending": 44,
}
T11_COLUMNS = {
    "criminal_theft": 16,
    "state_compensation": 17,
    "social_insurance": 18,
    "work_injury_insurance": 18,
    "social_assistance": 19,
    "pension_relief": 20,
    "labor_remuneration": 21,
    "labor_relation": 21,
    "support_child": 22,
    "domestic_violence": 22,
    "marriage_family": 22,
    "work_injury": 23,
    "traffic_accident": 23,
    "food_drug_accident": 23,
    "environment_damage": 23,
}


def channel_of(row: Row, video: str, event: str) -> str:
    mapped = {"home_visit": "visit", "video_terminal": video, "event": event}
    return mapped.get(row["channel"], row["channel"])


def quarter(row: Row, video: str, event: str) -> Cells:
    is_event = row["is_event_count"] == 1
    n = row["headcount"] if is_event else 1
    channel = channel_of(row, video, event)
    yield 1, n
    yield {"visit": 4, "letter": 5, "online": 6, "other": 7}.get(channel, 2), n
    yield 3, n * (channel == "phone_12348")
    chosen = set(json.loads(row["recipient_groups"] or "[]"))
    names = ("disabled", "farmer", "migrant_worker", "military_family", "minor", "elderly")
    if not is_event:
        yield 8, row["gender"] == "female" or "woman" in chosen
        for column, group in enumerate((*names, "foreign_stateless", "general_poor"), 9):
            yield column, group in chosen
        yield 17, bool(chosen - {"woman", *names, "foreign_stateless", "general_poor"})
    first = json.loads(row["matter_codes"])[0]
    branch = 38 if first in STATE_MATTERS else 28
    yield next((c for c, codes in BRANCHES.items() if first in codes), branch), n
    yield QUARTER_COLUMNS.get(first, 0), n


def eleven(row: Row, video: str, event: str) -> Cells:
    is_event = row["is_event_count"] == 1
    n = row["headcount"] if is_event else 1
    channel = channel_of(row, video, event)
    yield 1, n
    columns = {"visit": 2, "letter": 11, "phone": 12, "phone_12348": 12, "online": 14}
    yield columns.get(channel, 0), n
    yield 13, n * (channel == "phone_12348")
    chosen = set(json.loads(row["recipient_groups"] or "[]"))
    if row["gender"] == "female" and "minor" not in chosen:
        chosen.add("woman")
    if not is_event and channel == "visit":
        for column, group in enumerate(IN_ORDER, 3):
            yield column, group in chosen
    codes = json.loads(row["matter_codes"])
    if is_event:
        codes = [codes[0]] * (row["matter_count"] or row["headcount"])
    for code in codes:
        yield 15, 1
        yield T11_COLUMNS.get(code, 24), 1
    handled = set(json.loads(row["handling"] or "[]"))
    yield 25, "document_drafted" in handled
    yield 26, bool(handled & {"aid_applied", "aid_applied_approved"})
    yield 27, "aid_applied_approved" in handled
    yield 28, "referred" in handled


@given(
    st.lists(CONSULTED, min_size=8, max_size=16),
    one_of("online", "other"),
    one_of("visit", "other"),
)
def test_tables_of_consultations_agree_with_an_independent_count(
    db: Database, asked: list[Row], video: str | None, event: str | None
) -> None:
    _emptied(db, "consultation")
    samples.office(db, video_counted=video, event_counted=event)
    _asked_and_counted(db, asked, video or "online", event or "visit")


def test_every_question_channel_group_and_answer_stands_in_its_column(db: Database) -> None:
    _asked_and_counted(db, [QUESTION | values for values in EVERY_QUESTION], "online", "visit")


def _asked_and_counted(db: Database, asked: list[Row], video: str, event: str) -> None:
    expected: Figures = Counter()
    with store.step(db, samples.WORDS) as s:
        store.save_many(s, CONSULTATION, asked)
    for row in asked:
        if in_march(row["consulted_on"]):
            for table, recounted in (("quarter", quarter), ("t11", eleven)):
                for column, n in recounted(row, video, event):
                    expected[table, column] += n
            expected["month", 1] += row["headcount"] if row["is_event_count"] == 1 else 1
    for table, numbers in (("quarter", range(1, 55)), ("t11", range(1, 29)), ("month", [1])):
        result = run(db, report_named(f"legal_aid_{table}"), MARCH)
        columns = [c.id for c in result.columns]
        for number in numbers:
            figure = result.total.cells[columns[number - 1]]
            assert figure == expected[table, number], (table, number)


def _emptied(db: Database, *tables: str) -> None:
    for table in (*tables, "office", "village"):
        db.execute(f"delete from {table}")


def test_money_is_rounded_half_up_once(db: Database) -> None:
    for fen in (499_999, 5_001):
        samples.put(
            db,
            LEGAL_AID_CASE,
            applied_on="2026-03-01",
            application_status="granted",
            decided_on="2026-03-02",
            closed_on="2026-03-20",
            case_kind="civil",
            recovered_amount=fen,
        )
    total = run(db, report_named("legal_aid_month"), MARCH).total.cells
    assert total["m_c14"] == Decimal("0.51")  # 5,050 yuan together; apart 0.50 and 0.01

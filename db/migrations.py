"""The history of the schema; append only.

To change the schema: a new function at the end, named m<number>_<what>; never touch a released one.
It names its columns itself and never imports core.records, which will mean something else next
year. Each has a test in tests/db/test_migrations.py.
"""

import json
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pyrage
from sqlite_utils import Database, Migrations

migrations = Migrations("taizhang")

#: "tjz1": PRAGMA application_id of our files.
APPLICATION_ID = 0x746A7A31


def version() -> int:
    """The schema version this program knows: the number of migrations."""
    return len(migrations._migrations)


def _synced(db: Database, name: str, columns: str) -> None:
    """A table whose rows travel: identity and version columns first (data safety, section 5)."""
    db.execute(
        f"""create table {name} (
            id text primary key,
            state integer not null default 0 check (state in (0, 1, 2)),
            vv text not null,
            stamps text not null,
            edited_at text not null,
            edited_by text not null,
            {columns}
        ) strict"""
    )


def _date(name: str) -> str:
    """A date column that refuses 2026-02-30 and anything before 1900."""
    return (
        f"{name} text check ({name} is null or ({name} >= '1900-01-01' and date({name}) is {name}))"
    )


def _yes_no(name: str) -> str:
    return f"{name} integer check ({name} in (0, 1))"


@migrations()
def m001_file(db: Database) -> None:
    """What belongs to the file: its own facts, steps, history, audit trail, search."""
    db.execute("create table meta (key text primary key, value text not null) strict")
    db.execute(
        """create table step (id integer primary key autoincrement, zh text not null,
        en text not null, kind text not null, at text not null, by text not null,
        undoes integer references step(id)) strict"""
    )
    db.execute(
        """create table history (seq integer primary key, step integer not null references step(id),
        tbl text not null, "row" text not null, action text not null, before text, after text,
        vv text not null, was text) strict"""
    )
    db.execute('create index history_row on history ("row")')
    db.execute("create index history_step on history (step)")
    db.execute(
        """create table undone (seq integer primary key references history(seq),
        step integer not null references step(id)) strict"""
    )
    db.execute("create index undone_step on undone (step)")
    db.execute(
        """create table audit (seq integer primary key, at text not null, replica text not null,
        by text not null, action text not null, tbl text not null, "row" text not null,
        summary text not null, prev_hash text not null, hash text not null) strict"""
    )
    for table in ("history", "audit"):
        for verb in ("update", "delete"):
            db.execute(
                f"""create trigger {table}_no_{verb} before {verb} on {table}
                begin select raise(abort, '{table} is append only'); end"""
            )
    db.execute(
        """create table search (id text primary key, tbl text not null, root text not null,
        words text not null) strict"""
    )


@migrations()
def m002_base(db: Database) -> None:
    """司法所, 村居, 调委会, 调解员, 自定义代码."""
    _synced(
        db,
        "office",
        """name text, township text, county text, region_code text, head text, phone text,
        address text, case_prefix text, case_pattern text, file_prefix text, file_pattern text,
        agreement_prefix text, agreement_pattern text, type_profile text, date_basis text,
        rate_denominator text, rate_decimals integer, entrusted_box text, remark text""",
    )
    _synced(
        db,
        "village",
        """name text, kind text, region_code text, leader_name text, phone text,
        households integer, population integer, remark text""",
    )
    _synced(
        db,
        "committee",
        f"""committee_name text, committee_type text, committee_code text, industry_kind text,
        village_id text references village(id) deferrable initially deferred, leader_name text,
        phone text, fax text, address text, postcode text, email text, region_code text,
        {_date("founded_on")}, {_date("collected_on")}, {_date("term_start")}, {_date("term_end")},
        {_yes_no("standardized")}, {_yes_no("has_room")}, seal_name text, file_prefix text,
        remark text""",
    )
    _synced(
        db,
        "mediator",
        f"""name text, committee_id text references committee(id) deferrable initially deferred,
        mediator_code text, id_number text, gender text, {_date("birth_date")}, ethnicity text,
        education text, major text, political_status text, marital_status text, occupation text,
        employer text, studio_code text, committee_post text, employment_kind text,
        selection_method text, years_in_mediation integer, grade text, qualification text,
        certificate_no text, other_identity text, {_yes_no("gov_purchased")},
        {_yes_no("has_relevant_background")}, duty_casualty text, {_date("appointed_on")},
        {_date("dismissed_on")}, phone text, mobile text, email text, address text,
        bank_account text, profile text""",
    )
    _synced(
        db,
        "code",
        f"""list text, code text, zh text, en text, position integer, {_yes_no("retired")}""",
    )


@migrations()
def m003_dispute(db: Database) -> None:
    """人民调解: 纠纷, 当事人, 调解记录, 协议."""
    _synced(
        db,
        "dispute",
        f"""file_no text, case_no text, {_date("accepted_on")},
        committee_id text references committee(id) deferrable initially deferred,
        village_id text references village(id) deferrable initially deferred, studio_code text,
        mediation_type text, dispute_type text, case_source text, entrusting_body text,
        mediator_id text references mediator(id) deferrable initially deferred,
        co_mediator_id text references mediator(id) deferrable initially deferred,
        accepted_by text, registered_by text, summary text, request_items text,
        {_date("occurred_on")}, place text, region_code text, parties_relation text,
        parties_count integer, people_count integer, amount integer, amount_claimed integer,
        {_yes_no("is_difficult")}, difficulty_level text, {_yes_no("is_quick")},
        {_yes_no("has_death")}, special_group text, {_yes_no("migrant_worker_involved")},
        case_nature text, escalation_kind text, case_prediction text,
        {_yes_no("recusal_requested")}, {_date("mediated_on")}, mediation_place text,
        mediation_result text, {_date("closed_on")}, close_type text, case_status text,
        {_yes_no("judicially_confirmed")}, {_date("visited_on")}, visit_method text,
        {_yes_no("satisfied")}, subsidy_grade text, file_category text, file_title text,
        {_date("mediated_from")}, {_date("mediated_to")}, filed_by text, {_date("filed_on")},
        retention_period text, file_note_text text, checked_by text, {_date("checked_on")},
        remark text, case_prefix text, case_year integer, case_serial integer, file_prefix text,
        file_year integer, file_serial integer""",
    )
    for columns in (
        "state, accepted_on, id",
        "state, closed_on",
        "state, mediation_result, accepted_on",
        "case_no",
        "file_no",
        "committee_id",
        "file_year, file_prefix, file_serial",
        "case_year, case_prefix, case_serial",
    ):
        name = "dispute_" + columns.replace(", ", "_")
        db.execute(f"create index {name} on dispute ({columns})")
    owner = "dispute_id text not null references dispute(id) deferrable initially deferred"
    _synced(
        db,
        "party",
        f"""{owner}, party_role text, party_type text, name text, id_type text, id_number text,
        gender text, ethnicity text, {_date("birth_date")}, age integer, occupation text,
        phone text, org_or_address text, representative text, position integer""",
    )
    _synced(
        db,
        "meeting",
        f"""{owner}, {_date("mediated_on")}, mediated_at text, place text, subject text,
        parties_present text, invited_participants text, mediator_names text, recorder text,
        {_yes_no("informed")}, record_text text, meeting_result text""",
    )
    _synced(
        db,
        "agreement",
        f"""{owner}, agreement_form text, agreement_no text, {_date("signed_on")},
        {_date("effective_on")}, facts_and_issues text, agreement_terms text,
        agreement_amount integer, performance_method text, {_date("performance_deadline")},
        performance_status text, {_date("performed_on")}, copies_count integer, recorder text,
        {_yes_no("is_partial")}, confirmation_status text, agreement_prefix text,
        agreement_year integer, agreement_serial integer""",
    )
    for table in ("party", "meeting", "agreement"):
        db.execute(f"create index {table}_dispute on {table} (dispute_id)")
    db.execute(
        "create index agreement_deadline on agreement (performance_deadline)"
        " where performance_deadline is not null"
    )
    db.execute(
        "create index agreement_number on agreement (agreement_year, agreement_prefix,"
        " agreement_serial)"
    )


@migrations()
def m004_search_rows(db: Database) -> None:
    """The search table in the order it was written, long texts apart; to be filled anew. A file
    that has no records yet is filled as they are written."""
    is_used = db.execute("select 1 from search").fetchone() is not None
    db.execute("drop table search")
    db.execute(
        """create table search (seq integer primary key autoincrement, id text not null unique,
        tbl text not null, root text not null, words text not null, facts text not null) strict"""
    )
    db.execute("insert into meta values ('search_rules', ?)", ["0" if is_used else "1"])


@migrations()
def m005_look_alike(db: Database) -> None:
    """Persons of earlier records are found while a name, ID or phone is typed."""
    for column in ("name", "id_number", "phone"):
        db.execute(f"create index party_{column} on party ({column})")


@migrations()
def m006_draft(db: Database) -> None:
    """草稿: forms that are not saved yet. Local: outside steps and history, never carried."""
    db.execute(
        """create table draft ("row" text primary key, tbl text not null,
        is_new integer not null check (is_new in (0, 1)), words text not null,
        at text not null) strict"""
    )


@migrations()
def m007_phrase(db: Database) -> None:
    """常用语: words an office writes again and again."""
    _synced(db, "phrase", "field text, dispute_type text, title text, text text, position integer")


@migrations()
def m008_lists(db: Database) -> None:
    """Lists, counts and charts of 100,000 disputes stay quick."""
    db.execute(
        "create index dispute_unfiled on dispute (state, closed_on, accepted_on, id)"
        " where closed_on is not null and filed_on is null"
    )
    db.execute(
        "create index dispute_difficult on dispute (state, accepted_on, id) where is_difficult = 1"
    )
    for columns in (
        "state, accepted_on, mediation_type, dispute_type",
        "state, dispute_type, accepted_on, id",
        "state, file_no, id",
    ):
        name = "dispute_" + columns.replace(", ", "_")
        db.execute(f"create index {name} on dispute ({columns})")
    db.execute(
        "create index agreement_waiting on agreement (performance_deadline)"
        " where performance_deadline is not null and performance_status is not 'performed'"
    )


@migrations()
def m009_deadline_rule(db: Database) -> None:
    """期限规则: terms the office sets itself."""
    _synced(
        db,
        "deadline_rule",
        f"""what text, replaces text, dispute_types text, length integer, unit text,
        {_date("valid_from")}, ground text, {_yes_no("off")}""",
    )


@migrations()
def m010_attachment(db: Database) -> None:
    """附件: scans and photos of a dispute, and the key pair their files are encrypted to. The key
    comes with the schema, so that no file can ever be older than a backup that opens it."""
    _synced(
        db,
        "attachment",
        f"""dispute_id text not null references dispute(id) deferrable initially deferred,
        doc_type text, title text, {_date("taken_on")}, pages integer, remark text,
        file_name text, media_type text, size integer, sha256 text, position integer""",
    )
    db.execute("create index attachment_dispute on attachment (dispute_id)")
    db.execute("create index attachment_content on attachment (sha256)")
    key = str(pyrage.x25519.Identity.generate())
    db.execute("insert into meta values ('attachment_key', ?)", [key])


@migrations()
def m011_screening(db: Database) -> None:
    """纠纷排查: rounds, what they found, the category of each type, the meaning of risk levels."""
    _synced(
        db,
        "screening_round",
        f"""round_no text, level text,
        village_id text references village(id) deferrable initially deferred,
        committee_id text references committee(id) deferrable initially deferred, cadence text,
        {_date("screened_from")}, {_date("screened_to")}, screened_by text,
        {_yes_no("is_concentrated")}, key_period text, households_visited integer,
        places_visited integer, {_yes_no("zero_report")}, remark text, round_prefix text,
        round_year integer, round_serial integer""",
    )
    _synced(
        db,
        "screening_item",
        f"""screening_no text, {_date("screened_on")}, finder_level text, screened_by text,
        round_id text references screening_round(id) deferrable initially deferred, source text,
        village_id text references village(id) deferrable initially deferred, grid text,
        place text, {_date("occurred_on")}, party_a_name text, party_a_phone text,
        party_b_name text, party_b_phone text, dispute_type text, screen_category text,
        summary text, people_count integer, risk_level text, {_yes_no("is_major")},
        lead_unit text, lead_leader text, lead_person text, {_date("resolve_by")},
        action_taken text, {_date("handled_on")}, resolution_method text,
        {_yes_no("is_success")}, {_date("resolved_on")}, resolution text, transferred_to text,
        supervision_note text, {_date("closed_out_on")},
        dispute_id text references dispute(id) deferrable initially deferred, remark text,
        screening_prefix text, screening_year integer, screening_serial integer""",
    )
    _synced(db, "screening_map", "dispute_type text, screen_category text")
    _synced(
        db,
        "risk_grade",
        f"""scheme text, risk_level text, meaning text, measure text, {_yes_no("off")}""",
    )
    for table, columns in (
        ("screening_round", "state, screened_from, id"),
        ("screening_round", "round_year, round_prefix, round_serial"),
        ("screening_round", "round_no"),
        ("screening_item", "state, screened_on, id"),
        ("screening_item", "screening_year, screening_prefix, screening_serial"),
        ("screening_item", "screening_no"),
        ("screening_item", "dispute_id"),
        ("screening_item", "round_id"),
    ):
        db.execute(f"create index {table}_{columns.replace(', ', '_')} on {table} ({columns})")
    for column in (
        "screening_prefix text",
        "screening_pattern text",
        "round_prefix text",
        "round_pattern text",
        "village_cadence text",
        "township_cadence text",
        "risk_scheme text",
    ):
        db.execute(f"alter table office add column {column}")


@migrations()
def m012_acceptance_and_term(db: Database) -> None:
    """受理、委托移送、回避、终止; 延期、中止、终止; 节假日; how the office counts terms."""
    owner = "dispute_id text not null references dispute(id) deferrable initially deferred"
    _synced(
        db,
        "term_event",
        f"""{owner}, event_kind text, {_date("event_on")}, asked_by text,
        {_date("extended_to")}, {_yes_no("both_consented")}, {_date("suspended_from")},
        {_date("suspended_to")}, suspension_reason text, end_reason text,
        {_yes_no("told_other_ways")}, handled_by text, note text""",
    )
    db.execute("create index term_event_dispute on term_event (dispute_id)")
    _synced(
        db, "holiday", f"""{_date("day")}, name text, {_yes_no("is_workday")}, notice_no text"""
    )
    added = {
        "dispute": (
            "apply_method text",
            _yes_no("parties_consent"),
            "not_acceptable_reason text",
            _yes_no("is_group"),
            _yes_no("is_cross_area"),
            _yes_no("is_assigned_by_superior"),
            "escalation_risk text",
            "invited_persons text",
            _date("ended_on"),
            "end_reason text",
            "entrusting_name text",
            "entrust_letter_no text",
            _date("entrusted_on"),
            "entrust_reply text",
            "entrust_reply_reason text",
            _date("entrust_replied_on"),
            _date("entrust_result_on"),
            "linked_mediation text",
            "linked_organ text",
            "recusal_by text",
            "recusal_of text",
            "recusal_reason text",
            "recusal_decision text",
        ),
        "party": ("representative_kind text", _yes_no("is_representative")),
        "office": (_yes_no("term_rolls_over"), _yes_no("suspension_counts")),
    }
    for table, names in added.items():
        for column in names:
            db.execute(f"alter table {table} add column {column}")
    db.execute("create index party_org_or_address on party (org_or_address)")
    db.execute(
        "create index dispute_other_mediation on dispute (state, accepted_on, id)"
        " where mediation_type in ('administrative', 'judicial')"
    )


@migrations()
def m013_performance(db: Database) -> None:
    """分期履行, 回访记录, 司法确认. The one visit of a dispute becomes a record of its own, with
    its history, so that the steps that wrote it can still be taken back."""
    for column in (
        _date("all_signed_on"),
        "performance_place text",
        "court_name text",
        _date("confirmation_applied_on"),
        _date("confirmation_accepted_on"),
        _date("confirmation_decided_on"),
        "court_case_no text",
    ):
        db.execute(f"alter table agreement add column {column}")
    owner = "dispute_id text not null references dispute(id) deferrable initially deferred"
    _synced(
        db,
        "instalment",
        f"""{owner}, agreement_no text, seq integer, {_date("due_on")}, amount integer,
        status text, {_date("performed_on")}, amount_performed integer, proof text, remark text""",
    )
    _synced(
        db,
        "return_visit",
        f"""{owner}, {_date("planned_on")}, visited_party text, agreement_no text,
        visit_reason text, {_date("visited_on")}, visit_method text, visit_findings text,
        performance_found text, {_yes_no("satisfied")}, {_yes_no("escalation_found")},
        visited_by text, remark text""",
    )
    for table in ("instalment", "return_visit"):
        db.execute(f"create index {table}_dispute on {table} (dispute_id)")
    db.execute(
        "create index instalment_waiting on instalment (due_on)"
        " where due_on is not null and status is not 'performed'"
    )
    db.execute(
        "create index return_visit_waiting on return_visit (planned_on)"
        " where planned_on is not null and visited_on is null"
    )
    db.execute(
        "create index agreement_performed on agreement (performed_on)"
        " where performed_on is not null"
    )
    db.execute(
        "create index agreement_effective on agreement (effective_on)"
        " where effective_on is not null and performance_status is not 'performed'"
    )
    visits = _visits_of_disputes(db)
    if visits:
        named = ", ".join(f":{name}" for name in visits[0])
        sql = f"insert into return_visit ({', '.join(visits[0])}) values ({named})"
        db.conn.executemany(sql, visits)
    for visit in visits:
        _carry_visit_history(db, visit)
    for column in _VISIT:
        db.execute(f"alter table dispute drop column {column}")


_VISIT = ("visited_on", "visit_method", "satisfied")


def _visits_of_disputes(db: Database) -> list[dict[str, Any]]:
    """One row for each dispute in any state with a visit on record. Its id follows from that of the
    dispute: on two computers the same visit becomes the same record."""
    own = "state, vv, stamps, edited_at, edited_by"
    sql = (
        f"select id as dispute_id, {own}, {', '.join(_VISIT)} from dispute"
        f" where coalesce({', '.join(_VISIT)}) is not null order by id"
    )
    return [
        {"id": str(uuid5(NAMESPACE_OID, f"return_visit {row['dispute_id']}")), **row}
        for row in db.query(sql)
    ]


def _carry_visit_history(db: Database, visit: dict[str, Any]) -> None:
    """What the steps of the dispute did to its visit, as if it had been a record of its own then:
    made in the step that first wrote one of its values, changed and deleted with the dispute."""
    sql = 'select * from history where "row" = ? order by seq'
    past = [(h, _of_visit(h, "before"), _of_visit(h, "after"))
            for h in db.query(sql, [visit["dispute_id"]])]  # fmt: skip
    at_first = {n: visit[n] for n in _VISIT}
    for _, before, _ in reversed(past):
        at_first |= before
    is_made = False
    for h, before, after in past:
        if not is_made:
            begins = at_first if h["action"] == "create" else after
            is_made = any(value is not None for value in begins.values())
            if is_made:
                _append_history(db, visit, {**h, "action": "create", "before": None, "after": None})
        elif h["action"] != "change":
            _append_history(db, visit, h)
        elif after:
            _append_history(db, visit, {**h, "before": _json(before), "after": _json(after)})


def _of_visit(h: dict[str, Any], which: str) -> dict[str, Any]:
    values = json.loads(h[which] or "{}")
    return {name: values[name] for name in _VISIT if name in values}


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _append_history(db: Database, visit: dict[str, Any], h: dict[str, Any]) -> None:
    """One line of the visit's history, taken back already if that of the dispute was."""
    names = ("step", "action", "before", "after", "vv", "was")
    new = db.execute(
        f'insert into history (tbl, "row", {", ".join(names)}) values (?, ?, ?, ?, ?, ?, ?, ?)',
        ["return_visit", visit["id"], *(h[name] for name in names)],
    ).lastrowid
    db.execute(
        "insert into undone (seq, step) select ?, step from undone where seq = ?", [new, h["seq"]]
    )


@migrations()
def m014_subsidy(db: Database) -> None:
    """案件补贴: rates, grading, claims; how the office pays, and who may not be paid."""
    _synced(
        db,
        "subsidy_rule",
        f"""scheme text, grade text, committee_types text, subsidy_condition text,
        amount_least integer, amount_most integer, oral_share integer, {_date("valid_from")},
        {_date("valid_until")}, ground text, remark text""",
    )
    _synced(
        db,
        "subsidy_threshold",
        """grade text, dispute_types text, subsidy_fact text, people_from integer,
        amount_from integer, ground text""",
    )
    _synced(
        db,
        "subsidy_claim",
        f"""claim_no text, claim_period text,
        committee_id text references committee(id) deferrable initially deferred,
        mediator_id text references mediator(id) deferrable initially deferred,
        dispute_id text references dispute(id) deferrable initially deferred,
        dispute_type text, {_yes_no("file_complete")}, {_yes_no("is_performed")},
        {_yes_no("is_oral")}, grade_claimed text, amount_claimed integer, grade_approved text,
        amount_approved integer, claim_status text, {_date("applied_on")}, office_review_by text,
        {_date("office_review_on")}, office_review_opinion text, county_review_by text,
        {_date("county_review_on")}, county_review_opinion text, reject_reason text,
        {_date("paid_on")}, payee_account text, remark text""",
    )
    for columns in ("dispute_id", "mediator_id", "committee_id", "state, applied_on, id"):
        name = "subsidy_claim_" + columns.replace(", ", "_")
        db.execute(f"create index {name} on subsidy_claim ({columns})")
    db.execute(f"alter table mediator add column {_yes_no('subsidy_excluded')}")
    for column in (
        "subsidy_scheme text",
        _yes_no("subsidy_unsettled"),
        _yes_no("subsidy_screened_only"),
        "subsidy_yearly_cap integer",
    ):
        db.execute(f"alter table office add column {column}")


@migrations()
def m015_case_papers(db: Database) -> None:
    """调查记录, 证据材料, 授权委托书, 纸质件; which list of papers and which cover is used."""
    owner = "dispute_id text not null references dispute(id) deferrable initially deferred"
    _synced(
        db,
        "investigation",
        f"""{owner}, {_date("investigated_on")}, investigated_at text, place text,
        attendees text, interviewee text, investigators text, recorder text, record_text text""",
    )
    _synced(
        db,
        "evidence",
        f"""{owner}, evidence_name text, evidence_source text, evidence_form text,
        copies integer, pages integer, remark text, position integer""",
    )
    _synced(
        db,
        "attorney",
        f"""{owner}, principal_name text, agent_name text, gender text, id_type text,
        id_number text, phone text, address text, relation text, powers text, powers_other text,
        {_date("valid_from")}, {_date("valid_to")}, {_date("signed_on")}""",
    )
    _synced(
        db,
        "paper_copy",
        f"{owner}, doc_type text, title text, pages integer, remark text, position integer",
    )
    for table in ("investigation", "evidence", "attorney", "paper_copy"):
        db.execute(f"create index {table}_dispute on {table} (dispute_id)")
    for column in (
        "paper_profile text",
        "cover_variant text",
        "short_term_years integer",
        "long_term_years integer",
    ):
        db.execute(f"alter table office add column {column}")


@migrations()
def m016_people_and_prevention(db: Database) -> None:
    """防止激化, 培训, 法律明白人, 经费; 行政调解; targets of the office for its people."""
    _synced(
        db,
        "committee_funds",
        """year integer,
        committee_id text references committee(id) deferrable initially deferred,
        guidance_funds integer, committee_subsidy_funds integer,
        mediator_allowance_funds integer, remark text""",
    )
    _synced(
        db,
        "training",
        f"""mediator_id text not null references mediator(id) deferrable initially deferred,
        {_date("trained_on")}, training_kind text, hours real, subject text, organiser text,
        remark text""",
    )
    _synced(
        db,
        "law_literate",
        f"""name text, village_id text references village(id) deferrable initially deferred,
        id_number text, gender text, {_date("birth_date")}, education text, political_status text,
        phone text, group_category text, recommended_by text, {_yes_no("is_mediator")},
        mediator_id text references mediator(id) deferrable initially deferred,
        {_date("trained_on")}, {_date("assessed_on")}, certificate_no text,
        {_date("issued_on")}, {_date("removed_on")}, removal_reason text, remark text""",
    )
    _synced(
        db,
        "prevention",
        f"""{_date("happened_on")}, prevention_kind text, cases integer, people_count integer,
        committee_id text references committee(id) deferrable initially deferred,
        village_id text references village(id) deferrable initially deferred,
        mediator_id text references mediator(id) deferrable initially deferred,
        dispute_id text references dispute(id) deferrable initially deferred,
        reported_to text, summary text""",
    )
    for table, columns in (
        ("training", "mediator_id"),
        ("law_literate", "mediator_id"),
        ("law_literate", "village_id"),
        ("prevention", "state, happened_on, id"),
        ("prevention", "dispute_id"),
    ):
        name = f"{table}_{columns.replace(', ', '_')}"
        db.execute(f"create index {name} on {table} ({columns})")
    added = {
        "committee": (
            "latitude real",
            "longitude real",
            _date("changed_on"),
            _date("change_filed_on"),
        ),
        "dispute": (
            "admin_matter text",
            "admin_civil_type text",
            "admin_dispute_type text",
            "admin_stage text",
        ),
        "office": (
            "hours_before_work integer",
            "hours_special integer",
            "hours_yearly integer",
            "change_workdays integer",
            "fulltime_industry integer",
            "fulltime_township integer",
            "law_literate_least integer",
        ),
    }
    for table, names in added.items():
        for column in names:
            db.execute(f"alter table {table} add column {column}")


@migrations()
def m017_import_rules(db: Database) -> None:
    """导入对应: what an office has said about the columns of other people's sheets."""
    _synced(db, "import_rule", "sheet_kind text, layout text, header text, target text, value text")


@migrations()
def m018_report_cell(db: Database) -> None:
    """报表手填内容, and how the office wants the screening sheet."""
    _synced(
        db,
        "report_cell",
        f"""report text, layout text,
        unit_id text references village(id) deferrable initially deferred,
        {_date("period_start")}, {_date("period_end")}, row_id text, column_id text,
        figure integer, words text""",
    )
    db.execute("create index report_cell_sheet on report_cell (report, period_start)")
    for column in ("screening_denominator text", "unreported_villages text", "sheet_issuer text"):
        db.execute(f"alter table office add column {column}")


@migrations()
def m019_merge(db: Database) -> None:
    """数据包与合并: enrolled villages, what was handed out and taken in, open questions, records
    judged to be one or not, and this database's own key pair for packages. Local: never carried."""
    db.execute(
        """create table enrolled (village text primary key, name text not null,
        secret text not null, fingerprint text not null, public_key text not null default '',
        at text not null, by text not null) strict"""
    )
    db.execute(
        """create table handed_out (package text primary key, kind text not null,
        receiver text not null, sequence integer not null, at text not null, by text not null,
        month text not null, is_zero integer not null check (is_zero in (0, 1)),
        files text not null, rows integer not null, changed integer not null, vv text not null,
        audit_seq integer not null, audit_hash text not null) strict"""
    )
    db.execute(
        """create table handed_file (sha256 text not null, receiver text not null,
        package text not null, primary key (sha256, receiver)) strict"""
    )
    db.execute(
        """create table taken_in (package text primary key, kind text not null,
        village text not null, name text not null, database text not null, replica text not null,
        sequence integer not null, made_at text not null, made_by text not null,
        month text not null, is_zero integer not null check (is_zero in (0, 1)),
        is_verified integer not null check (is_verified in (0, 1)), file text not null,
        at text not null, by text not null, step integer, counts text not null,
        audit_seq integer not null, audit_hash text not null) strict"""
    )
    db.execute("create index taken_in_village on taken_in (village, at)")
    db.execute(
        """create table conflict (id integer primary key, tbl text not null, "row" text not null,
        field text not null, mine text not null, theirs text not null, mine_stamp text not null,
        theirs_stamp text not null, pair text not null, package text not null,
        step integer not null, at text not null, choice text, decided_at text, decided_by text,
        unique ("row", field, pair)) strict"""
    )
    db.execute('create index conflict_open on conflict ("row") where choice is null')
    db.execute(
        """create table double_pair (one text not null, other text not null,
        verdict text not null check (verdict in ('same', 'different')), step integer,
        at text not null, by text not null, primary key (one, other)) strict"""
    )
    key = str(pyrage.x25519.Identity.generate())
    db.execute("insert into meta values ('hand_key', ?)", [key])


@migrations()
def m020_receipt(db: Database) -> None:
    """回执: what the office says of a case a village has handed in."""
    _synced(
        db,
        "receipt",
        f"""dispute_id text not null references dispute(id) deferrable initially deferred,
        {_date("answered_on")}, verdict text, words text""",
    )
    db.execute("create index receipt_dispute on receipt (dispute_id)")


@migrations()
def m021_due(db: Database) -> None:
    """What is due among 100,000 disputes is read from indices: visits nobody planned follow from
    the agreements performed lately, and rows of agreements and visits are wide."""
    db.execute("drop index agreement_performed")
    db.execute(
        "create index agreement_performed on agreement"
        " (performed_on, performance_status, agreement_form, state, dispute_id)"
        " where performed_on is not null"
    )
    db.execute("drop index return_visit_dispute")
    db.execute("create index return_visit_dispute on return_visit (dispute_id, state)")


@migrations()
def m022_legal_aid(db: Database) -> None:
    """法律援助, 咨询, 代书; local standards and rates; how the office numbers and counts them."""
    case = "references legal_aid_case(id) deferrable initially deferred"
    owner = f"legal_aid_case_id text not null {case}"
    _synced(
        db,
        "hardship_standard",
        f"""standard_name text, income_limit integer, limit_words text, {_date("valid_from")},
        {_date("valid_until")}, ground text, remark text""",
    )
    _synced(
        db,
        "aid_rate",
        f"""rate_name text, unit text, base_amount integer, addons text, cap integer,
        {_date("valid_from")}, {_date("valid_until")}, ground text, remark text""",
    )
    _synced(
        db,
        "consultation",
        f"""consultation_no text, {_date("consulted_on")}, channel text, matter_codes text,
        content text, answer_summary text, visitor_name text, gender text, id_number text,
        phone text, address text,
        village_id text references village(id) deferrable initially deferred,
        {_yes_no("identity_refused")}, recipient_groups text, handling text,
        referral_target text, referral_note text, {_date("appointment_on")},
        {_yes_no("told_of_right")}, {_yes_no("reported_to_police")}, recorded_by text,
        answered_by text, minutes integer, satisfaction text,
        dispute_id text references dispute(id) deferrable initially deferred,
        {_yes_no("is_event_count")}, event_name text, headcount integer, matter_count integer,
        remark text, consultation_prefix text, consultation_year integer,
        consultation_serial integer""",
    )
    _synced(
        db,
        "legal_aid_case",
        f"""application_no text, {_date("applied_on")}, application_status text, case_status text,
        aid_type text, aid_source text, source_note text, case_kind text, procedure_kind text,
        service_form text, cause_text text,
        village_id text references village(id) deferrable initially deferred, opponent text,
        legal_position text, aid_method text, proceeding_stage text, {_yes_no("is_custody")},
        case_summary text, {_yes_no("applied_orally")}, {_yes_no("truth_stated")},
        earlier_application text, {_date("limitation_ends_on")}, urgent_reason text,
        {_date("urgent_on")}, must_report text, received_by text, notice_organ text,
        notice_no text, notice_reason text, notice_officer text, {_date("noticed_on")},
        screening_opinion text, screened_by text, {_date("screened_on")},
        {_date("forwarded_on")}, {_date("ended_on")}, ended_note text, approval_opinion text,
        approved_by text, {_date("decided_on")}, decision_no text,
        {_date("decision_received_on")}, {_date("decision_served_on")}, refusal_reason text,
        reason_text text, legal_article text, case_no text, {_date("assigned_on")},
        {_date("agreement_signed_on")}, court text, court_case_no text, {_date("closed_on")},
        close_date_basis text, outcome text, process_text text, outcome_text text,
        recovered_amount integer, wage_recovered_amount integer, {_date("terminated_on")},
        termination_reason text, {_date("termination_received_on")},
        {_date("file_submitted_on")}, {_date("file_accepted_on")}, {_date("archived_on")},
        aid_rate_id text references aid_rate(id) deferrable initially deferred,
        subsidy_amount integer, {_date("subsidy_paid_on")}, payee_unit text,
        subsidy_approved_by text,
        dispute_id text references dispute(id) deferrable initially deferred,
        consultation_id text references consultation(id) deferrable initially deferred,
        remark text, application_prefix text, application_year integer,
        application_serial integer""",
    )
    _synced(
        db,
        "case_recipient",
        f"""{owner}, name text, id_type text, id_number text, gender text, {_date("birth_date")},
        ethnicity text, nationality text, recipient_groups text, {_yes_no("groups_by_hand")},
        education text, household_address text, residence_address text, mailing_address text,
        postal_code text, phone text, employer text, applicant_relation text, agent_name text,
        agent_id_number text, agent_phone text, agent_unit text, authority_scope text,
        position integer""",
    )
    _synced(
        db,
        "case_matter",
        f"""{owner}, matter_code text, claim_division text, claim_text text, claimed_amount integer,
        position integer""",
    )
    _synced(
        db,
        "hardship_statement",
        f"""{owner}, name text, means_basis text, exemption_code text, no_means_limit_code text,
        household_size integer, household_members text, employment_status text,
        wage_income_month integer, relief_income_month integer, other_income_month integer,
        {_yes_no("no_income")}, household_income_month integer, household_expense_month integer,
        income_per_capita integer, property_note text, debt_note text, certificates text,
        {_yes_no("opponent_in_household")}, {_yes_no("has_hardship_proof")},
        {_yes_no("meets_hardship_standard")}, checked_by text, {_yes_no("read_aloud")},
        sign_kind text, {_date("signed_on")}, written_by text, writer_id_number text,
        {_yes_no("consents_to_check")}, {_yes_no("is_complete")}""",
    )
    _synced(
        db,
        "material_item",
        f"""{owner}, material_name text, copies integer, pages integer, original_or_copy text,
        material_no text, {_date("received_on")}, {_yes_no("is_supplement")},
        {_date("returned_on")}, remark text, position integer""",
    )
    _synced(
        db,
        "case_event",
        f"""{owner}, event_kind text, {_date("event_on")}, {_date("due_on")},
        {_date("finished_on")},
        asked_by text, content text, evidence_pages integer, change_reason text,
        review_result text, staff_opinion text, head_opinion text, to_organ text,
        service_evaluation text, suggestions text, handled_by text""",
    )
    _synced(
        db,
        "assignment",
        f"""{owner}, handler_name text, handler_kind text, handling_unit text, unit_address text,
        handler_role text, phone text, license_no text, {_date("assigned_on")},
        days_to_name integer, {_date("ended_on")}, remark text""",
    )
    _synced(
        db,
        "issued_document",
        f"""{owner}, doc_kind text, issued_no text, {_date("issued_on")}, addressee text,
        content text, service_method text, served_at text, {_date("served_on")},
        received_by text, received_reason text, served_by text, remark text, issued_prefix text,
        issued_year integer, issued_serial integer""",
    )
    _synced(
        db,
        "drafted_document",
        f"""drafting_no text, {_date("drafted_on")}, doc_type text, title text, for_person text,
        phone text, opponent text, matter_code text, copies integer, drafter text,
        {_yes_no("free_of_charge")}, summary text,
        village_id text references village(id) deferrable initially deferred,
        consultation_id text references consultation(id) deferrable initially deferred,
        legal_aid_case_id text references legal_aid_case(id) deferrable initially deferred,
        dispute_id text references dispute(id) deferrable initially deferred, remark text,
        drafting_prefix text, drafting_year integer, drafting_serial integer""",
    )
    for table, columns in (
        ("case_recipient", "legal_aid_case_id"),
        ("case_matter", "legal_aid_case_id"),
        ("hardship_statement", "legal_aid_case_id"),
        ("material_item", "legal_aid_case_id"),
        ("case_event", "legal_aid_case_id"),
        ("assignment", "legal_aid_case_id"),
        ("issued_document", "legal_aid_case_id"),
        ("consultation", "state, consulted_on, id"),
        ("consultation", "dispute_id"),
        ("legal_aid_case", "state, applied_on, id"),
        ("legal_aid_case", "dispute_id"),
        ("legal_aid_case", "consultation_id"),
        ("drafted_document", "state, drafted_on, id"),
        ("drafted_document", "consultation_id"),
        ("drafted_document", "legal_aid_case_id"),
        ("drafted_document", "dispute_id"),
    ):
        name = f"{table}_{columns.replace(', ', '_')}"
        db.execute(f"create index {name} on {table} ({columns})")
    for column in (
        "aid_role text",
        "aid_centre text",
        "aid_centre_phone text",
        "aid_prefix text",
        "application_pattern text",
        "consultation_pattern text",
        "drafting_pattern text",
        "issued_pattern text",
        _yes_no("aid_rolls_over"),
        "aid_period text",
        "video_counted text",
        "event_counted text",
        "partly_won_counted text",
    ):
        db.execute(f"alter table office add column {column}")

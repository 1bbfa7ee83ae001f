"""The history of the schema; append only.

To change the schema: a new function at the end, named m<number>_<what>; never touch a released one.
It names its columns itself and never imports core.records, which will mean something else next
year. Each has a test in tests/db/test_migrations.py.
"""

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
def m015_case_papers(db: Database) -> None:
    """调查记录, 证据材料, 授权委托书, 纸质件; which list of papers and which cover the office uses."""
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

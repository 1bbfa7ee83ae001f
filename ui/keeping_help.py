"""协议、分期、回访: what follows on the page of a dispute from what is typed into them.

What is proposed follows what it came from until somebody types something else.
"""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from sqlite_utils import Database

from core.capitals import in_capitals
from core.case_check import agreement_of
from core.codes import CodeBook
from core.instalments import performed_by, status_of
from core.keeping import CONFIRMATION_GROUND, plan_of_visit
from core.records import DISPUTE
from core.records.agreement import takes_effect_on
from core.show import shown
from core.term_rules import rules
from core.text import Text
from core.workdays import confirmation_until, holidays_of, not_known
from ui.child_rows import ChildRow, ChildRows
from ui.form import RecordForm
from ui.instalment_dialog import InstalmentDialog
from ui.pieces import button, label, today

CAPITALS = Text("大写:{words}", "In capitals: {words}")
UNTIL = Text("可申请至 {day}", "Until {day}")
_EFFECT = ("signed_on", "all_signed_on", "agreement_form")
_PAID = ("performed_on", "amount_performed")


class KeepingHelp(QObject):
    """Follows the agreements, instalments and visits of one dispute's page."""

    def __init__(
        self,
        db: Database,
        book: CodeBook,
        form: RecordForm,
        sections: dict[str, ChildRows],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._db, self._book, self._form = db, book, form
        self._parties, self._agreements = sections["party"], sections["agreement"]
        self._parts = sections["instalment"]
        self._proposed: dict[tuple[str, str], Any] = {}  # (row id, field) -> what we put there
        self.maker = button(Text("按期数生成", "Make equal ones"), self.make_instalments)
        self._parts.head.insertWidget(1, self.maker)
        self._parts.edited.connect(self._on_parts)

    def follow(self, row: ChildRow) -> None:
        """A row that has just come onto the page."""
        if row.kind.table == "agreement":
            self._follow_agreement(row)
        elif row.kind.table == "instalment":
            row.form.edited.connect(partial(self._on_part, row))
        elif row.kind.table == "return_visit" and row.is_new:
            # put after the row was begun: a plan nobody changes is kept too
            row.form.put(
                {"planned_on": plan_of_visit(rules(self._db), self._rows(self._agreements))}
            )

    def begin_instalment(self, there: list[dict[str, Any]]) -> dict[str, Any]:
        """The next one, a month after the last."""
        numbers = [r["seq"] for r in there if r.get("seq")]
        return {"seq": max(numbers, default=0) + 1, **self._number_if_several()}

    def begin_visit(self) -> dict[str, Any]:
        """To the first party, about this dispute; `follow` adds the day."""
        agreements = self._rows(self._agreements)
        parties = self._rows(self._parties)
        numbers = [a["agreement_no"] for a in agreements if a.get("agreement_no")]
        return {
            "visited_party": next((p["name"] for p in parties if p.get("name")), None),
            "agreement_no": numbers[0] if len(agreements) == len(numbers) == 1 else None,
            "visit_reason": self._matter(parties),
        }

    def make_instalments(self) -> None:
        """Of the first agreement that has none yet; the rows can be changed before saving."""
        agreement = self._without_parts() or {}
        begin = {
            "amount": agreement.get("agreement_amount"),
            "first_on": agreement.get("performance_deadline"),
        }
        dialog = InstalmentDialog(self._parts.window(), self._book, begin)
        if dialog.exec():
            self.put_instalments(dialog.rows, agreement)
        dialog.deleteLater()

    def put_instalments(self, made: list[dict[str, Any]], agreement: dict[str, Any]) -> None:
        """Rows that are not saved yet; an empty one gives way."""
        for empty in [r for r in self._parts.rows if r.is_empty()]:
            self._parts.remove(empty)
        number = self._number_if_several(agreement)
        for values in made:
            row = self._parts.add_quietly()
            row.form.put({**values, **number})
            row.fold(folded=True)

    # --- agreements ------------------------------------------------------------------------------

    def _follow_agreement(self, row: ChildRow) -> None:
        words, until = label(role="small", wrap=True), label(role="small")
        until.setToolTip(str(CONFIRMATION_GROUND))
        row.form.put_under("agreement_amount", words)
        row.form.add_beside("confirmation_applied_on", until)
        values = row.values()
        by_law = takes_effect_on(values)
        if values["effective_on"] == by_law:
            self._proposed[row.id, "effective_on"] = by_law
        row.form.edited.connect(partial(self._on_agreement, row, words, until))
        self._say_amount(row, words)
        self._say_until(row, until)

    def _on_agreement(self, row: ChildRow, words: QLabel, until: QLabel, name: str) -> None:
        if name in _EFFECT:
            self._propose(row, {"effective_on": takes_effect_on(row.values())})
        if name == "agreement_amount":
            self._say_amount(row, words)
        if name in (*_EFFECT, "effective_on", "confirmation_status"):
            self._say_until(row, until)

    def _say_amount(self, row: ChildRow, words: QLabel) -> None:
        fen = row.values()["agreement_amount"]
        is_amount = fen is not None and fen >= 0
        words.setText(str(CAPITALS.format(words=in_capitals(fen))) if is_amount else "")
        words.setVisible(is_amount)

    def _say_until(self, row: ChildRow, until: QLabel) -> None:
        """The last day on which a court can be asked, while nobody has asked."""
        values = row.values()
        effective, status = values["effective_on"], values["confirmation_status"]
        is_open = bool(effective) and status in (None, "not_applied")
        if is_open:
            holidays = holidays_of(self._db)
            day = confirmation_until(effective, holidays)
            until.setText(str(UNTIL.format(day=day.isoformat())))
            known = day.year in holidays.years
            until.setToolTip(str(CONFIRMATION_GROUND if known else not_known(day.year)))
            if not known:
                until.setText(f"{until.text()} · {not_known(day.year)}")
        until.setVisible(is_open)

    # --- instalments -----------------------------------------------------------------------------

    def _on_part(self, row: ChildRow, name: str) -> None:
        if name not in _PAID:
            return
        values = row.values()
        if name == "performed_on" and values["performed_on"]:
            self._propose(row, {"amount_performed": values["amount"]})
            values = row.values()
        if any(values[n] for n in _PAID):
            row.form.put({"status": status_of(values, today())})

    def _on_parts(self) -> None:
        """The agreements' performance, from their instalments."""
        agreements = [(row, {**row.values(), "id": row.id}) for row in self._agreements.rows]
        every = [values for _, values in agreements]
        parts = self._rows(self._parts)
        for row, values in agreements:
            own = [p for p in parts if agreement_of(p, every) is values]
            if found := performed_by(own, today()):
                status = values["performance_status"]
                if status in ("not_due", "not_performed", "partly_performed"):
                    self._proposed.setdefault((row.id, "performance_status"), status)
                said = {"performance_status": found.status}
                self._propose(row, {**said, "performed_on": found.on} if found.on else said)

    def _without_parts(self) -> dict[str, Any] | None:
        every = self._rows(self._agreements)
        parts = self._rows(self._parts)
        taken = [agreement_of(p, every) for p in parts]
        return next((a for a in every if not any(a is t for t in taken)), None)

    def _number_if_several(self, agreement: dict[str, Any] | None = None) -> dict[str, Any]:
        several = len(self._agreements.rows) > 1
        found = agreement or self._without_parts() or {}
        return {"agreement_no": found.get("agreement_no")} if several else {}

    # --- pieces ----------------------------------------------------------------------------------

    def _propose(self, row: ChildRow, values: dict[str, Any]) -> None:
        """Into fields that are empty or still hold what we put there."""
        there = row.values()
        for name, value in values.items():
            if there[name] in (None, self._proposed.get((row.id, name))) and there[name] != value:
                self._proposed[row.id, name] = value
                row.form.put({name: value})

    def _matter(self, parties: list[dict[str, Any]]) -> str | None:
        """What the dispute is called: its title in the file, or names and type."""
        values = self._form.row()[0]
        if values.get("file_title"):
            return str(values["file_title"])
        sides = ("applicant", "respondent")
        names = ["、".join(p["name"] for p in parties if p.get("name") and p["party_role"] == side)
                 for side in sides]  # fmt: skip
        kind = shown(DISPUTE.field("dispute_type"), values.get("dispute_type"), self._book)
        return f"{names[0]}与{names[1]}{kind}" if all(names) and kind else None

    def _rows(self, section: ChildRows) -> list[dict[str, Any]]:
        return [{**row.values(), "id": row.id} for row in section.filled()]

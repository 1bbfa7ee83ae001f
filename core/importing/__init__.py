"""Sheets of other programs and offices as records: read, planned, looked at, carried out.

`plan` reads everything and writes nothing; `carry_out` writes the plan as one step.
"""

from core.importing.carry import carry_out
from core.importing.heads import PROFILES, layout_name, layouts_of
from core.importing.plan import Plan, counts_in_words, plan
from core.importing.rows import Refusal
from core.importing.tables import Table, read_table
from core.importing.told import Rules, fixed_values, remember, rules

__all__ = [
    "PROFILES",
    "Plan",
    "Refusal",
    "Rules",
    "Table",
    "carry_out",
    "counts_in_words",
    "fixed_values",
    "layout_name",
    "layouts_of",
    "plan",
    "read_table",
    "remember",
    "rules",
]

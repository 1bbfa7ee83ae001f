"""What records of large tables are called: asked for one by one, never loaded as a list."""

from dataclasses import dataclass

from sqlite_utils import Database

from core.text import Text

UNNUMBERED = Text("(未编号)", "(no number)")
OFFERED = 20  # records offered while a number is typed


@dataclass(frozen=True)
class Far:
    """One large table that other records point at, such as the disputes."""

    db: Database
    table: str
    names: tuple[str, ...]  # columns that name a record; the first one filled in counts

    def name_of(self, id: str) -> str:
        """In whatever state the record is; empty for one that does not exist."""
        sql = f"select {self._name} from {self.table} where id = ?"
        row = self.db.execute(sql, [id]).fetchone()
        return str(row[0] or UNNUMBERED) if row else ""

    def exists(self, id: str) -> bool:
        sql = f"select 1 from {self.table} where id = ?"
        return self.db.execute(sql, [id]).fetchone() is not None

    def ids_of(self, name: str) -> list[str]:
        """Live records called exactly so."""
        anyone = " or ".join(f"{column} = ?" for column in self.names)
        # + makes SQLite use the indices of the names, not that of the state nearly all share
        sql = f"select id from {self.table} where +state = 0 and ({anyone}) limit 2"
        return [id for (id,) in self.db.execute(sql, [name] * len(self.names))]

    def like(self, typed: str) -> list[tuple[str, str]]:
        """(id, name) of the newest live records whose name has these characters in it; of the
        newest ones at all for nothing typed."""
        anyone = " or ".join(f"{column} like ? escape '\\'" for column in self.names)
        sought = "".join(f"\\{c}" if c in "%_\\" else c for c in typed.strip())
        sql = (
            f"select id, {self._name} from {self.table}"
            f" where state = 0 and ({anyone}) order by id desc limit {OFFERED}"
        )
        return [(id, str(name)) for id, name in self.db.execute(sql, [f"%{sought}%"] * self._many)]

    @property
    def _name(self) -> str:
        filled = ", ".join(f"nullif({column}, '')" for column in self.names)
        return f"coalesce({filled}, '')"

    @property
    def _many(self) -> int:
        return len(self.names)

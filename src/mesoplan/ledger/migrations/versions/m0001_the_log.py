"""The log, its documents and what is derived; triggers that let the first two only grow."""

import sqlalchemy as sa
from alembic import op

from mesoplan.errors import LedgerError

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_GROWS = ("entry", "document")

#: A REPLACE runs the triggers of an insert before it deletes what is in its way, so these refuse it even
#: where a program has not switched ``recursive_triggers`` on.
_SQLITE = """
CREATE TRIGGER entry_follows BEFORE INSERT ON entry
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry)
  OR NEW.prev IS NOT coalesce((SELECT hash FROM entry ORDER BY seq DESC LIMIT 1), '{genesis}')
BEGIN SELECT RAISE(ABORT, 'mesoplan ledger: an entry follows the last one, and replaces none'); END;
CREATE TRIGGER document_once BEFORE INSERT ON document
WHEN EXISTS (SELECT 1 FROM document WHERE hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'mesoplan ledger: a document is stored once, and replaces none'); END;
"""
_SQLITE_GROWS = """
CREATE TRIGGER {table}_is_not_changed BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'mesoplan ledger: {table} only grows'); END;
CREATE TRIGGER {table}_is_not_deleted BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, 'mesoplan ledger: {table} only grows'); END;
"""
_POSTGRESQL = """
CREATE FUNCTION mesoplan_ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = 'mesoplan ledger: ' || TG_TABLE_NAME || ' only grows'; END $$;
CREATE FUNCTION mesoplan_ledger_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head record;
BEGIN
  SELECT seq, hash INTO head FROM entry ORDER BY seq DESC LIMIT 1;
  IF NEW.seq <> coalesce(head.seq, 0) + 1 OR NEW.prev <> coalesce(head.hash, '{genesis}') THEN
    RAISE EXCEPTION 'mesoplan ledger: an entry follows the last one, and replaces none';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER entry_follows BEFORE INSERT ON entry
FOR EACH ROW EXECUTE FUNCTION mesoplan_ledger_follows();
"""
_POSTGRESQL_GROWS = """
CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION mesoplan_ledger_only_grows();
"""


def upgrade() -> None:
    """Make the three tables and the triggers."""
    op.create_table(
        "entry",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("clinic", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("prev", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "document",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "mention",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("patient", sa.Text, nullable=False),
        sa.Column("product", sa.Text, nullable=False),
        sa.Column("lot", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
    )
    op.create_index("ix_mention_product", "mention", ["product", "lot", "seq"])
    op.create_index("ix_mention_lot", "mention", ["lot", "seq"])
    op.create_index("ix_mention_patient", "mention", ["patient", "seq"])
    if op.get_bind().dialect.name == "sqlite":
        rest, each = _SQLITE, _SQLITE_GROWS
    else:
        rest, each = _POSTGRESQL, _POSTGRESQL_GROWS
    for text in (rest.replace("{genesis}", "0" * 64), *(each.format(table=table) for table in _GROWS)):
        for statement in _statements(text):
            op.get_bind().exec_driver_sql(statement)


def _statements(text: str) -> list[str]:
    """The statements of a text; each begins with CREATE at the start of a line."""
    return ["CREATE" + each.rstrip().rstrip(";") + ";" for each in ("\n" + text).split("\nCREATE")[1:]]


def downgrade() -> None:
    """There is no way back: a log is not thrown away by a program."""
    raise LedgerError("a ledger is not thrown away. Restore a backup instead.")

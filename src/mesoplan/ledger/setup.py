"""What is done to a ledger's tables by whoever looks after them: upgrades, and the rights of a role."""

import re

from mesoplan.errors import LedgerError
from mesoplan.ledger.database import engine_of, writing
from mesoplan.ledger.store import Store

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")


def upgrade(where: str) -> None:
    """Bring the tables of a ledger up to this version. Raises `LedgerError` where there is none."""
    from mesoplan.ledger.migrate import upgrade as run

    engine = engine_of(where)
    with writing(engine, where) as connection:
        run(connection)
    engine.dispose()


def grant(store: Store, role: str) -> None:
    """PostgreSQL: let a role read and append, and nothing else. Raises `LedgerError`.

    What is derived may be made anew by it, because the log can always tell.
    """
    if store.engine.dialect.name != "postgresql":
        raise LedgerError("--role is for PostgreSQL: a file's rights are those of the file system.")
    if not _NAME.fullmatch(role):
        raise LedgerError(f'"{role[:40]}" is no name of a role. No right was given.')
    with writing(store.engine, store.where) as connection:
        for statement in (
            f'GRANT SELECT, INSERT ON entry, document TO "{role}"',
            f'GRANT SELECT, INSERT, DELETE ON mention TO "{role}"',
            f'GRANT SELECT ON alembic_version TO "{role}"',
        ):
            connection.exec_driver_sql(statement)

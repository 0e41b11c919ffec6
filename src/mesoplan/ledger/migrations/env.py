"""Alembic runs this file to bring a ledger to the newest tables, on the connection it is handed."""

from alembic import context

from mesoplan.ledger.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

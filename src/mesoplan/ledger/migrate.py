"""Bring a ledger to the newest tables. The only module that imports Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Run every migration that the ledger lacks, in the transaction of ``connection``."""
    command.upgrade(config_for(connection), "head")


def config_for(connection: Connection) -> Config:
    """Alembic's settings for this package's history on a connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config

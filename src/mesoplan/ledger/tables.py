"""The tables of a ledger, for SQLite and PostgreSQL alike; how they came to be is in `migrations`.

``entry`` is the log and ``document`` what it names by hash (answers, catalogs): both only grow.
``mention`` is derived from them, so that a recall need not read everything.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text

#: The migration that this code needs.
REVISION = "0001"

metadata = MetaData()

entry = Table(
    "entry",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("clinic", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

mention = Table(
    "mention",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("role", Text, nullable=False),
    Column("patient", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("lot", Text, nullable=False),
    Column("day", Text, nullable=False),
    Index("ix_mention_product", "product", "lot", "seq"),
    Index("ix_mention_lot", "lot", "seq"),
    Index("ix_mention_patient", "patient", "seq"),
)

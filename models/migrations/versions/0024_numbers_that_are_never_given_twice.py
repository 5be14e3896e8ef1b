"""Numbers that are never given twice, and answers to dilemmas under a key that cannot be guessed"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# What can be deleted, and whose numbers stand in keys of the outbox or under buttons.
TABLES = (
    "person",
    "case",
    "dilemma",
    "escalation",
    "expert",
    "invitation",
    "case_review",
    "introduction",
    "approach",
    "introduction_follow_up",
)


def upgrade() -> None:
    _recreate(autoincrement=True)
    _rename("dilemma:{id}:answer", "dilemma:{token}:answer")


def downgrade() -> None:
    _rename("dilemma:{token}:answer", "dilemma:{id}:answer")
    _recreate(autoincrement=False)


def _recreate(*, autoincrement: bool) -> None:
    """SQLite takes AUTOINCREMENT only when a table is made; PostgreSQL's sequences never go back."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in TABLES:
        with op.batch_alter_table(
            table, recreate="always", table_kwargs={"sqlite_autoincrement": autoincrement}
        ):
            pass


def _rename(old: str, new: str) -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, token FROM dilemma")).all()
    keys = [{"old": old.format(**row._asdict()), "new": new.format(**row._asdict())} for row in rows]
    if keys:
        connection.execute(sa.text("UPDATE outbox SET key = :new WHERE key = :old"), keys)

"""Ids of the inbox are never given twice on SQLite, also after old updates were removed"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _recreate(autoincrement=True)


def downgrade() -> None:
    _recreate(autoincrement=False)


def _recreate(*, autoincrement: bool) -> None:
    """SQLite takes AUTOINCREMENT only when a table is made; PostgreSQL's sequences never go back."""
    if op.get_bind().dialect.name != "sqlite":
        return
    with op.batch_alter_table(
        "inbox", recreate="always", table_kwargs={"sqlite_autoincrement": autoincrement}
    ):
        pass

"""Messages called back while in hand, and broadcasts: who a stop cut off, and numbers never given twice"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In words, as it is the same for both databases and does not make the largest table anew.
    op.execute(
        "ALTER TABLE outbox ADD COLUMN recall VARCHAR(20) "
        "CONSTRAINT ck_outbox_recall CHECK (recall IN ('hold', 'drop'))"
    )
    op.create_index(
        "ix_outbox_finished_at",
        "outbox",
        ["finished_at"],
        sqlite_where=sa.text("payload <> '{}'"),
        postgresql_where=sa.text("CAST(payload AS TEXT) <> '{}'"),
    )
    with op.batch_alter_table("broadcast") as batch_op:
        batch_op.add_column(sa.Column("cut_off", sa.Integer(), nullable=False, server_default=sa.text("0")))
    with op.batch_alter_table("broadcast") as batch_op:
        batch_op.alter_column("cut_off", server_default=None)
    # Last: whatever makes the table anew forgets it.
    _recreate(autoincrement=True)
    # What was stopped goes to nobody else, whatever is sent again of it.
    op.execute(
        "UPDATE broadcast SET queued_at = finished_at "
        "WHERE state = 'stopped' AND queued_at IS NULL AND began_at IS NOT NULL"
    )


def downgrade() -> None:
    with op.batch_alter_table("broadcast") as batch_op:
        batch_op.drop_column("cut_off")
    _recreate(autoincrement=False)
    op.drop_index("ix_outbox_finished_at", table_name="outbox")
    op.execute("ALTER TABLE outbox DROP COLUMN recall")


def _recreate(*, autoincrement: bool) -> None:
    """SQLite takes AUTOINCREMENT only when a table is made; PostgreSQL's sequences never go back."""
    if op.get_bind().dialect.name != "sqlite":
        return
    with op.batch_alter_table(
        "broadcast", recreate="always", table_kwargs={"sqlite_autoincrement": autoincrement}
    ):
        pass

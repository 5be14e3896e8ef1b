"""Collectives that staff point to"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# On SQLite a batch makes the table anew: what holds for all of it has to be said again.
COLUMNS: tuple[tuple[str, str, dict[str, bool]], ...] = (
    ("introduction", "pointed_id", {}),
    ("relayed", "collective_id", {"sqlite_autoincrement": True}),
)


def upgrade() -> None:
    for table, column, kept in COLUMNS:
        with op.batch_alter_table(table, table_kwargs=kept) as batch_op:
            batch_op.add_column(sa.Column(column, KEY, nullable=True))
            batch_op.create_foreign_key(
                op.f(f"fk_{table}_{column}_collective"), "collective", [column], ["id"], ondelete="SET NULL"
            )
            batch_op.create_index(op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    for table, column, kept in reversed(COLUMNS):
        with op.batch_alter_table(table, table_kwargs=kept) as batch_op:
            batch_op.drop_index(op.f(f"ix_{table}_{column}"))
            batch_op.drop_constraint(op.f(f"fk_{table}_{column}_collective"), type_="foreignkey")
            batch_op.drop_column(column)

"""Broadcasts that are taken back"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("broadcast") as batch_op:
        batch_op.add_column(
            sa.Column("undo_content_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(
            op.f("fk_broadcast_undo_content_id_outbox_content"),
            "outbox_content",
            ["undo_content_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("broadcast") as batch_op:
        batch_op.drop_constraint(op.f("fk_broadcast_undo_content_id_outbox_content"), type_="foreignkey")
        batch_op.drop_column("undo_content_id")

"""Order and pace of sending"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_index("ix_outbox_state_due_at")
        batch_op.create_index("ix_outbox_state_due_at", ["state", "priority", "due_at", "id"], unique=False)
    with op.batch_alter_table("send_pause") as batch_op:
        batch_op.add_column(sa.Column("pace", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("slowed_at", models.base.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("send_pause") as batch_op:
        batch_op.drop_column("slowed_at")
        batch_op.drop_column("pace")
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_index("ix_outbox_state_due_at")
        batch_op.create_index("ix_outbox_state_due_at", ["state", "priority", "due_at"], unique=False)

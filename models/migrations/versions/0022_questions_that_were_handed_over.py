"""Questions that were handed over"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "approach", sa.Column("hand_overs", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    with op.batch_alter_table("approach") as batch_op:
        batch_op.alter_column("hand_overs", server_default=None)


def downgrade() -> None:
    op.drop_column("approach", "hand_overs")

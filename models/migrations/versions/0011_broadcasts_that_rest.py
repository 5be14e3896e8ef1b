"""Broadcasts that rest in the quiet hours"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("broadcast", sa.Column("resting_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("broadcast", "resting_until")

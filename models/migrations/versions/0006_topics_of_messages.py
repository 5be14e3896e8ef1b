"""Messages that belong in a topic which the outbox makes"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("topic_key", sa.String(length=200), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox", "topic_key")

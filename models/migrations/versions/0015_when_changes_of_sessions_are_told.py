"""When changes of sessions are told, and which words came too late"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # One column at a time: making the tables anew would take along what refers to them.
    for name in ("tells_at", "told_at", "closed_at"):
        op.add_column("meeting", sa.Column(name, INSTANT, nullable=True))
    op.add_column("meeting", sa.Column("drawn_version", sa.Integer(), nullable=False, server_default="1"))
    op.create_index("ix_meeting_closed_at_ends_at", "meeting", ["closed_at", "ends_at"])
    op.create_index(op.f("ix_meeting_tells_at"), "meeting", ["tells_at"])
    op.add_column("meeting_moment", sa.Column("missed", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("meeting_moment", sa.Column("missed_at", INSTANT, nullable=True))
    op.create_index(op.f("ix_meeting_moment_missed_at"), "meeting_moment", ["missed_at"])
    op.add_column("meeting_notice", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("meeting_notice", "attempts")
    op.drop_index(op.f("ix_meeting_moment_missed_at"), "meeting_moment")
    for name in ("missed_at", "missed"):
        op.drop_column("meeting_moment", name)
    op.drop_index(op.f("ix_meeting_tells_at"), "meeting")
    op.drop_index("ix_meeting_closed_at_ends_at", "meeting")
    for name in ("drawn_version", "closed_at", "told_at", "tells_at"):
        op.drop_column("meeting", name)

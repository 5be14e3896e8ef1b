"""Broadcasts at a time, in several languages, with a session, and corrected"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = ("draft", "sending", "paused", "stopped", "done")
AUDIENCES = ("all", "theme", "place", "collective", "language")
WITH_A_DEFAULT = ("spread_hours", "is_paid")


def upgrade() -> None:
    with op.batch_alter_table("broadcast") as batch_op:
        batch_op.drop_constraint(op.f("ck_broadcast_broadcaststate"), type_="check")
        batch_op.drop_constraint(op.f("ck_broadcast_audiencekind"), type_="check")
        for column in (
            sa.Column("meeting_id", KEY, nullable=True),
            sa.Column("corrects_id", KEY, nullable=True),
            sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("spread_hours", sa.Integer(), nullable=False, server_default=sa.text("0")),
            sa.Column("is_paid", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("paced_at", sa.DateTime(timezone=True), nullable=True),
        ):
            batch_op.add_column(column)
        batch_op.create_foreign_key(
            op.f("fk_broadcast_meeting_id_meeting"), "meeting", ["meeting_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            op.f("fk_broadcast_corrects_id_broadcast"),
            "broadcast",
            ["corrects_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.create_index(op.f("ix_broadcast_corrects_id"), ["corrects_id"])
        batch_op.create_check_constraint(
            op.f("ck_broadcast_broadcaststate"), sa.column("state").in_((*STATES, "scheduled"))
        )
        batch_op.create_check_constraint(
            op.f("ck_broadcast_audiencekind"),
            sa.column("audience").in_((*AUDIENCES, "signed", "came", "follows")),
        )
        batch_op.create_check_constraint(
            op.f("ck_broadcast_scheduled_at_a_time"), "state <> 'scheduled' OR due_at IS NOT NULL"
        )
        batch_op.create_check_constraint(op.f("ck_broadcast_spread_not_negative"), "spread_hours >= 0")
    # Until now what was confirmed began at once.
    op.execute("UPDATE broadcast SET began_at = confirmed_at")
    with op.batch_alter_table("broadcast") as batch_op:
        for name in WITH_A_DEFAULT:
            batch_op.alter_column(name, server_default=None)
    op.create_table(
        "broadcast_text",
        sa.Column("broadcast_id", KEY, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entities", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcast.id"],
            name=op.f("fk_broadcast_text_broadcast_id_broadcast"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("broadcast_id", "language", name=op.f("pk_broadcast_text")),
    )
    op.create_table(
        "broadcast_reply",
        sa.Column("broadcast_id", KEY, nullable=False),
        sa.Column("chat_id", KEY, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcast.id"],
            name=op.f("fk_broadcast_reply_broadcast_id_broadcast"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_broadcast_reply_chat_id_chat"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("broadcast_id", "chat_id", "message_id", name=op.f("pk_broadcast_reply")),
    )


def downgrade() -> None:
    op.drop_table("broadcast_reply")
    op.drop_table("broadcast_text")
    # What waits for its time is a draft again, and what was for people is for nobody until that is chosen.
    op.execute("UPDATE broadcast SET state = 'draft' WHERE state = 'scheduled'")
    op.execute(
        "UPDATE broadcast SET audience = 'theme', audience_value = '' "
        "WHERE audience IN ('signed', 'came', 'follows')"
    )
    with op.batch_alter_table("broadcast") as batch_op:
        for name in ("broadcaststate", "audiencekind", "scheduled_at_a_time", "spread_not_negative"):
            batch_op.drop_constraint(op.f(f"ck_broadcast_{name}"), type_="check")
        batch_op.drop_constraint(op.f("fk_broadcast_corrects_id_broadcast"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_broadcast_meeting_id_meeting"), type_="foreignkey")
        batch_op.drop_index(op.f("ix_broadcast_corrects_id"))
        for name in ("meeting_id", "corrects_id", "due_at", "began_at", "paced_at", *WITH_A_DEFAULT):
            batch_op.drop_column(name)
        batch_op.create_check_constraint(op.f("ck_broadcast_broadcaststate"), sa.column("state").in_(STATES))
        batch_op.create_check_constraint(
            op.f("ck_broadcast_audiencekind"), sa.column("audience").in_(AUDIENCES)
        )

"""Broadcasts, what their messages share, messages that are held, and who wants no invitations"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BEFORE = ("queued", "sending", "sent", "parked", "failed", "expired", "cancelled")
AFTER = ("queued", "sending", "held", "sent", "parked", "failed", "expired", "cancelled")
SHARED = sa.text("content_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "outbox_content",
        sa.Column("id", KEY, nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_content")),
    )
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.add_column(sa.Column("content_id", KEY, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_outbox_content_id_outbox_content"), "outbox_content", ["content_id"], ["id"]
        )
        batch_op.create_unique_constraint(op.f("uq_outbox_chat_id_content_id"), ["chat_id", "content_id"])
        batch_op.drop_constraint(op.f("ck_outbox_outboxstate"), type_="check")
        batch_op.create_check_constraint(op.f("ck_outbox_outboxstate"), sa.column("state").in_(AFTER))
    op.create_index(
        "ix_outbox_content_id_state",
        "outbox",
        ["content_id", "state"],
        sqlite_where=SHARED,
        postgresql_where=SHARED,
    )
    _create_broadcast()
    op.create_table(
        "broadcast_content",
        sa.Column("broadcast_id", KEY, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("content_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcast.id"],
            name=op.f("fk_broadcast_content_broadcast_id_broadcast"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["outbox_content.id"], name=op.f("fk_broadcast_content_content_id_outbox_content")
        ),
        sa.PrimaryKeyConstraint("broadcast_id", "language", name=op.f("pk_broadcast_content")),
        sa.UniqueConstraint("content_id", name=op.f("uq_broadcast_content_content_id")),
    )
    op.create_table(
        "invitation_opt_out",
        sa.Column("chat_id", KEY, nullable=False),
        sa.Column("theme", sa.String(length=120), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_invitation_opt_out_chat_id_chat"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "theme", name=op.f("pk_invitation_opt_out")),
    )


def downgrade() -> None:
    op.drop_table("invitation_opt_out")
    op.drop_table("broadcast_content")
    op.drop_table("broadcast")
    op.drop_index("ix_outbox_content_id_state", table_name="outbox")
    # What a message shares with others goes back into it, or it would be sent empty.
    op.execute(
        "UPDATE outbox SET payload = (SELECT c.payload FROM outbox_content c WHERE c.id = outbox.content_id) "
        "WHERE content_id IS NOT NULL"
    )
    op.execute("UPDATE outbox SET state = 'cancelled' WHERE state = 'held'")
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_constraint(op.f("ck_outbox_outboxstate"), type_="check")
        batch_op.create_check_constraint(op.f("ck_outbox_outboxstate"), sa.column("state").in_(BEFORE))
        batch_op.drop_constraint(op.f("uq_outbox_chat_id_content_id"), type_="unique")
        batch_op.drop_constraint(op.f("fk_outbox_content_id_outbox_content"), type_="foreignkey")
        batch_op.drop_column("content_id")
    op.drop_table("outbox_content")


def _create_broadcast() -> None:
    op.create_table(
        "broadcast",
        sa.Column("id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=True),
        sa.Column("approver_id", KEY, nullable=True),
        sa.Column(
            "state", _enum("broadcaststate", "draft", "sending", "paused", "stopped", "done"), nullable=False
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entities", sa.JSON(), nullable=False),
        sa.Column("attachment", _enum("attachment", "photo", "document"), nullable=True),
        sa.Column("file_id", sa.String(length=255), nullable=True),
        sa.Column("link_label", sa.String(length=64), nullable=True),
        sa.Column("link_url", sa.String(length=1000), nullable=True),
        sa.Column("asks_dilemma", sa.Boolean(), nullable=False),
        sa.Column(
            "audience",
            _enum("audiencekind", "all", "theme", "place", "collective", "language"),
            nullable=False,
        ),
        sa.Column("audience_value", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("progress_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(file_id IS NULL) = (attachment IS NULL)", name=op.f("ck_broadcast_file_is_of_a_kind")
        ),
        sa.CheckConstraint(
            "(link_label IS NULL) = (link_url IS NULL)", name=op.f("ck_broadcast_link_is_whole")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR confirmed_at IS NOT NULL", name=op.f("ck_broadcast_sent_after_a_yes")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_broadcast_author_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["person.id"], name=op.f("fk_broadcast_approver_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
    )
    op.create_index(op.f("ix_broadcast_author_id"), "broadcast", ["author_id"])
    op.create_index(op.f("ix_broadcast_state"), "broadcast", ["state"])


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)

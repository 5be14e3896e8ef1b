"""What comes after sessions, and proposals of them"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "proposal_refusal",
        sa.Column(
            "person_id",
            KEY,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_proposal_refusal_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_proposal_refusal")),
    )
    op.create_table(
        "meeting_afterwards",
        sa.Column(
            "meeting_id",
            KEY,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_up", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("all_came", sa.Boolean(), nullable=False),
        sa.Column("asked_cursor", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("helped_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("helped_cursor", sa.BigInteger(), nullable=False),
        sa.Column("helped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summed_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_draft_id", KEY, nullable=True),
        sa.Column("case_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(counted IS NULL) = (counted_at IS NULL)", name=op.f("ck_meeting_afterwards_counted_at_a_time")
        ),
        sa.CheckConstraint("counted >= 0", name=op.f("ck_meeting_afterwards_counted_not_negative")),
        sa.CheckConstraint("signed_up >= 0", name=op.f("ck_meeting_afterwards_signed_up_not_negative")),
        sa.ForeignKeyConstraint(
            ["case_draft_id"],
            ["case_draft.id"],
            name=op.f("fk_meeting_afterwards_case_draft_id_case_draft"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_afterwards_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_afterwards")),
    )
    with op.batch_alter_table("meeting_afterwards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_afterwards_asked_at"), ["asked_at"], unique=False)
        batch_op.create_index("ix_meeting_afterwards_helped_at", ["helped_at", "helped_due_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_meeting_afterwards_summed_up_at"), ["summed_up_at"], unique=False
        )

    op.create_table(
        "meeting_feedback",
        sa.Column(
            "meeting_id",
            KEY,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "person_id",
            KEY,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "helped",
            sa.Enum(
                "yes",
                "somewhat",
                "no",
                name="meetinghelp",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_feedback_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_meeting_feedback_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_meeting_feedback")),
    )
    with op.batch_alter_table("meeting_feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_feedback_person_id"), ["person_id"], unique=False)

    op.create_table(
        "meeting_note",
        sa.Column("id", KEY, nullable=False),
        sa.Column("meeting_id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "sending",
                "sent",
                name="notestate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sent_version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entities", sa.JSON(), nullable=False),
        sa.Column(
            "attachment",
            sa.Enum(
                "photo", "document", name="attachment", native_enum=False, create_constraint=True, length=20
            ),
            nullable=True,
        ),
        sa.Column("file_id", sa.String(length=255), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (sent_at IS NULL)", name=op.f("ck_meeting_note_sent_at_a_time")
        ),
        sa.CheckConstraint(
            "(file_id IS NULL) = (attachment IS NULL)", name=op.f("ck_meeting_note_file_is_of_a_kind")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_meeting_note_author_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_note_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_note")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_meeting_note_meeting_id")),
    )
    with op.batch_alter_table("meeting_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_note_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_meeting_note_state", ["state"], unique=False)

    op.create_table(
        "meeting_proposal",
        sa.Column("id", KEY, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "later",
                "never",
                "accepted",
                "lapsed",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("theme", sa.String(length=120), nullable=False),
        sa.Column("case_id", KEY, nullable=True),
        sa.Column("escalation_id", KEY, nullable=True),
        sa.Column("local_start", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", KEY, nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'later') = (again_at IS NOT NULL)", name=op.f("ck_meeting_proposal_later_at_a_time")
        ),
        sa.CheckConstraint(
            "state <> 'accepted' OR decided_at IS NOT NULL",
            name=op.f("ck_meeting_proposal_accepted_at_a_time"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_meeting_proposal_case_id_case"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["person.id"],
            name=op.f("fk_meeting_proposal_decided_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalation.id"],
            name=op.f("fk_meeting_proposal_escalation_id_escalation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_proposal_meeting_id_meeting"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_proposal")),
        sa.UniqueConstraint("escalation_id", name=op.f("uq_meeting_proposal_escalation_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("meeting_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_proposal_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_proposal_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_proposal_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index("ix_meeting_proposal_state", ["state", "again_at"], unique=False)

    op.create_table(
        "proposal_dilemma",
        sa.Column(
            "dilemma_id",
            KEY,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dilemma_id"],
            ["dilemma.id"],
            name=op.f("fk_proposal_dilemma_dilemma_id_dilemma"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["meeting_proposal.id"],
            name=op.f("fk_proposal_dilemma_proposal_id_meeting_proposal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dilemma_id", name=op.f("pk_proposal_dilemma")),
    )
    with op.batch_alter_table("proposal_dilemma", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_dilemma_proposal_id"), ["proposal_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("proposal_dilemma", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_dilemma_proposal_id"))

    op.drop_table("proposal_dilemma")
    with op.batch_alter_table("meeting_proposal", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_proposal_state")
        batch_op.drop_index(batch_op.f("ix_meeting_proposal_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_proposal_draft_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_proposal_case_id"))

    op.drop_table("meeting_proposal")
    with op.batch_alter_table("meeting_note", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_note_state")
        batch_op.drop_index(batch_op.f("ix_meeting_note_author_id"))

    op.drop_table("meeting_note")
    with op.batch_alter_table("meeting_feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_feedback_person_id"))

    op.drop_table("meeting_feedback")
    with op.batch_alter_table("meeting_afterwards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_afterwards_summed_up_at"))
        batch_op.drop_index("ix_meeting_afterwards_helped_at")
        batch_op.drop_index(batch_op.f("ix_meeting_afterwards_asked_at"))

    op.drop_table("meeting_afterwards")
    op.drop_table("proposal_refusal")

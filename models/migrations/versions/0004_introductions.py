"""Introductions, with the yes of both sides"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_detail",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "reach",
            sa.Enum(
                "telegram",
                "phone",
                "email",
                name="reach",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reach_value", sa.String(length=254), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contact_detail_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_contact_detail")),
    )
    op.create_table(
        "introduction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("dilemma_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("collective_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("collective_name", sa.String(length=120), nullable=False),
        sa.Column(
            "told",
            sa.Enum(
                "as_asked",
                "edited",
                "summary",
                name="told",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "reach",
            sa.Enum(
                "telegram",
                "phone",
                "email",
                name="reach",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("reach_value", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "looking",
                "asking",
                "made",
                "withdrawn",
                "ended",
                name="introductionstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'looking' OR look_at IS NOT NULL", name=op.f("ck_introduction_looking_has_a_time")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_introduction_case_id_case"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["collective_id"],
            ["collective.id"],
            name=op.f("fk_introduction_collective_id_collective"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["dilemma_id"],
            ["dilemma.id"],
            name=op.f("fk_introduction_dilemma_id_dilemma"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_introduction_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
        sa.UniqueConstraint("reference", name=op.f("uq_introduction_reference")),
    )
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_introduction_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_collective_id"), ["collective_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_dilemma_id"), ["dilemma_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_introduction_state_look_at", ["state", "look_at"], unique=False)
    op.create_table(
        "approach",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("introduction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "via",
            sa.Enum("telegram", "staff", name="via", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("collective_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("pair", sa.String(length=24), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "offered",
                "asker_yes",
                "peer_yes",
                "made",
                "declined",
                "passed",
                "expired",
                "called_off",
                name="approachstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "reach",
            sa.Enum(
                "telegram",
                "phone",
                "email",
                name="reach",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("reach_value", sa.String(length=254), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("later_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("laters", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asker_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("peer_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'made' OR (asker_agreed_at IS NOT NULL AND peer_agreed_at IS NOT NULL)",
            name=op.f("ck_approach_made_needs_both"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_approach_case_id_case"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["collective_id"],
            ["collective.id"],
            name=op.f("fk_approach_collective_id_collective"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introduction.id"],
            name=op.f("fk_approach_introduction_id_introduction"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_approach_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approach")),
        sa.UniqueConstraint(
            "pair", "collective_id", "case_id", name=op.f("uq_approach_pair_collective_id_case_id")
        ),
    )
    with op.batch_alter_table("approach", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approach_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_approach_collective_id_asked_at", ["collective_id", "asked_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_approach_introduction_id"), ["introduction_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approach_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_approach_state_expires_at", ["state", "expires_at"], unique=False)
        batch_op.create_index(
            "uq_approach_open",
            ["introduction_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('offered', 'asker_yes', 'peer_yes')"),
            postgresql_where=sa.text("state IN ('offered', 'asker_yes', 'peer_yes')"),
        )
    op.create_table(
        "introduction_follow_up",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("introduction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "side",
            sa.Enum("asker", "peer", name="side", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "spoken",
            sa.Enum(
                "yes", "planned", "no", name="spoken", native_enum=False, create_constraint=True, length=20
            ),
            nullable=True,
        ),
        sa.Column(
            "helped",
            sa.Enum(
                "yes", "somewhat", "no", name="helped", native_enum=False, create_constraint=True, length=20
            ),
            nullable=True,
        ),
        sa.Column("may_count", sa.Boolean(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introduction.id"],
            name=op.f("fk_introduction_follow_up_introduction_id_introduction"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_introduction_follow_up_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction_follow_up")),
        sa.UniqueConstraint(
            "introduction_id", "side", name=op.f("uq_introduction_follow_up_introduction_id_side")
        ),
    )
    with op.batch_alter_table("introduction_follow_up", schema=None) as batch_op:
        batch_op.create_index("ix_introduction_follow_up_due", ["asked_at", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_follow_up_person_id"), ["person_id"], unique=False)
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("helped_count", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_column("helped_count")
    with op.batch_alter_table("introduction_follow_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_introduction_follow_up_person_id"))
        batch_op.drop_index("ix_introduction_follow_up_due")
    op.drop_table("introduction_follow_up")
    with op.batch_alter_table("approach", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_approach_open",
            sqlite_where=sa.text("state IN ('offered', 'asker_yes', 'peer_yes')"),
            postgresql_where=sa.text("state IN ('offered', 'asker_yes', 'peer_yes')"),
        )
        batch_op.drop_index("ix_approach_state_expires_at")
        batch_op.drop_index(batch_op.f("ix_approach_person_id"))
        batch_op.drop_index(batch_op.f("ix_approach_introduction_id"))
        batch_op.drop_index("ix_approach_collective_id_asked_at")
        batch_op.drop_index(batch_op.f("ix_approach_case_id"))
    op.drop_table("approach")
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        batch_op.drop_index("ix_introduction_state_look_at")
        batch_op.drop_index(batch_op.f("ix_introduction_person_id"))
        batch_op.drop_index(batch_op.f("ix_introduction_ended_at"))
        batch_op.drop_index(batch_op.f("ix_introduction_dilemma_id"))
        batch_op.drop_index(batch_op.f("ix_introduction_collective_id"))
        batch_op.drop_index(batch_op.f("ix_introduction_case_id"))
    op.drop_table("introduction")
    op.drop_table("contact_detail")

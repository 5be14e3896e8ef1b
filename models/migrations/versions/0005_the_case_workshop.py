"""The case workshop"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_case_change_case_id_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_change_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_change")),
    )
    with op.batch_alter_table("case_change", schema=None) as batch_op:
        batch_op.create_index("ix_case_change_case_id", ["case_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_change_person_id"), ["person_id"], unique=False)

    op.create_table(
        "case_review",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "holds",
                "adjust",
                "retire",
                name="reviewanswer",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_case_review_case_id_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_review_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_review")),
        sa.UniqueConstraint("case_id", "year", name=op.f("uq_case_review_case_id_year")),
    )
    with op.batch_alter_table("case_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_review_asked_at"), ["asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_review_person_id"), ["person_id"], unique=False)

    op.create_table(
        "case_draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "waiting",
                "published",
                "dropped",
                name="draftstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("dilemma_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("base", sa.JSON(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("dilemma", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("what_helped", sa.JSON(), nullable=False),
        sa.Column("pitfalls", sa.JSON(), nullable=False),
        sa.Column("theme", sa.String(length=64), nullable=False),
        sa.Column("collective", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("collective_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "agreement",
            sa.Enum(
                "none",
                "given",
                "recorded",
                "nobody",
                "changes",
                "refused",
                name="agreement",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("agreed_how", sa.String(length=500), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("card_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint("version > 0", name=op.f("ck_case_draft_version_positive")),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"],
            ["person.id"],
            name=op.f("fk_case_draft_agreed_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_case_draft_case_id_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["person.id"],
            name=op.f("fk_case_draft_changed_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["collective_id"],
            ["collective.id"],
            name=op.f("fk_case_draft_collective_id_collective"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["dilemma_id"], ["dilemma.id"], name=op.f("fk_case_draft_dilemma_id_dilemma"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_case_draft_made_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_draft_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_draft")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("case_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_draft_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_draft_collective_id"), ["collective_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_draft_dilemma_id"), ["dilemma_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_draft_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_draft_source"), ["source"], unique=False)
        batch_op.create_index("ix_case_draft_state", ["state", "changed_at"], unique=False)

    op.create_table(
        "case_news",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dilemma_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_case_news_case_id_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["dilemma_id"], ["dilemma.id"], name=op.f("fk_case_news_dilemma_id_dilemma"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_news")),
    )
    with op.batch_alter_table("case_news", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_news_dilemma_id"), ["dilemma_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_news_done_at"), ["done_at"], unique=False)

    op.create_table(
        "case_draft_edit",
        sa.Column("draft_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["case_draft.id"],
            name=op.f("fk_case_draft_edit_draft_id_case_draft"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_case_draft_edit_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("draft_id", "version", "field", name=op.f("pk_case_draft_edit")),
    )
    with op.batch_alter_table("case_draft_edit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_draft_edit_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_column("edited_at")

    with op.batch_alter_table("case_draft_edit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_draft_edit_person_id"))

    op.drop_table("case_draft_edit")
    with op.batch_alter_table("case_news", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_news_done_at"))
        batch_op.drop_index(batch_op.f("ix_case_news_dilemma_id"))

    op.drop_table("case_news")
    with op.batch_alter_table("case_draft", schema=None) as batch_op:
        batch_op.drop_index("ix_case_draft_state")
        batch_op.drop_index(batch_op.f("ix_case_draft_source"))
        batch_op.drop_index(batch_op.f("ix_case_draft_person_id"))
        batch_op.drop_index(batch_op.f("ix_case_draft_dilemma_id"))
        batch_op.drop_index(batch_op.f("ix_case_draft_collective_id"))
        batch_op.drop_index(batch_op.f("ix_case_draft_case_id"))

    op.drop_table("case_draft")
    with op.batch_alter_table("case_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_review_person_id"))
        batch_op.drop_index(batch_op.f("ix_case_review_asked_at"))

    op.drop_table("case_review")
    with op.batch_alter_table("case_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_change_person_id"))
        batch_op.drop_index("ix_case_change_case_id")

    op.drop_table("case_change")

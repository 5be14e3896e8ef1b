"""What follows from answers about sessions"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "link_given",
        sa.Column("rsvp_id", KEY, nullable=False),
        sa.Column(
            "moment",
            sa.Enum("day", "soon", name="linkmoment", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["rsvp_id"], ["rsvp.id"], name=op.f("fk_link_given_rsvp_id_rsvp"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("rsvp_id", "moment", name=op.f("pk_link_given")),
    )
    op.create_table(
        "rsvp_news",
        sa.Column("rsvp_id", KEY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "offered",
                "lapsed",
                "seated",
                "open",
                name="rsvpnewskind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["rsvp_id"], ["rsvp.id"], name=op.f("fk_rsvp_news_rsvp_id_rsvp"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("rsvp_id", name=op.f("pk_rsvp_news")),
    )
    with op.batch_alter_table("rsvp_news", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rsvp_news_since"), ["since"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("rsvp_news", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rsvp_news_since"))
    op.drop_table("rsvp_news")
    op.drop_table("link_given")

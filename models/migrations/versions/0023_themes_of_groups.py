"""Themes of groups"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_theme",
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("theme", sa.String(length=120), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_group_theme_chat_id_chat"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "theme", name=op.f("pk_group_theme")),
    )
    with op.batch_alter_table("group_theme", schema=None) as batch_op:
        batch_op.create_index("ix_group_theme_theme", ["theme"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("group_theme", schema=None) as batch_op:
        batch_op.drop_index("ix_group_theme_theme")

    op.drop_table("group_theme")

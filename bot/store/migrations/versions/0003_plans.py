"""The leave plans that their owners asked to keep."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plans",
        sa.Column("chat", sa.String, primary_key=True),
        sa.Column("case", sa.Text, nullable=False),
        sa.Column("patron", sa.String),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("stamp", sa.Text, nullable=False),
        sa.Column("saved_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("link", sa.String),
        sa.UniqueConstraint("link", name="uq_plans_link"),
    )
    op.create_index("ix_plans_ends_on", "plans", ["ends_on"])


def downgrade() -> None:
    op.drop_table("plans")

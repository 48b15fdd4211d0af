"""Self-checks that firms keep."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "self_checks",
        sa.Column("chat", sa.String, primary_key=True),
        sa.Column("done_on", sa.Date, primary_key=True),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("consent", sa.String, nullable=False),
        sa.Column("reminded", sa.Boolean, nullable=False),
    )
    op.create_index("ix_self_checks_done_on", "self_checks", ["done_on"])


def downgrade() -> None:
    op.drop_table("self_checks")

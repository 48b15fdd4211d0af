"""What operators propose to the curators, masked."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("topic", sa.String),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_proposals_day", "proposals", ["day"])


def downgrade() -> None:
    op.drop_table("proposals")

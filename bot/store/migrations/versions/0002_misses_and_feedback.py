"""What was not understood, and what was found useful."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "misses",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("guesses", sa.JSON, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_misses_day", "misses", ["day"])
    op.create_table(
        "feedback",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("entry", sa.String, primary_key=True),
        sa.Column("useful", sa.Integer, nullable=False),
        sa.Column("useless", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    for table in ("feedback", "misses"):
        op.drop_table(table)

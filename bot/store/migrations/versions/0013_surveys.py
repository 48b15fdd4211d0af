"""The needs survey, the numbers that were published, and what events tell the Observatory."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "surveys",
        sa.Column("code", sa.String, primary_key=True),
        sa.Column("questionnaire", sa.String, nullable=False),
        sa.Column("firm", sa.String),
        sa.Column("firm_name", sa.String, nullable=False),
        sa.Column("opens_on", sa.Date, nullable=False),
        sa.Column("closes_on", sa.Date, nullable=False),
        sa.Column("invited", sa.Integer, nullable=False),
        sa.Column("replies", sa.Integer, nullable=False),
        sa.Column("link", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("salt", sa.String, nullable=False),
        sa.UniqueConstraint("link", name="uq_surveys_link"),
        sa.UniqueConstraint("key", name="uq_surveys_key"),
    )
    op.create_table(
        "survey_marks",
        sa.Column("survey", sa.String, primary_key=True),
        sa.Column("mark", sa.String, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_counts",
        sa.Column("survey", sa.String, primary_key=True),
        sa.Column("question", sa.String, primary_key=True),
        sa.Column("option", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "published",
        sa.Column("period", sa.String, primary_key=True),
        sa.Column("indicator", sa.String, primary_key=True),
        sa.Column("rows", sa.JSON, nullable=False),
    )
    for column in ("point", "language", "result"):
        op.add_column("events", sa.Column(column, sa.String))


def downgrade() -> None:
    with op.batch_alter_table("events") as altered:
        for column in ("result", "language", "point"):
            altered.drop_column(column)
    for table in ("published", "survey_counts", "survey_marks", "surveys"):
        op.drop_table(table)

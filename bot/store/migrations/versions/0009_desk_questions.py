"""Questions to operators until they are answered, rooms that nothing reaches, tickets that follow others."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("chat", sa.String, primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("ticket", sa.String, primary_key=True),
        sa.Column("thread", sa.BigInteger),
        sa.Column("command", sa.String, nullable=False),
        sa.Column("kept", sa.Text, nullable=False),
        sa.Column("wants_yes", sa.Boolean, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
    )
    op.add_column("rooms", sa.Column("trouble", sa.String))
    op.add_column("rooms", sa.Column("trouble_since", MOMENT))
    op.add_column("tickets", sa.Column("follows", sa.String))


def downgrade() -> None:
    for table, column in (("tickets", "follows"), ("rooms", "trouble_since"), ("rooms", "trouble")):
        with op.batch_alter_table(table) as altered:
            altered.drop_column(column)
    op.drop_table("questions")

"""Changes of the public cards of helpdesks, when their operators were asked, and who is asked whether a helpdesk helped."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
PENDING = sa.text("standing = 'pending'")


def upgrade() -> None:
    op.create_table(
        "card_changes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("helpdesk", sa.String, nullable=False),
        sa.Column("new", sa.Boolean, nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("author", sa.Integer, nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("approver", sa.Integer),
        sa.Column("decided_at", MOMENT),
        sa.Column("version", sa.Integer),
        sa.UniqueConstraint("version", name="uq_card_changes_version"),
    )
    op.create_index(
        "uq_card_changes_pending",
        "card_changes",
        ["helpdesk"],
        unique=True,
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )
    op.create_table(
        "card_asks",
        sa.Column("helpdesk", sa.String, primary_key=True),
        sa.Column("asked_at", MOMENT, nullable=False),
    )
    op.create_table(
        "visits",
        sa.Column("chat", sa.String, primary_key=True),
        sa.Column("helpdesk", sa.String, nullable=False),
        sa.Column("comune", sa.String),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("ask_on", sa.Date, nullable=False),
        sa.Column("asked_at", MOMENT),
    )
    op.create_index("ix_visits_ask_on", "visits", ["asked_at", "ask_on"])


def downgrade() -> None:
    for table in ("visits", "card_asks", "card_changes"):
        op.drop_table(table)

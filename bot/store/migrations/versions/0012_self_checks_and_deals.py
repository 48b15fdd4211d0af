"""Self-checks that firms keep, deals on services that they share, and where workers work who look for them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


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
    op.create_table(
        "deals",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("chat", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        *(sa.Column(name, sa.String) for name in ("firm", "service", "provider")),
        sa.Column("others", sa.JSON),
        *(sa.Column(name, sa.String) for name in ("whom", "price")),
        *(sa.Column(name, sa.Date) for name in ("valid_from", "valid_to")),
        *(sa.Column(name, sa.String) for name in ("comune", "usage", "joining", "ticket", "renews")),
        sa.Column("consent", sa.String, nullable=False),
        sa.Column("checked_on", sa.Date),
        sa.Column("alarmed", sa.Boolean, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_index("ix_deals_chat", "deals", ["chat"])
    op.create_index("ix_deals_valid_to", "deals", ["valid_to"])
    op.create_table(
        "workplaces",
        sa.Column("chat", sa.String, primary_key=True),
        sa.Column("firm", sa.String, nullable=False),
        sa.Column("consent", sa.String, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
    )


def downgrade() -> None:
    for table in ("workplaces", "deals", "self_checks"):
        op.drop_table(table)

"""The companies of the network, who speaks for them, their meetings, and what they tried."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "companies",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kind", sa.String),
        sa.Column("size", sa.String),
        sa.Column("sector", sa.String),
        sa.Column("comune", sa.String),
        sa.Column("agreement", sa.String),
        sa.Column("interest", sa.String),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("ticket", sa.String),
        sa.Column("shows", sa.JSON, nullable=False),
        sa.Column("yearly", sa.Integer, nullable=False),
        sa.Column("testimone_since", sa.Date),
        sa.Column("joined_on", sa.Date),
        sa.Column("left_on", sa.Date),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_table(
        "company_contacts",
        sa.Column("chat", sa.String, primary_key=True),
        sa.Column("company", sa.String, nullable=False),
        sa.Column("role", sa.String),
        sa.Column("since", MOMENT, nullable=False),
    )
    op.create_index("ix_company_contacts_company", "company_contacts", ["company"])
    op.create_table(
        "company_invites",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("company", sa.String, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("need", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("host", sa.String),
        sa.Column("passed", sa.JSON, nullable=False),
        sa.Column("joining", sa.String),
        sa.Column("times", sa.JSON, nullable=False),
        sa.Column("proposed", sa.JSON, nullable=False),
        sa.Column("chooser", sa.String, nullable=False),
        sa.Column("at", MOMENT),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("reminded", sa.Integer, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_index("ix_meetings_due", "meetings", ["due_at"])
    op.create_table(
        "meeting_guests",
        sa.Column("meeting", sa.String, primary_key=True),
        sa.Column("company", sa.String, primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("ticket", sa.String, nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.Column("tries", sa.String),
        sa.Column("by", sa.Date),
        sa.Column("tried", sa.String),
    )
    op.create_table(
        "tried_practices",
        sa.Column("practice", sa.String, primary_key=True),
        sa.Column("company", sa.String, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
    )


def downgrade() -> None:
    for table in ("tried_practices", "meeting_guests", "meetings", "company_invites", "company_contacts", "companies"):
        op.drop_table(table)

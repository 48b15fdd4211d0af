"""The mailbox, the conversations, their buttons and the statistics."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("update_key", sa.String, nullable=False),
        sa.Column("chat", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("attachment", sa.String),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("leased_until", MOMENT),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.UniqueConstraint("update_key", name="uq_inbox_update_key"),
    )
    op.create_index("ix_inbox_open", "inbox", ["done_at", "chat", "id"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("chat", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("buttons", sa.JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("leased_until", MOMENT),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("closed_at", MOMENT),
        sa.Column("trouble", sa.String),
    )
    op.create_index("ix_outbox_open", "outbox", ["closed_at", "chat", "id"])
    op.create_index("ix_outbox_sent", "outbox", ["sent_at"])
    op.create_table(
        "conversations",
        sa.Column("chat", sa.String, primary_key=True),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_table(
        "buttons",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("chat", sa.String, nullable=False),
        sa.Column("verb", sa.String, nullable=False),
        sa.Column("object", sa.String, nullable=False),
        sa.Column("shown_at", MOMENT, nullable=False),
        sa.Column("pressed_at", MOMENT),
    )
    op.create_index("ix_buttons_shown_at", "buttons", ["shown_at"])
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("topic", sa.String),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("audience", sa.String),
        sa.Column("district", sa.String),
    )
    op.create_index("ix_events_day", "events", ["day"])


def downgrade() -> None:
    for table in ("events", "buttons", "conversations", "outbox", "inbox"):
        op.drop_table(table)

"""The desk: operators, rooms, tickets and what belongs to them; letters that carry files or go into topics."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "reminders",
    "drafts",
    "consents",
    "postings",
    "ticket_messages",
    "ticket_steps",
    "tickets",
    "rooms",
    "invites",
    "operators",
)


def of_letters() -> list[sa.Column[Any]]:
    return [
        sa.Column("act", sa.String, nullable=False, server_default="say"),
        sa.Column("thread", sa.BigInteger),
        sa.Column("reply_to", sa.BigInteger),
        sa.Column("edits", sa.Integer),
        sa.Column("sent_as", sa.BigInteger),
        sa.Column("ticket", sa.String),
        sa.Column("receipt", sa.Integer),
        sa.Column("file_name", sa.String),
        sa.Column("file_media", sa.String),
        sa.Column("file", sa.LargeBinary),
    ]


def of_arrivals() -> list[sa.Column[Any]]:
    return [
        sa.Column("sender", sa.String, nullable=False, server_default=""),
        sa.Column("message", sa.BigInteger),
        sa.Column("thread", sa.BigInteger),
        sa.Column("reply_to", sa.BigInteger),
        sa.Column("forwarded", sa.Boolean, nullable=False, server_default=sa.false()),
    ]


def upgrade() -> None:
    for column in of_arrivals():
        op.add_column("inbox", column)
    for column in of_letters():
        op.add_column("outbox", column)
    op.create_table(
        "operators",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("chat", sa.String),
        sa.Column("helpdesks", sa.JSON, nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.UniqueConstraint("chat", name="uq_operators_chat"),
    )
    op.create_table(
        "invites",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("helpdesks", sa.JSON, nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    )
    op.create_table(
        "rooms",
        sa.Column("chat", sa.String, primary_key=True),
        sa.Column("helpdesk", sa.String),
        sa.Column("forum", sa.Boolean, nullable=False),
        sa.Column("hinted", sa.JSON, nullable=False),
        sa.Column("linked_at", MOMENT, nullable=False),
    )
    op.create_table(
        "tickets",
        sa.Column("code", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("chat", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("helpdesk", sa.String),
        sa.Column("comune", sa.String),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("holder", sa.Integer),
        sa.Column("level", sa.String, nullable=False),
        sa.Column("call", sa.String),
        sa.Column("form", sa.JSON, nullable=False),
        sa.Column("consent", sa.String, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("closed_at", MOMENT),
        sa.Column("outcome", sa.String),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("term", sa.Date),
        sa.Column("missing", sa.JSON, nullable=False),
        sa.Column("second_look", sa.Integer),
        sa.Column("bot_speaks", sa.Boolean, nullable=False),
        sa.Column("stars", sa.Integer),
        sa.Column("room", sa.String),
        sa.Column("thread", sa.BigInteger),
    )
    op.create_index("ix_tickets_chat", "tickets", ["chat"])
    op.create_index("ix_tickets_status", "tickets", ["status", "due_at"])
    op.create_table(
        "ticket_steps",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("ticket", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("operator", sa.Integer),
        sa.Column("values", sa.JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_ticket_steps_ticket", "ticket_steps", ["ticket"])
    op.create_table(
        "ticket_messages",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("ticket", sa.String, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("operator", sa.Integer),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("chat", sa.String),
        sa.Column("message", sa.BigInteger),
        sa.Column("letter", sa.Integer),
    )
    op.create_index("ix_ticket_messages_ticket", "ticket_messages", ["ticket"])
    op.create_index("ix_ticket_messages_message", "ticket_messages", ["chat", "message"])
    op.create_table(
        "postings",
        sa.Column("chat", sa.String, primary_key=True),
        sa.Column("message", sa.BigInteger, primary_key=True),
        sa.Column("ticket", sa.String, nullable=False),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("chat", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("version", sa.String, nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT),
    )
    op.create_index("ix_consents_chat", "consents", ["chat"])
    op.create_table(
        "drafts",
        sa.Column("chat", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("consent", sa.String, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("ticket", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
    )
    op.create_index("ix_reminders_due", "reminders", ["done_at", "due_at"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    for column in of_letters():
        op.drop_column("outbox", column.name)
    for column in of_arrivals():
        op.drop_column("inbox", column.name)

"""The ledger of each voucher call's fund, and the audit trail. The database itself keeps both append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
YOUNGEST_TO_DELETE = {"ledger": 3640, "audit": 1815}
"""Table -> days: a younger row cannot be deleted. A little less than the periods of bot/rules/retention.py, so that the
clocks of bot and database need not agree."""
KEYS = {"ledger": ("call", "number"), "audit": ("id",)}


def upgrade() -> None:
    op.create_table("funds", sa.Column("call", sa.String, primary_key=True))
    op.create_table(
        "ledger",
        sa.Column("call", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("ticket", sa.String),
        sa.Column("cents", sa.BigInteger),
        sa.Column("reason", sa.String),
        sa.Column("external", sa.BigInteger, nullable=False),
        sa.Column("available", sa.BigInteger, nullable=False),
        sa.Column("reserved", sa.BigInteger, nullable=False),
        sa.Column("confirmed", sa.BigInteger, nullable=False),
        sa.Column("left", sa.BigInteger, nullable=False),
        sa.CheckConstraint("external + available + reserved + confirmed = 0", name="ck_ledger_adds_up_to_zero"),
        sa.CheckConstraint('"left" >= 0', name="ck_ledger_never_overspent"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("operator", sa.Integer),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("ticket", sa.String),
    )
    op.create_index("ix_audit_ticket", "audit", ["ticket"])
    op.create_index("ix_audit_at", "audit", ["at"])
    if op.get_bind().dialect.name == "postgresql":
        _guard_in_postgresql()
    else:
        _guard_in_sqlite()


def downgrade() -> None:
    for table in ("audit", "ledger", "funds"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_unless_old()")


def _guard_in_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION refuse_unless_old() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' AND OLD.at < now() - TG_ARGV[0]::interval THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
        END
        $$
        """
    )
    for table, days in YOUNGEST_TO_DELETE.items():
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_unless_old('{days} days')"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_unless_old()"
        )


def _guard_in_sqlite() -> None:
    """The third trigger is for INSERT OR REPLACE, which deletes without asking the second."""
    for table, days in YOUNGEST_TO_DELETE.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        same = " AND ".join(f"{key} = NEW.{key}" for key in KEYS[table])
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}")
        op.execute(
            f"CREATE TRIGGER {table}_no_early_delete BEFORE DELETE ON {table} "
            f"WHEN OLD.at >= datetime('now', '-{days} days') {refuse}"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
        )

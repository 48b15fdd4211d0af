"""Troubles of the service that coordinators were told of."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("over_at", MOMENT),
        sa.Column("told", sa.Boolean, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("alerts")

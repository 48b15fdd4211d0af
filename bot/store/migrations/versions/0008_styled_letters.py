"""What of a letter's text is bold or a link."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("spans", sa.JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("outbox", "spans")

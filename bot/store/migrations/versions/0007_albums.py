"""Photos sent together get one reply."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("album", sa.String))


def downgrade() -> None:
    op.drop_column("inbox", "album")

"""Alembic's entry point; the connection comes from bot.store.database."""

from alembic import context
from sqlalchemy import text

from bot.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    if connection.dialect.name == "postgresql":
        # Several workers may start together: one migrates, the others wait for it.
        connection.execute(text("SELECT pg_advisory_xact_lock(20141081)"))
    context.run_migrations()

"""Alembic's entry: one district, one transaction, on a connection that the program opened.

The connection's search_path is the district's schema, so migrations name tables without one.
"""

from alembic import context

connection = context.config.attributes["connection"]

if connection.dialect.name == "postgresql":
    # A migration waits for nobody: better to fail and run again than to stop every till.
    connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
    connection.exec_driver_sql("SET LOCAL statement_timeout = '10min'")

context.configure(connection=connection, target_metadata=None)
context.run_migrations()

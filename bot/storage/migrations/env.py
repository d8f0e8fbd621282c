from alembic import context

from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,  # the unit of work around us is the transaction
    compare_type=True,
)
context.run_migrations()

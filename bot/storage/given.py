"""Many rows handed to the database as one value, so that a statement does them all without coming back for each."""

from sqlalchemy import JSON, TableValuedAlias, bindparam, column, func


def given(name: str) -> TableValuedAlias:
    """The JSON object given as the parameter `name`, as a table of `key` and `value`; SQLite and PostgreSQL alike."""
    return func.json_each(bindparam(name, type_=JSON)).table_valued("key", column("value", JSON))

"""Everything the shop remembers, and the only SQL. One module a noun; each takes the unit of work as first argument."""

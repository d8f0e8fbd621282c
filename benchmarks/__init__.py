"""How fast Tolom is, against the floor that its libraries set and against the way that most bots are written.

`make bench` runs everything, prints a table and writes docs/performance.md. A module here is a row of that table; its
docstring is the text beside it.
"""

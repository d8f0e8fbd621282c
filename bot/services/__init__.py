"""What people do in a shop, a service a noun: each deed in one unit of work, with the right to it read in that unit."""

"""Pure rules of the shop: money, catalogue, cart, order, payment. Standard library only, no I/O."""

"""Files to a bank and from it, after layouts kept as data: no tables, no clock, the same input the same bytes."""

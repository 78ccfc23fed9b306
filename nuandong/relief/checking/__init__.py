"""What a ledger says, cell by cell, row by row, household by household, and against the registry."""

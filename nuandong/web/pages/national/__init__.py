"""National systems: copy sheets in their order of fields, their numbers of our cases, their exports compared."""

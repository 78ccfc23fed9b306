"""The auditor's queries: each must return no row, or names the rows."""

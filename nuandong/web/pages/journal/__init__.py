"""The journal for people: what was done by whom, in words; its proof; lists to take along."""

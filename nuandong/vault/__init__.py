"""Personal data at rest: sealed values, blind search keys, data keys per season.

Words: *seal* encrypts a value bound to its table, column and row; *blind* makes a keyed hash for equality search;
a *data key* encrypts the free text of one season's journal and can be destroyed, which destroys that text everywhere.
Tables: vault_datakey. Called by journal, files, outbox and every module that holds personal data.
"""

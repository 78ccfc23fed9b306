"""From the bytes of a spreadsheet to rows under fields: hostile content is opened in a limited child process."""

"""Photos, recordings and documents: re-encoded or checked, encrypted, kept in PostgreSQL behind one door.

Tables: files_storedfile. The caller's action writes the event that the file belongs to.
"""

"""Paper that comes back: each sheet carries a signed code of its record, and a scan of it finds that record again."""

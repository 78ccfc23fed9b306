"""Standards at every threshold: tables that an official can read, calculated by every engine."""

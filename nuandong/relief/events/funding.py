"""The journal events of funds documents, allocations and tranches."""

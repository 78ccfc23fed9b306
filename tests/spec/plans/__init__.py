"""One table for each plan of the library: events in, the status of every duty out. `table` says how they are written."""

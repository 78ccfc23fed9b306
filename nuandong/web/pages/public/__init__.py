"""Pages for everybody: reporting somebody who needs help, and asking by code what became of it."""

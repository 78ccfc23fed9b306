"""Plans: what is in the library and in store, where each is in force, putting in force, extending, ending."""

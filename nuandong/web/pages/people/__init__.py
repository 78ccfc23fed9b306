"""People, their papers, categories and households."""

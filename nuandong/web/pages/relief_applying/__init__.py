"""Applications, village assessments, packs and the reviews of townships."""

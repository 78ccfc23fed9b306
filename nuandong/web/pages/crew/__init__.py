"""What a crew does on its phone: jobs, encounters, patrol rounds. One column, big targets, usable without a network."""

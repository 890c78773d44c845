"""What becomes of the built pages before they are published: each step is a function of texts."""

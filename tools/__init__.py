"""What a maintainer runs now and then; each has a --check."""

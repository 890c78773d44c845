"""What Lighthouse says of every page: `make lighthouse`."""

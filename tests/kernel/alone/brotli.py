"""Who installed requests and nothing more has no Brotli; with it, requests says so in what it
sends. The build of the site needs it: here it is as if it were not there."""

raise ImportError("a reader's machine has none")

"""What the pages and the API of this room read, a constant number of queries each."""

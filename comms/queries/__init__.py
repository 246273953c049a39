"""What the pages and the API of this room read: filtered, joined and counted, a constant number of queries each."""

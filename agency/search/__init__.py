"""Search over everything the agency holds, by words; see docs/search.md."""

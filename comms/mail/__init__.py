"""Mail as such: reading, folding, cleaning, recognising, naming, composing. No rows, no network, no clock."""

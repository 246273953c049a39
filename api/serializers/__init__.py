"""What goes in and what comes out, a file per room. Names are the field's own; `id` is the random key."""

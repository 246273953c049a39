"""The operations, a file per room. Each view says which verb of the permission table each of its methods is."""

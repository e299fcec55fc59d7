"""From a folder of meshes to groups of duplicates, with the evidence."""

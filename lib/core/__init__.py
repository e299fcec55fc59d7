"""What every room stands on: errors, files, tables, paths, parameters, randomness, Git."""

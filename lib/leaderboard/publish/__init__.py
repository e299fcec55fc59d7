"""The benchmark's rows as a folder that others can load: card, tables, hashes."""

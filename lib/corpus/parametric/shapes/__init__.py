"""A module or package a class, each with ``build(rng) -> list[Part]``; metres, z up, facing +x."""

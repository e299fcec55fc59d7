"""One module a class; each has ``build(rng) -> list[Part]``, in metres, z up, facing +x."""

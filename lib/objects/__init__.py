"""Which objects the benchmark has, from what and how each is made; the manifest lists them."""

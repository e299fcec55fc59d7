"""The benchmark as a library: corpora, geometry, encoders, retrieval and reports."""

"""What vectors know: measures on labelled vectors, novelty, and hashes of pictures to compare."""

"""3D-Similarity-Bench as a library: ten rooms, each importing only those below it."""

"""What a mesh is and what is done to it: meshes in, arrays out; no files, no DVC, no encoders."""

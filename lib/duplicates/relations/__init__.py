"""What two meshes are to each other, from their geometry."""

"""Where meshes come from: made by code, downloaded, or a folder of files; and layouts, drawn."""

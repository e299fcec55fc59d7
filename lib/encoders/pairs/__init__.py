"""Finding by its mask what is printed of it: networks that look at pictures of layouts."""

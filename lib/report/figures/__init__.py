"""One module a picture; each has one public function that returns a figure."""

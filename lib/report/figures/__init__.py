"""One module a picture, named as its PNG; `lib.report.pictures` lists them all."""

"""Split, ranking, duplicates and hard negatives: arrays in, arrays out."""

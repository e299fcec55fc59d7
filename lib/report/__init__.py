"""Tables in; pictures, the dataset card and the README's tables out."""

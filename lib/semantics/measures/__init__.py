"""One file a measure, with a function `measure`; `lib.semantics.measured` finds them by itself."""

"""One file an encoder, named as the encoder is; `submitted` holds vectors that others send."""

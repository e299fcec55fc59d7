"""Embed the pictures under every encoder that can do without a mesh."""

from tqdm import tqdm

from lib.core.console import run
from lib.core.files import drop_strays, write_vectors
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.corpus.patterns.images import CORPUS
from lib.encoders._pictures import embed_pictures, who_applies
from lib.encoders._registry import load_encoder
from lib.objects.store import ViewStore


def main() -> None:
    """Run the stage."""
    params, paths = load_params(), Paths(CORPUS)
    contents = paths.read("patterns.csv")["sha256"].tolist()
    views, encoders = ViewStore(paths.views), who_applies(params.encoders, params.embed)
    paths.write("picture-encoders.csv", encoders)
    folder, written = paths.embeddings(CORPUS).parent, []
    folder.mkdir(parents=True, exist_ok=True)
    for name in tqdm(encoders.loc[encoders["applies"], "encoder"], desc=CORPUS, unit="encoder"):
        encoder = load_encoder(name, params.embed)
        vectors = embed_pictures(name, encoder, views, contents, params.embed.batch_size)
        written.append(paths.embeddings(name))
        write_vectors(written[-1], vectors, encoder.decimals)
    drop_strays(folder, written)


if __name__ == "__main__":
    run(main)

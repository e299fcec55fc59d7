"""EfficientNet-Lite0: an ImageNet network on ring views, exact on every processor."""

from collections.abc import Sequence

from lib.core.arrays import Floats
from lib.encoders._base import Encoder, Shape
from lib.encoders._lite0 import LAST, load_network
from lib.encoders._lite0_weights import PROVENANCE
from lib.encoders._ring_features import MEAN, ring_features


class EfficientNetLite0(Encoder):
    """Final features of EfficientNet-Lite0 (ImageNet) on 112-pixel views, by mean over the views.

    Mean over the map, 1,280 numbers a view (Tan & Le 2019; Lite: ReLU6 in place of
    swish, no squeeze-and-excitation). Weights and activations are integers whose
    sums are exact in float32: see ``lib/encoders/_integer.py``. A vector depends
    neither on processor, threads and batch, nor on `params.device`, as all is done
    on the CPU.
    """

    dim = LAST
    needs = "views"
    observes = True
    pictures = True
    licence = "Apache-2.0"
    trained_on = "ImageNet"

    def prepare(self) -> None:
        """Load the weights, see :meth:`Encoder.prepare`."""
        load_network()

    def provenance(self) -> dict[str, str]:
        """Package and version of the weights, and SHA-256 of their file."""
        self.prepare()
        return dict(PROVENANCE)

    def encode(self, shapes: Sequence[Shape]) -> Floats:
        """Embed `shapes`, see :meth:`Encoder.encode`."""
        return ring_features(shapes)[:, MEAN]

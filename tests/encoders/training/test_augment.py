import numpy as np

from lib.encoders._frames import REACH, STEPS
from lib.encoders.training.augment import JITTER, shown, variances


def _clouds(scale: tuple[float, float, float], count: int = 64) -> np.ndarray:
    rng = np.random.default_rng(0)
    points = rng.uniform(-1, 1, (count, 512, 3)) * scale
    radius = np.sqrt((points**2).sum(axis=-1).mean(axis=-1))[:, None, None]
    return (points / radius * STEPS / REACH).round().astype(np.int16)


def test_variances_are_shares() -> None:
    found = variances(_clouds((3, 2, 1)))
    assert found.shape == (64, 3)
    np.testing.assert_allclose(found.sum(axis=-1), 1)
    np.testing.assert_allclose(found.mean(axis=0), np.array([9, 4, 1]) / 14, atol=0.02)


def test_some_of_the_points_are_shown_almost_as_they_are() -> None:
    clouds = _clouds((3, 2, 1))
    seen = shown(clouds, variances(clouds), 128, np.random.default_rng(1))
    assert seen.dtype == np.float32
    assert seen.shape == (64, 128, 3)
    real = clouds * (REACH / STEPS)
    for cloud, points in zip(real, seen, strict=True):
        errors = [np.abs(cloud[start::4] - points).max() for start in range(4)]
        assert np.sort(errors)[0] < 0.4 < np.sort(errors)[1]
    starts = {
        int(np.argmin([np.abs(cloud[start::4] - points).max() for start in range(4)]))
        for cloud, points in zip(real, seen, strict=True)
    }
    assert starts == {0, 1, 2, 3}


def test_noise_moves_points_by_no_more_than_it_should() -> None:
    clouds = _clouds((3, 2, 1))
    seen = shown(clouds, variances(clouds), 512, np.random.default_rng(1))
    lengths = np.linalg.norm(seen, axis=-1) - np.linalg.norm(clouds * (REACH / STEPS), axis=-1)
    off = lengths.std(axis=1)
    assert 0 < off.min() < 0.2 * JITTER < 0.8 * JITTER < off.max() < 1.2 * JITTER


def test_axes_of_equal_variance_turn_freely_and_others_hardly() -> None:
    clouds = _clouds((2, 2, 1), count=400)
    equal = np.tile([4 / 9, 4 / 9, 1 / 9], (400, 1))
    seen = shown(clouds, equal, 512, np.random.default_rng(1))
    real = clouds * (REACH / STEPS)
    turned = np.einsum("bni,bnj->bij", seen, real) / np.einsum("bni,bni->bi", real, real)[:, None]
    angle = np.arctan2(turned[:, 1, 0], turned[:, 0, 0])
    share = np.histogram(angle, bins=4, range=(-np.pi, np.pi))[0] / 400
    assert share.min() > 0.1
    assert np.abs(turned[:, 2, 2] - 1).max() < 0.05

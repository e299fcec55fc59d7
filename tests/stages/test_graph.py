"""The whole graph, run as a user runs it, on 36 small meshes."""

import hashlib
import json
import os
import re
import shutil
import signal
import sys

import numpy as np
import pandas as pd
import pytest
import trimesh

from lib.core.paths import Paths
from lib.core.tables import PUBLISHED, SWEEP
from lib.thresholds.eval_bucket import BUCKET
from tests.stages.conftest import ENCODERS, ROOT, Project, write_submission
from tests.waiting import wait_for

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def done(project: Project) -> Project:
    result = project.call("dvc", "repro")
    assert result.returncode == 0, result.stdout
    return project


def test_every_promised_file_is_there(done: Project) -> None:
    data, reports = done.root / "data" / "folder", done.root / "reports" / "folder"
    expected = [
        *(
            done.root / Paths("folder").table(name)
            for name in {table.file for table in PUBLISHED} | set(SWEEP) - {BUCKET}
        ),
        data / "benchmark-summary.json",
        reports / "dataset_card.md",
        reports / "explanations.html",
        *(reports / "metrics" / f"{name}.json" for name in ENCODERS),
        *(reports / "metrics" / f"calibration-{name}.json" for name in ENCODERS),
        *(reports / "metrics" / f"tier6-{name}.json" for name in ENCODERS),
        reports / "metrics" / "hashing.json",
        reports / "metrics" / "duplicates.json",
        data / "relation-limits.json",
    ]
    assert [path for path in expected if not path.exists()] == []
    figures = {path.name for path in (reports / "figures").iterdir()}
    card = (reports / "dataset_card.md").read_text()
    linked = {part.split(")")[0] for part in card.split("](figures/")[1:]}
    assert linked == figures
    left = {path.relative_to(done.root).as_posix() for path in done.root.glob(".work/**/*.*")}
    # Hashes of files that did not change; nothing unfinished.
    assert left == {".work/listings/folder.json"}


def test_the_table_has_its_columns_and_rows(done: Project) -> None:
    results = pd.read_csv(done.root / "data/folder/baseline-results.csv")
    for column in ("encoder", "tier", "gallery", "map", "n_queries", "split_sha256", "corpus"):
        assert column in results
    assert len(results) == len(ENCODERS) * 5 * 2
    assert set(results["n_queries"]) == {16}
    assert results["map"].between(0, 1).all()
    first = results[(results["tier"] == 1) & (results["encoder"] == "zernike3d")]
    assert (first["map"] == 1).all()


def test_metrics_card_and_table_agree(done: Project) -> None:
    results = pd.read_csv(done.root / "data/folder/baseline-results.csv")
    for row in results.itertuples():
        metrics = json.loads((done.root / f"reports/folder/metrics/{row.encoder}.json").read_text())
        assert metrics[row.encoder][f"T{row.tier}"][row.gallery] == pytest.approx(row.map, abs=1e-9)
    card = (done.root / "reports/folder/dataset_card.md").read_text()
    assert results["split_sha256"].iloc[0] in card
    assert "CC0-1.0" in card
    per_query = pd.read_parquet(done.root / "data/folder/per-query-ap.parquet")
    means = per_query.groupby(["encoder", "tier", "gallery"])["ap"].mean()
    for row in results.itertuples():
        assert means[row.encoder, row.tier, row.gallery] == pytest.approx(row.map, abs=1e-5)


def test_hashes_are_measured_on_a_view_of_as_many_sources_as_asked_for(done: Project) -> None:
    data = done.root / "data/folder"
    robustness = pd.read_csv(data / "hash-robustness.csv")
    assert set(robustness["n"]) == {8}
    metrics = json.loads((done.root / "reports/folder/metrics/hashing.json").read_text())
    rows = robustness.set_index(["hash", "disturbance", "strength"])["recall"]
    for name, found in metrics["hashes"].items():
        assert found["translation"] == pytest.approx(rows[name, "translation", 8], abs=1e-6)
    remedies = pd.read_csv(data / "hash-remedies.csv")
    # Two of them align or match keypoints, of which small views have few: that is counted.
    assert remedies.groupby("remedy")["fallbacks"].sum()["orb_alignment"] > 0


def test_scans_find_what_was_planted(done: Project) -> None:
    data = done.root / "data" / "folder"
    objects = pd.read_csv(data / "objects.csv")
    copies = objects[(objects["role"] == "copy") & (objects["split"] == "catalogue")]
    planted = pd.read_csv(data / "planted.csv")
    promises = pd.read_csv(data / "promises.csv").set_index("encoder")
    assert list(promises.index) == sorted(ENCODERS)
    assert len(copies) > 1
    assert set(planted.groupby("encoder")["n_true"].sum()) == {len(copies)}
    flagged = planted.groupby("encoder")["n_flagged"].sum()
    for encoder, row in promises.iterrows():
        assert row["recall"] == pytest.approx(flagged[encoder] / len(copies), abs=1e-6)
    relations = pd.read_csv(data / "relations.csv")
    assert relations["n_true"].sum() == relations["n_found"].sum() >= len(copies)
    # The bytes of a file say enough, whatever the encoder.
    same = relations.set_index("relation").loc["same-file"]
    assert (same["precision"], same["recall"]) == (1, 1)


def test_what_is_flagged_is_what_the_scores_say(done: Project) -> None:
    data = done.root / "data" / "folder"
    counts = pd.read_csv(data / "explanation-counts.csv").set_index(["encoder", "kind"])
    ranks = pd.read_parquet(data / "per-query-ap.parquet").query("tier == 5 and gallery == 'all'")
    shown = pd.read_csv(data / "explanations.csv").groupby(["encoder", "kind"])["place"].nunique()
    assert set(counts.index.get_level_values("encoder")) == set(ENCODERS)
    for encoder, own in ranks.groupby("encoder"):
        missed = counts.loc[(encoder, "tier-5 miss")]
        assert missed["n_looked_at"] == len(own)
        assert missed["n_flagged"] == (own["rank"] > 1).sum()
        assert missed["n_shown"] == shown[encoder, "tier-5 miss"]
    # None of these classes is left out of a training, so nothing can be told to be new.
    assert (counts.xs("novel", level="kind")["n_shown"] == 0).all()
    assert counts.xs("novel", level="kind")["note"].str.contains("are needed").all()
    assert counts.loc[("hog_multiview", "hard negative"), "views"] == "averages its views"


def test_tier_6_counts_what_came_before_the_source(done: Project) -> None:
    data = done.root / "data/folder"
    lookalikes = pd.read_csv(data / "lookalikes.csv")
    assert (lookalikes["class"] != lookalikes["lookalike_class"]).all()
    hard = pd.read_csv(data / "hard-gallery.csv").query("tier == 6")
    assert len(hard) == len(ENCODERS) * 2
    for row in hard.itertuples():
        path = done.root / f"reports/folder/metrics/tier6-{row.encoder}.json"
        metrics = json.loads(path.read_text())
        assert metrics[row.encoder]["T6"][row.miner] == pytest.approx(row.map, abs=2e-6)
        ranked = pd.read_parquet(data / f"confrontations/{row.encoder}.parquet").query("tier == 6")
        ranked = ranked[ranked["miner"] == row.miner]
        lost = pd.read_csv(data / "collisions.csv").query("encoder == @row.encoder")
        lost = lost.loc[lost["miner"] == row.miner, "n_beaten"].sum()
        assert lost == (ranked["rank"] > 1).sum()
    assert "## Tier 6" in (done.root / "reports/folder/dataset_card.md").read_text()


def test_tier_6_can_be_left_out_and_then_an_encoder(done: Project) -> None:
    before = done.lock()
    done.set(mine__lookalikes=None)
    try:
        result = done.call("dvc", "repro")
        assert result.returncode == 0, result.stdout
        data, reports = done.root / "data/folder", done.root / "reports/folder"
        assert len(pd.read_csv(data / "lookalikes.csv")) == 0
        assert len(pd.read_csv(data / "collisions.csv")) == 0
        assert set(pd.read_csv(data / "hard-gallery.csv")["tier"]) == {1, 2, 3, 4}
        for name in ENCODERS:
            assert json.loads((reports / f"metrics/tier6-{name}.json").read_text()) == {name: {}}
        assert "## Tier 6" not in (reports / "dataset_card.md").read_text()
        others = {p: h for p, h in done.lock().items() if p.endswith("baseline-results.csv")}
        assert others.items() <= before.items()
    finally:
        done.set(mine__lookalikes=20)
    done.set(encoders=ENCODERS[:2])
    result = done.call("dvc", "repro")
    assert result.returncode == 0, result.stdout
    results = pd.read_csv(done.root / "data/folder/baseline-results.csv")
    assert set(results["encoder"]) == set(ENCODERS[:2])
    done.set(encoders=ENCODERS)
    result = done.call("dvc", "repro")
    assert result.returncode == 0, result.stdout
    assert done.lock() == before


def test_thresholds_follow_from_the_written_scores(done: Project) -> None:
    """What the table says of the balanced pairs can be counted again from scores.csv."""
    data = done.root / "data/folder"
    scores = pd.read_csv(data / "scores.csv")
    assert scores.groupby("encoder")["label"].sum().to_dict() == dict.fromkeys(ENCODERS, 24)
    assert len(pd.read_csv(data / "pair-manifest.csv")) == 48
    table = pd.read_csv(data / "threshold-by-base-rate.csv")
    assert len(table) == len(ENCODERS) * 3 * 4
    for row in table[table["negatives"] == "sampled"].dropna(subset="threshold").itertuples():
        own = scores[scores["encoder"] == row.encoder]
        flagged = own["cosine"] >= row.threshold
        tpr, fpr = (flagged[own["label"] == label].mean() for label in (1, 0))
        true = row.base_rate * tpr
        expected = true / (true + (1 - row.base_rate) * fpr)
        assert row.recall == pytest.approx(tpr, abs=1e-6)
        assert row.precision == pytest.approx(expected, abs=1e-6)
        metrics = json.loads(
            (done.root / f"reports/folder/metrics/calibration-{row.encoder}.json").read_text()
        )
        recall = metrics[row.encoder]["recall"]["sampled"][f"{row.base_rate:g}"]
        assert recall == pytest.approx(tpr, abs=1e-6)


def test_kept_hard_negatives_stay_in_the_bucket(done: Project) -> None:
    """Pairs that an older encoder found are scored again, and a rise is counted."""
    before = done.lock()
    kept = done.root / "data/eval-bucket/folder.csv"
    assert done.call(sys.executable, "-m", "lib", "bucket", "folder").returncode == 0
    bucket = pd.read_csv(kept)
    assert len(bucket) == 5 * len(ENCODERS)
    bucket.assign(found_sha256="old", found_standing=-9.0).to_csv(kept, index=False)
    try:
        result = done.call("dvc", "repro", "calibrate@folder")
        assert result.returncode == 0, result.stdout
        summary = json.loads((done.root / "data/folder/calibration-summary.json").read_text())
        old = [one for one in summary["bucket"] if one["found_sha256"] == "old"]
        assert len(old) == len(ENCODERS) ** 2
        assert all(one["n_risen"] == one["n_pairs"] for one in old)
    finally:
        kept.unlink()
        done.call("dvc", "repro")
    assert done.lock() == before


def test_manifest_replays(done: Project) -> None:
    """Every hash in objects.csv follows from the corpus and the row alone."""
    code = """
import pandas as pd
from lib.corpus.registry import open_corpus
from lib.geometry.mesh import normalize
from lib.core.params import load_params
from lib.objects.recipe import from_json, make
items = {i.id: i for i in open_corpus("folder", load_params()).items()}
for row in pd.read_csv("data/folder/objects.csv").itertuples():
    source = normalize(items[row.item_id].load())
    mesh = make(from_json(row.recipe), source, row.seed, row.object_id)
    assert normalize(mesh).sha256() == row.geometry_sha256, row.object_id
print("replayed")
"""
    assert "replayed" in done.call(sys.executable, "-c", code).stdout


def test_no_clone_shares_its_sources_content(done: Project) -> None:
    objects = pd.read_csv(done.root / "data/folder/objects.csv")
    content = objects.set_index("object_id")["content_sha256"]
    clones = objects[objects["role"] == "clone"]
    assert (content[clones["source_id"]].to_numpy() != clones["content_sha256"]).all()
    peers = objects[objects["role"] == "peer"]
    pool = objects[objects["role"] == "pool"].set_index("item_id")["content_sha256"]
    assert (pool[peers["item_id"]].to_numpy() == peers["content_sha256"].to_numpy()).all()


def test_nothing_changed_runs_nothing(done: Project) -> None:
    result = done.call("dvc", "repro")
    assert result.returncode == 0
    # What lies outside the repository is listed every time; nothing follows from it.
    assert re.findall("Running stage '(.*)'", result.stdout) == ["corpora/dvc.yaml:list-folder"]


@pytest.mark.parametrize("change", ["other vertices", "one more", "one less"])
def test_a_change_of_the_users_files_is_seen(done: Project, change: str) -> None:
    before, folder = done.lock(), done.root / "my-meshes" / "brick"
    first = folder / "brick0.off"
    kept = first.read_bytes()
    if change == "other vertices":
        trimesh.creation.box((1, 2, 9)).export(first)
    elif change == "one more":
        trimesh.creation.box((1, 2, 9)).export(folder / "new.off")
    else:
        first.unlink()
    try:
        result = done.call("dvc", "repro", "inspect@folder")
        after = done.lock()
    finally:
        (folder / "new.off").unlink(missing_ok=True)
        first.write_bytes(kept)
    assert result.returncode == 0, result.stdout
    assert "Running stage 'inspect@folder'" in result.stdout
    assert after["data/folder/items.parquet"] != before["data/folder/items.parquet"]
    result = done.call("dvc", "repro")
    assert result.returncode == 0, result.stdout
    assert done.lock() == before


def test_other_workers_and_kernels_give_the_same_lock(done: Project) -> None:
    before = done.lock()
    done.set(workers=1)
    kernels = {"OPENBLAS_CORETYPE": "Haswell", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done.environment.update(kernels)
    try:
        result = done.call("dvc", "repro", "--force", "--no-run-cache")
    finally:
        for name in kernels:
            del done.environment[name]
        done.set(workers=2)
    assert result.returncode == 0, result.stdout
    assert done.lock() == before


def test_a_submission_is_scored_like_any_other_row(done: Project) -> None:
    """Turned and scaled vectors of zernike3d, sent in from elsewhere, give its scores."""
    before = done.lock()
    data = done.root / "data/folder"
    vectors = np.load(data / "embeddings/zernike3d.npy").astype(np.float64)
    turn = np.linalg.qr(np.random.default_rng(0).normal(size=(vectors.shape[1],) * 2))[0]
    folder = write_submission(done, "elsewhere", 3 * vectors @ turn)
    text = (folder / "submission.yaml").read_text()
    done.set(encoders=[*ENCODERS, "elsewhere"])
    try:
        result = done.call("dvc", "repro")
        assert result.returncode == 0, result.stdout
        rows = pd.read_csv(data / "baseline-results.csv").set_index(["encoder", "tier", "gallery"])
        for tier, gallery in rows.loc["zernike3d"].index:
            theirs = rows.loc[("elsewhere", tier, gallery), "map"]
            assert theirs == pytest.approx(rows.loc[("zernike3d", tier, gallery), "map"], abs=0.01)
        card = (done.root / "reports/folder/dataset_card.md").read_text()
        (line,) = (
            x for x in card.splitlines() if x.startswith("| `elsewhere` ") and "Vectors" in x
        )
        assert "recomputed" in line
        assert "0.25" in line
        manifest = hashlib.sha256((data / "objects.csv").read_bytes()).hexdigest()
        wrong = text.replace(manifest, "0" * 64)
        (folder / "submission.yaml").write_text(wrong)
        result = done.stage("embed", "folder", "elsewhere")
        assert result.returncode == 2
        assert "of another release; this one of folder has" in result.stdout
    finally:
        shutil.rmtree(folder.parent)
        done.set(encoders=ENCODERS)
        result = done.call("dvc", "repro")
    # DVC keeps the hashes of cells that are off the list.
    after = done.lock()
    assert {path: after[path] for path in before} == before, result.stdout


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("stage", [["render", "folder"], ["embed", "folder", "zernike3d"]])
def test_killed_stages_go_on(done: Project, stage: list[str], how: signal.Signals) -> None:
    out = {"render": "data/folder/views", "embed": "data/folder/embeddings/zernike3d.npy"}[stage[0]]
    path = done.root / out
    before = done.lock()[out]
    work = done.root / ".work" / out
    shutil.rmtree(work, ignore_errors=True)
    process = done.start(sys.executable, "-m", f"stages.{stage[0]}", *stage[1:])
    wait_for(lambda: any(work.rglob("shard-[0-9]*")), process)
    os.killpg(process.pid, how)
    output = process.communicate()[0]
    assert any(work.rglob("shard-[0-9]*")), output
    if how == signal.SIGINT:
        assert process.returncode == 130, output
        assert "Traceback (most recent call last)" not in output.splitlines()[-1]
    result = done.stage(*stage)
    assert result.returncode == 0, result.stdout
    assert "were finished before" in result.stdout
    done.call("dvc", "commit", "--force")
    assert done.lock()[out] == before
    assert path.exists()


WRONG = [
    ({"select__per_clas": 3}, ["select", "folder"], "unknown key 'select.per_clas'"),
    ({"encoders": ["zernike"]}, ["select", "folder"], "did you mean 'zernike3d'"),
    ({"folder__path": None}, ["download", "folder"], "folder.path is not set"),
    ({"folder__path": "nowhere"}, ["download", "folder"], "nowhere is not a folder"),
    ({"select__per_class": 10}, ["select", "folder"], "'brick' has 9, 'pill' has 9"),
    ({"select__per_class": 8}, ["select", "folder"], "meshes a class beside its sources: "),
    ({"calibrate__base_rate": 0.3}, ["pairs", "folder"], "base_rate 0.3 is not one of base_rates"),
    ({"calibrate__base_rates": [5]}, ["pairs", "folder"], "less than 1 (got 5"),
    ({"audit__encoder": "zernike3"}, ["audit", "folder"], "did you mean 'zernike3d'"),
    ({"twins__cut_away": 1.0}, ["select", "folder"], "twins.cut_away"),
    ({"modelnet40__path": "no.zip"}, ["download", "modelnet40"], "no.zip does not exist"),
]


@pytest.mark.parametrize(("changes", "stage", "message"), WRONG)
def test_wrong_parameters_are_explained(
    done: Project, changes: dict[str, object], stage: list[str], message: str
) -> None:
    kept = (done.root / "params.yaml").read_text()
    before = {path: path.read_bytes() for path in (done.root / "data").rglob("*.csv")}
    (done.root / "data/modelnet40/encoders").mkdir(parents=True, exist_ok=True)
    done.set(**changes)
    try:
        result = done.stage(*stage)
    finally:
        (done.root / "params.yaml").write_text(kept)
    assert result.returncode == 2, result.stdout
    assert message in result.stdout
    assert "hint:" in result.stdout
    assert "Traceback" not in result.stdout
    assert {path: path.read_bytes() for path in (done.root / "data").rglob("*.csv")} == before


def test_bad_meshes_are_all_named_and_nothing_is_lost(done: Project) -> None:
    folder = done.root / "my-meshes" / "brick"
    bad = {
        "points.ply": b"ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\n"
        b"property float y\nproperty float z\nend_header\n0 0 0\n",
        "nan.off": b"OFF\n3 1 0\n0 0 0\nnan 0 0\n0 1 0\n3 0 1 2\n",
        "cut.off": b"OFF\n8 6 0\n0 0 0\n1 0",
        "noise.stl": np.random.default_rng(0).bytes(300),
    }
    for name, content in bad.items():
        (folder / name).write_bytes(content)
    items = (done.root / "data/folder/items.parquet").read_bytes()
    try:
        result = done.stage("inspect", "folder")
    finally:
        for name in bad:
            (folder / name).unlink()
    assert result.returncode == 2, result.stdout
    assert "4 of 40 meshes cannot be used" in result.stdout
    for name in bad:
        assert f"brick/{name}" in result.stdout
    assert "Traceback" not in result.stdout
    assert (done.root / "data/folder/items.parquet").read_bytes() == items


UPGRADE = """
import numpy as np

save = np.save

def save_otherwise(file, array, **options):
    if "zernike3d" in getattr(file, "name", ""):
        array = array + np.random.default_rng(0).normal(size=array.shape).astype(array.dtype)
    save(file, array, **options)

np.save = save_otherwise
"""


def test_a_library_that_gives_other_bytes_is_told(done: Project) -> None:
    root, before = done.root, done.lock()
    (root / ".gitignore").write_bytes((ROOT / ".gitignore").read_bytes() + b"/.dvc/\n")
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    show = [sys.executable, "-m", "lib", "show", "--exact"]
    result = done.call(*show)
    assert result.returncode == 0
    assert result.stdout.splitlines()[-1].startswith("Reproduced    unknown: this is no Git")
    done.call("git", "init", "--quiet")
    done.call("git", "add", "--all")
    done.call("git", *who, "commit", "--quiet", "-m", "A run")
    result = done.call(*show)
    assert result.returncode == 0, result.stdout
    assert re.search(r"folder: yes, all \d+ outputs have the committed bytes$", result.stdout)

    (root / "upgrade").mkdir()
    (root / "upgrade" / "sitecustomize.py").write_text(UPGRADE)
    done.environment["PYTHONPATH"] = str(root / "upgrade")
    stage = "embed@folder-zernike3d"
    try:
        done.call("dvc", "repro", "--force", "--no-run-cache", "--single-item", stage)
    finally:
        del done.environment["PYTHONPATH"]
    try:
        assert done.call("dvc", "repro").returncode == 0
        result = done.call(*show)
    finally:
        # Other tests may come after this one.
        shutil.rmtree(root / ".git")
        done.call("dvc", "repro", "--force", "--no-run-cache", "--single-item", stage)
        done.call("dvc", "repro")
    assert done.lock() == before
    line = result.stdout.splitlines()[-1]
    assert result.returncode == 1, line
    assert f"not to the byte, {stage} is the first stage whose output differs" in line
    assert re.search(r"largest change of a mAP 0\.\d+ \(zernike3d, T\d", line)
    assert ": another table (" in line

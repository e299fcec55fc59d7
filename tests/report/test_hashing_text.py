import re

from lib.report.hashing_text import hashing_text, remedy_table
from tests.report import hashing_tables

ROBUSTNESS, REMEDIES = hashing_tables.robustness(), hashing_tables.remedies()


def _text(robustness=ROBUSTNESS, remedies=REMEDIES):
    return hashing_text(robustness, remedies, "phash", 0.01)


def _cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_table_has_a_row_a_change_and_its_numbers():
    header, _, *rows = remedy_table(ROBUSTNESS, REMEDIES, "phash").splitlines()
    assert _cells(header)[:4] == ["change", "strength", "bare hash", "best remedy"]
    settings = REMEDIES[["disturbance", "strength"]].drop_duplicates()
    assert len(rows) == len(settings) == 26
    for line, (kind, strength) in zip(rows, settings.itertuples(index=False), strict=True):
        cells = _cells(line)
        assert cells[:2] == [kind, f"{strength:g}"]
        own = REMEDIES[(REMEDIES["disturbance"] == kind) & (REMEDIES["strength"] == strength)]
        best = own[own["best"]]
        assert cells[2].startswith(f"{own['bare_recall'].iloc[0]:.3f} (")
        assert cells[3] == ", ".join(best["remedy"])
        assert cells[4].startswith(f"{best['recall'].iloc[0]:.3f} (")
        assert cells[6] == ", ".join(str(n) for n in best["comparisons"])


def test_whether_the_best_beat_the_bare_hash_is_said_of_each():
    two = REMEDIES[(REMEDIES["disturbance"] == "crop") & (REMEDIES["strength"] == 0.2)].head(2)
    for beats, words in (
        ((True, True), "yes"),
        ((False, False), "no"),
        ((False, True), "block_mean"),
    ):
        table = remedy_table(ROBUSTNESS, two.assign(best=True, beats_bare=beats), "phash")
        assert _cells(table.splitlines()[2])[5] == words
    table = remedy_table(ROBUSTNESS, two.assign(best=False), "phash")
    assert _cells(table.splitlines()[2])[3:] == ["-"] * 5


def test_the_paragraph_counts_what_the_table_holds():
    text = _text()
    assert text.startswith("80 pictures were changed in 26 ways")
    beaten = REMEDIES[REMEDIES["beats_bare"]]
    ways = len(beaten[["disturbance", "strength"]].drop_duplicates())
    assert f"A remedy beats phash beyond the interval in {ways} of them" in text
    assert f"orb_alignment {(beaten['remedy'] == 'orb_alignment').sum()}, " in text
    assert "under orb_matching (3 ways): its recall there does not count" in text
    assert "saves 87.5 % of the comparisons" in text
    none = _text(remedies=REMEDIES.assign(beats_bare=False, rate_kept=True))
    assert "No remedy beats phash beyond the interval" in none
    assert "does not count" not in none


def test_published_figures_stand_beside_the_same_changes_here():
    own = ROBUSTNESS[ROBUSTNESS["hash"] == "phash"].set_index(["disturbance", "strength"])["recall"]
    found = re.search(r"here it finds (\S+) \(.*?\) after the same turn and (\S+) \(", _text())
    assert found is not None
    assert found.groups() == (f"{own['rotation', 4]:.3f}", f"{own['crop', 0.05]:.3f}")
    kept = ROBUSTNESS[~ROBUSTNESS["disturbance"].isin(["rotation", "crop"])]
    left = REMEDIES[~REMEDIES["disturbance"].isin(["rotation", "crop"])]
    assert "paintings" not in _text(kept, left)


def test_without_changes_there_is_no_text():
    assert _text(ROBUSTNESS[:0], REMEDIES[:0]) == ""

import dataclasses
import json

import pytest

from lib.catalogue.scan.page import scan_page
from tests.catalogue.scan import browser, samples

pytestmark = [browser.needed, pytest.mark.slow]


@pytest.fixture
def run(tmp_path):
    def open_page(script, found=None, **options):
        found = found or samples.small()
        page = scan_page(found, samples.pictures(found))
        return browser.run(page, script, tmp_path, **options)

    return open_page


def test_keys_move_decide_and_undo(run) -> None:
    found = run("""
        const log = [];
        for (const key of ["j", "j", "k", "ArrowDown", "ArrowUp", "k"]) {
          press(key);
          log.push(current());
        }
        press("r"); log.push(current(), by("told").textContent);
        press("a"); log.push(current());
        const both = saved();
        press("u"); log.push(current(), saved().length);
        press("u"); press("u"); log.push(by("told").textContent);
        press("?"); log.push(by("keys").open); press("j"); log.push(current());
        return {log, both, focus: document.activeElement.id};
    """)
    assert found["log"] == [
        *["p0", "p1", "p0", "p1", "p0", "p0"],
        *["p1", "Rejected: not the same. a/1 and a/2", "p2", "p1", 3, "Nothing to undo."],
        *[True, "p0"],
    ]
    kept = {(one["item_a"], one["item_b"]): one["decision"] for one in found["both"]}
    assert kept == {
        ("a/1", "a/2"): "reject",
        ("a/2", "a/3"): "accept",
        ("b/1", "b/2"): "accept",
        ("d/1", "d/2"): "reject",
    }


def test_what_is_saved_is_what_the_next_scan_reads(run) -> None:
    result = samples.small()
    sha = {item.id: item.sha256 for item in result.items}
    text = run("press('j'); press('r'); by('save').click(); return by('text').value;")
    file = json.loads(text)
    assert set(file) == {"schema_version", "decisions"}
    assert file["schema_version"] == 1
    assert file["decisions"][0] == {
        "item_a": "a/1",
        "item_b": "a/2",
        "sha256_a": sha["a/1"],
        "sha256_b": sha["a/2"],
        "similarity": 0.99,
        "decision": "reject",
    }


def test_filters_hide_what_does_not_pass_and_count_the_rest(run) -> None:
    found = run("""
        const out = {};
        const note = name => { out[name] = [shown(), by("shown").textContent]; };
        note("all");
        change("decision", "none"); note("undecided");
        press("j"); press("a"); note("one less"); out.at = current();
        change("decision", "reject"); note("rejected");
        document.querySelector("#filters form").reset(); await pause(); note("again");
        change("text", "C/1"); note("named"); change("text", "");
        change("least", "1000"); note("best"); change("least", "0");
        const box = document.querySelector("[value=re-exported]"); box.checked = false;
        box.dispatchEvent(new Event("input", {bubbles: true})); note("relation");
        return out;
    """)
    everything = [f"p{n}" for n in range(7)]
    assert found["all"] == [everything, "7 of 7 pairs shown; 1 accepted, 1 rejected"]
    assert found["undecided"][0] == ["p0", "p1", "p3", "p4", "p5"]
    assert found["one less"] == [
        ["p1", "p3", "p4", "p5"],
        "4 of 7 pairs shown; 2 accepted, 1 rejected",
    ]
    assert found["at"] == "p1"
    assert found["rejected"][0] == ["p6"]
    assert found["again"][0] == everything
    assert found["named"][0] == ["p3", "p5"]
    assert found["best"][0] == ["p2"]
    assert found["relation"][0] == ["p1", "p2", "p3", "p5", "p6"]


def test_the_slider_of_distances_runs_the_other_way(run) -> None:
    pairs = [samples.pair(f"a{n}", f"b{n}", 0.1 * n) for n in (1, 2, 3)]
    far = samples.result(pairs, threshold=samples.threshold("l2", 0.4))
    found = run("const all = shown(); change('least', '1000'); return [all, shown()];", far)
    assert found == [["p0", "p1", "p2"], ["p2"]]


def test_decisions_outlive_the_page(tmp_path, run) -> None:
    run("press('j'); press('r'); return 1;")
    found = run("""
        const words = document.querySelector("#p0 .said").textContent;
        return [saved().map(one => one.decision), words];
    """)
    assert found == [["reject", "accept", "reject"], "Rejected: not the same"]
    # Another scan of the same pairs, to which an earlier decision gives another order.
    again = tuple(
        dataclasses.replace(one, decision="reject") if one.item_b == "c/2" else one
        for one in samples.small().pairs
    )
    kept = run("return saved().map(one => one.item_b);", samples.small(pairs=again))
    assert kept == ["a/2", "b/2", "c/2", "d/2"]
    other = samples.small(threshold=samples.threshold(value=0.95))
    assert run("return saved().map(one => one.decision);", other) == ["accept", "reject"]
    assert (tmp_path / "profile").exists()


def test_a_file_is_read_back_by_content_or_by_name(run) -> None:
    result = samples.small()
    sha = {item.id: item.sha256 for item in result.items}
    entries = [
        # Renamed since: the content tells, in whatever order.
        ("old/2", "old/1", sha["a/2"], sha["a/1"], "reject"),
        # Under the same name, but other content: it is about something else.
        ("a/2", "a/3", "0" * 64, sha["a/3"], "reject"),
        # Without hashes the name is all there is.
        ("c/2", "c/1", None, None, "accept"),
        ("x", "y", "1" * 64, "2" * 64, "accept"),
    ]
    names = ("item_a", "item_b", "sha256_a", "sha256_b", "decision")
    file = {
        "schema_version": 1,
        "decisions": [
            {k: v for k, v in zip(names, one, strict=True) if v is not None} for one in entries
        ],
    }
    found = run(f"const said = await give({json.dumps(json.dumps(file))}); return [said, saved()];")
    assert found[0] == (
        "4 decisions read: 2 about pairs on this page, 2 about others, which are kept and saved "
        "along."
    )
    kept = {(one["item_a"], one["item_b"]): one["decision"] for one in found[1]}
    assert kept == {
        ("a/1", "a/2"): "reject",
        ("b/1", "b/2"): "accept",
        ("c/1", "c/2"): "accept",
        ("d/1", "d/2"): "reject",
        ("a/2", "a/3"): "reject",
        ("x", "y"): "accept",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "This is no JSON: nothing was read."),
        ("[]", "This is no decisions.json of version 1: nothing was read."),
        ('{"schema_version": 2, "decisions": []}', "This is no decisions.json of version 1"),
        ('{"schema_version": 1, "decisions": [{"item_a": "a"}]}', "An entry lacks"),
        ('{"schema_version": 1, "decisions": [null]}', "An entry lacks"),
    ],
)
def test_a_file_that_is_something_else_is_refused(run, text, words) -> None:
    said, kept = run(f"return [await give({json.dumps(text)}), saved().length];")
    assert said.startswith(words)
    assert kept == 2


def test_earlier_decisions_about_pairs_that_are_not_shown_are_saved_along(run) -> None:
    pairs = tuple(
        dataclasses.replace(one, decision="reject")
        if (one.item_a, one.item_b) == ("a/1", "a/3")
        else one
        for one in samples.small().pairs
    )
    assert len(run("return saved();", samples.small(pairs=pairs))) == 3


def test_names_are_words_and_never_markup(run) -> None:
    name = '<img src=x onerror="document.title=1">\u202ejbo.'
    found = run(
        "press('j'); press('r'); return [document.title, by('told').textContent];",
        samples.result([samples.pair(name, "z", 0.99)]),
    )
    assert found[0] == "Duplicates in catalogue"
    assert '<img src=x onerror="document.title=1">\\u202ejbo.' in found[1]


def test_thousands_of_pairs_stay_usable(run) -> None:
    found = run(
        """
        const seconds = act => {
          const start = performance.now();
          act();
          document.body.getBoundingClientRect();
          return (performance.now() - start) / 1000;
        };
        const times = [
          seconds(() => press("j")),
          seconds(() => press("r")),
          seconds(() => change("text", "/0024")),
        ];
        const named = shown().length;
        change("text", "");
        by("on").click();
        press("k");
        return {times, named, laid: shown().length, words: by("shown").textContent};
        """,
        samples.many(2500),
    )
    assert found["named"] == 20
    assert found["laid"] == 60
    assert found["words"].startswith("5,000 of 5,000 pairs shown, cards 1 to 60 of 5,000")
    assert max(found["times"]) < 1.5


@pytest.mark.parametrize("size", ["360,800", "1280,900"])
def test_nothing_is_wider_than_the_window(run, size) -> None:
    long = "folder/" * 80 + "x" * 300
    found = run(
        """
        document.querySelector("#filters").open = true;
        const wide = document.documentElement.clientWidth + 1;
        return [...document.querySelectorAll("body *:not(option)")]
          .filter(one => !one.closest(".scroll, dialog"))
          .filter(one => one.getBoundingClientRect().right > wide)
          .map(one => one.outerHTML.slice(0, 80));
        """,
        samples.result(
            [samples.pair(long, long + "y", 0.99, group_id=0), samples.pair("a", long, 0.98)],
            [[long, long + "y"]],
        ),
        size=size,
    )
    assert found == []

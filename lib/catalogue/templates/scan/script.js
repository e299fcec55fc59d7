"use strict";
(() => {
const data = JSON.parse(document.getElementById("data").textContent);
const [A, B, SHA_A, SHA_B, SIMILARITY, RELATION, DECISION] = [0, 1, 2, 3, 4, 5, 6];
const ON_A_PAGE = 60;
const find = id => document.getElementById(id);
const rows = data.pairs.map((_, n) => find("p" + n));
const names = data.pairs.map(pair => (pair[A] + "\n" + pair[B]).toLowerCase());
const cards = [...document.querySelectorAll("main article")];
const cardOf = rows.map(row => row.closest("article"));
const inCard = new Map(cards.map(card => [card, []]));
cardOf.forEach((card, n) => inCard.get(card).push(n));
const sections = [...document.querySelectorAll("main > section")];
const form = document.querySelector("#filters form");

// What has been decided: as the scan knew it, then what this browser has kept.
const decided = data.pairs.map(pair => pair[DECISION]);
const namedBy = one => JSON.stringify([one.item_a, one.item_b].sort());
let others = byName(data.others), past = [], kept = true;
function byName(entries) { return new Map(entries.map(one => [namedBy(one), one])); }
const KEY = "scan-decisions-" + data.key;
const places = new Map(data.pairs.map((_, n) => [namedBy(entry(n)), n]));
function entry(n) {
  const pair = data.pairs[n];
  return {item_a: pair[A], item_b: pair[B], sha256_a: pair[SHA_A], sha256_b: pair[SHA_B],
    similarity: pair[SIMILARITY], decision: decided[n]};
}
try {
  const stored = JSON.parse(localStorage.getItem(KEY) || "null");
  if (stored) {
    others = byName(stored.others);
    // By name: a later scan of the same pairs may list them in another order.
    for (const one of stored.changed) {
      if (places.has(namedBy(one))) decided[places.get(namedBy(one))] = one.decision;
      else if (one.decision) others.set(namedBy(one), one);
    }
  }
} catch { kept = false; }
function keep() {
  const changed = decided.flatMap((one, n) => one === data.pairs[n][DECISION] ? [] : [entry(n)]);
  try { localStorage.setItem(KEY, JSON.stringify({changed, others: [...others.values()]})); }
  catch { kept = false; }
}
// What would not show, or would turn a name round, is written by its number.
const visible = name => name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, one => "\\u" + one.codePointAt(0).toString(16).padStart(4, "0"));
const titled = n => `${visible(data.pairs[n][A])} and ${visible(data.pairs[n][B])}`;
function tell(words) { find("told").textContent = words + (kept ? "" : " This browser keeps nothing: save the file."); }

// Filters and pages: what is not shown is not laid out.
let passing = [], page = 0, current = -1, seen = [];
function passes(n) {
  const pair = data.pairs[n], state = form.elements.decision.value;
  return relations.has(pair[RELATION])
    && (data.rising ? pair[SIMILARITY] >= least : pair[SIMILARITY] <= least)
    && (state === "all" || decided[n] === (state === "none" ? "" : state))
    && names[n].includes(text);
}
let relations = new Set(), text = "", least = data.worst;
function filter() {
  relations = new Set([...form.querySelectorAll("[name=relation]:checked")].map(box => box.value));
  text = form.elements.text.value.toLowerCase();
  const part = Number(form.elements.least.value) / 1000;
  // The ends are the scores themselves, which a sum could miss by its last bit.
  least = part === 0 ? data.worst : part === 1 ? data.best : data.worst + part * (data.best - data.worst);
  form.elements.said.value = least.toPrecision(5);
  form.elements.least.setAttribute("aria-valuetext", form.elements.said.value);
  const shown = rows.map((_, n) => passes(n));
  rows.forEach((row, n) => { row.hidden = !shown[n]; });
  const all = shown.every(Boolean);
  // A card that holds no pair, of members cut short, is there when nothing is filtered.
  passing = cards.filter(card => { const own = inCard.get(card); return own.length ? own.some(n => shown[n]) : all; });
  document.querySelectorAll(".unpaired").forEach(row => { row.hidden = !all; });
  seen = passing.flatMap(card => inCard.get(card).filter(n => shown[n]));
  turn(page);
}
function turn(to) {
  const last = Math.max(0, Math.ceil(passing.length / ON_A_PAGE) - 1);
  page = Math.min(Math.max(to, 0), last);
  const here = new Set(passing.slice(page * ON_A_PAGE, (page + 1) * ON_A_PAGE));
  cards.forEach(card => { card.classList.toggle("away", !here.has(card)); });
  sections.forEach(section => { section.hidden = passing.length > 0 && ![...here].some(card => section.contains(card)); });
  const first = passing.length ? page * ON_A_PAGE + 1 : 0, count = one => one.toLocaleString("en");
  const accepted = decided.filter(one => one === "accept").length, rejected = decided.filter(one => one === "reject").length;
  find("shown").textContent = `${count(seen.length)} of ${count(rows.length)} pairs shown`
    + (last ? `, cards ${count(first)} to ${count(first + here.size - 1)} of ${count(passing.length)}` : "")
    + `; ${count(accepted)} accepted, ${count(rejected)} rejected`;
  find("back").disabled = page === 0;
  find("on").disabled = page === last;
}

// Moving about.
function go(n) {
  rows[current]?.classList.remove("current");
  current = n;
  if (n < 0) return;
  turn(Math.floor(passing.indexOf(cardOf[n]) / ON_A_PAGE));
  rows[n].classList.add("current");
  rows[n].focus({preventScroll: true});
  rows[n].scrollIntoView({block: "nearest"});
}
function step(by) {
  if (!seen.length) return;
  const place = seen.indexOf(current);
  if (place >= 0) return go(seen[Math.min(Math.max(place + by, 0), seen.length - 1)]);
  const next = seen.findIndex(n => n > current);
  go(by > 0 ? seen[next < 0 ? seen.length - 1 : next] : seen[Math.max((next < 0 ? seen.length : next) - 1, 0)]);
}

// Deciding.
const WORDS = {accept: "Accepted: the same", reject: "Rejected: not the same", "": ""};
function paint(n) {
  rows[n].dataset.decision = decided[n];
  rows[n].querySelector(".said").textContent = WORDS[decided[n]];
  rows[n].querySelectorAll("[data-do]").forEach(button => button.setAttribute("aria-pressed", String(button.dataset.do === decided[n])));
}
function set(n, decision) { decided[n] = decision; paint(n); }
function decide(n, decision) {
  past.push([n, decided[n]]);
  set(n, decision);
  keep();
  tell(`${WORDS[decision] || "Undecided again"}. ${titled(n)}`);
}
function undo() {
  if (!past.length) return tell("Nothing to undo.");
  const [n, before] = past.pop();
  set(n, before);
  keep();
  filter();
  if (seen.includes(n)) go(n);
  tell(`Undone. ${titled(n)}`);
}
function decideCurrent(decision) {
  if (!seen.includes(current)) return step(1);
  const place = seen.indexOf(current), following = seen[place + 1] ?? seen[place - 1] ?? -1;
  decide(current, decision);
  filter();
  go(following >= 0 && (seen.includes(following)) ? following : seen.length ? current : -1);
}

// The file.
function written() {
  const here = decided.flatMap((one, n) => one ? [entry(n)] : []);
  return JSON.stringify({schema_version: 1, decisions: [...here, ...others.values()]}, null, 1) + "\n";
}
function save() {
  const file = written(), count = JSON.parse(file).decisions.length;
  find("text").value = file;
  find("file").textContent = `${count.toLocaleString("en")} decisions in decisions.json`
    + (others.size ? `, ${others.size.toLocaleString("en")} of them about pairs that this page does not show.` : ".");
  find("loaded").textContent = "";
  try {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file], {type: "application/json"}));
    link.download = "decisions.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  } catch { find("file").textContent += " The browser gives no file."; }
  find("saved").showModal();
}
function read(file) {
  let found;
  try { found = JSON.parse(file); } catch { return "This is no JSON: nothing was read."; }
  if (found?.schema_version !== 1 || !Array.isArray(found.decisions)) return "This is no decisions.json of version 1: nothing was read.";
  const bad = found.decisions.find(one => !one || typeof one.item_a !== "string" || typeof one.item_b !== "string" || !["accept", "reject"].includes(one.decision));
  if (bad !== undefined) return `An entry lacks item_a, item_b or a decision to accept or reject: ${JSON.stringify(bad).slice(0, 200)}. Nothing was read.`;
  const byContent = new Map();
  const content = (one, other) => JSON.stringify([one, other].sort());
  data.pairs.forEach((pair, n) => {
    const key = content(pair[SHA_A], pair[SHA_B]);
    byContent.set(key, [...(byContent.get(key) || []), n]);
  });
  let fitting = 0, along = 0;
  for (const one of found.decisions) {
    // A decision is about what the files held: it follows them under new names.
    const same = one.sha256_a && one.sha256_b ? byContent.get(content(one.sha256_a, one.sha256_b)) || [] : null;
    const named = places.get(namedBy(one));
    const at = named !== undefined && (!same || same.includes(named)) ? [named] : same || [];
    if (at.length) { fitting += 1; at.forEach(n => set(n, one.decision)); }
    else { along += 1; others.set(namedBy(one), one); }
  }
  past = [];
  keep();
  filter();
  return `${found.decisions.length.toLocaleString("en")} decisions read: ${fitting.toLocaleString("en")} about pairs on this page`
    + (along ? `, ${along.toLocaleString("en")} about others, which are kept and saved along.` : ".");
}

document.documentElement.classList.add("js");
rows.forEach((_, n) => paint(n));
filter();
form.addEventListener("input", filter);
form.addEventListener("submit", event => event.preventDefault());
form.addEventListener("reset", () => setTimeout(filter));
find("back").addEventListener("click", () => { turn(page - 1); sections[0].parentElement.scrollIntoView(); });
find("on").addEventListener("click", () => { turn(page + 1); sections[0].parentElement.scrollIntoView(); });
find("undo").addEventListener("click", undo);
find("save").addEventListener("click", save);
find("help").addEventListener("click", () => find("keys").showModal());
find("load").addEventListener("change", event => {
  const [file] = event.target.files;
  if (file) file.text().then(text => { find("loaded").textContent = read(text); find("text").value = written(); });
});
document.querySelector("main").addEventListener("click", event => {
  const row = event.target.closest(".pair"), n = rows.indexOf(row), button = event.target.closest("[data-do]");
  if (n < 0) return;
  if (n !== current) { rows[current]?.classList.remove("current"); current = n; row.classList.add("current"); }
  if (button) { decide(n, decided[n] === button.dataset.do ? "" : button.dataset.do); turn(page); }
});
addEventListener("keydown", event => {
  if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest?.("input, select, textarea, summary") && event.key !== "?") return;
  const act = {j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
    a: () => decideCurrent("accept"), r: () => decideCurrent("reject"), u: undo, "?": () => find("keys").showModal()}[event.key];
  if (!act || (event.key === "?" && event.target.closest?.("input[type=search], textarea"))) return;
  event.preventDefault();
  act();
});
addEventListener("beforeunload", event => { if (!kept && past.length) event.preventDefault(); });
})();

"use strict";
// A small look-around: data from the page itself, a force layout that gives the same picture each time.
const data = JSON.parse(document.getElementById("data").textContent);
const svgNS = "http://www.w3.org/2000/svg";
const byId = new Map(data.nodes.map((node) => [node.id, node]));
const $ = (id) => document.getElementById(id);
const QUIET = new Set(["source", "evidence", "fact", "jurisdiction", "zone", "regimen", "technique"]);
const MANY = 42;
const LONGEST = 26;
const RANK = { forbid: 0, caution: 1, good: 2, "": 3 };
let open = null, view = { x: 0, y: 0, k: 1 };

const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text);
const kinds = [...new Set(data.nodes.map((node) => node.kind))].sort();
const focusKinds = new Set(data.nodes.filter((node) => node.focus).map((node) => node.kind));
const shown = new Set(kinds.filter((kind) => focusKinds.has(kind) || !QUIET.has(kind)));

function make(name, attributes, parent) {
  const element = document.createElementNS(svgNS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (parent) parent.appendChild(element);
  return element;
}
function html(name, text, parent, cls) {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  if (cls) element.className = cls;
  if (parent) parent.appendChild(element);
  return element;
}
const tone = (edge) => edge.tone;
const signs = { forbid: "✕", caution: "!", good: "✓" };
const recalled = (edge) => edge.access === "recalled" || edge.access === "vendor";

function visible() {
  const nodes = data.nodes.filter((node) => node.focus || shown.has(node.kind) || node.id === open);
  const there = new Set(nodes.map((node) => node.id));
  const edges = data.edges.filter((edge) => there.has(edge.from) && there.has(edge.to));
  return { nodes, edges };
}

// One line a pair in the picture: the gravest statement decides how it looks; the panel lists all.
function drawn(edges) {
  const pairs = new Map();
  for (const edge of edges) {
    const key = [edge.from, edge.to].sort().join("\n");
    const old = pairs.get(key);
    if (!old || RANK[tone(edge)] < RANK[tone(old)]) pairs.set(key, edge);
  }
  return [...pairs.values()];
}

function layout(nodes, edges) {
  const ring = kinds.length || 1;
  nodes.forEach((node, index) => {
    node.w = Math.max(70, short(node.label).length * 6.9 + 18);
    node.h = 30;
    const turn = (kinds.indexOf(node.kind) / ring) * 2 * Math.PI + index * 0.37;
    const far = node.focus ? 120 : 380 + (index % 5) * 60;
    node.x = Math.cos(turn) * far * 1.5;
    node.y = Math.sin(turn) * far;
  });
  const pairs = drawn(edges).map((edge) => [byId.get(edge.from), byId.get(edge.to)]);
  const rounds = nodes.length > 250 ? 120 : 320;
  for (let round = 0; round < rounds; round += 1) {
    const heat = 1 - round / rounds;
    for (const node of nodes) { node.dx = -node.x * 0.006; node.dy = -node.y * 0.011; }
    for (let i = 0; i < nodes.length; i += 1) {
      for (let j = i + 1; j < nodes.length; j += 1) push(nodes[i], nodes[j]);
    }
    for (const [one, other] of pairs) pull(one, other);
    for (const node of nodes) {
      const step = Math.hypot(node.dx, node.dy) || 1;
      const most = Math.min(step, 40 * heat + 2);
      node.x += (node.dx / step) * most;
      node.y += (node.dy / step) * most;
    }
  }
  for (let round = 0; round < 400; round += 1) if (!spread(nodes)) break;
}
function push(one, other) {
  let x = one.x - other.x, y = one.y - other.y;
  if (!x && !y) { x = 0.5; y = 0.5; }
  const square = Math.max(x * x + y * y, 60);
  const force = (one.focus && other.focus ? 90000 : 30000) / square;
  const distance = Math.sqrt(square);
  one.dx += (x / distance) * force; one.dy += (y / distance) * force;
  other.dx -= (x / distance) * force; other.dy -= (y / distance) * force;
}
function pull(one, other) {
  const x = other.x - one.x, y = other.y - one.y;
  const distance = Math.hypot(x, y) || 1;
  const force = (distance - 170) * 0.025;
  one.dx += (x / distance) * force; one.dy += (y / distance) * force;
  other.dx -= (x / distance) * force; other.dy -= (y / distance) * force;
}
function spread(nodes) {
  let moved = false;
  for (let i = 0; i < nodes.length; i += 1) {
    for (let j = i + 1; j < nodes.length; j += 1) {
      const a = nodes[i], b = nodes[j];
      const x = (a.w + b.w) / 2 + 10 - Math.abs(a.x - b.x);
      const y = (a.h + b.h) / 2 + 8 - Math.abs(a.y - b.y);
      if (x <= 0 || y <= 0) continue;
      moved = true;
      if (y <= x) { const s = a.y < b.y ? -1 : 1; a.y += (s * y) / 2; b.y -= (s * y) / 2; }
      else { const s = a.x < b.x ? -1 : 1; a.x += (s * x) / 2; b.x -= (s * x) / 2; }
    }
  }
  return moved;
}

const graph = $("graph");
const world = make("g", {}, graph);
function draw() {
  world.replaceChildren();
  const { nodes, edges } = visible();
  layout(nodes, edges);
  for (const edge of drawn(edges)) {
    const a = byId.get(edge.from), b = byId.get(edge.to);
    const cls = `${tone(edge)} ${recalled(edge) ? "recalled" : ""}`;
    const line = make("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, class: `edge ${cls}` }, world);
    line.dataset.ends = `${edge.from}\n${edge.to}`;
    if (signs[tone(edge)]) {
      const sign = make("text", { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 + 4, class: `sign ${tone(edge)}` }, world);
      sign.textContent = signs[tone(edge)];
      sign.dataset.ends = line.dataset.ends;
    }
  }
  for (const node of nodes) world.appendChild(box(node));
  mark();
}
function box(node) {
  const group = make("g", {
    class: `node ${node.focus ? "focus" : ""}`, tabindex: "0", role: "button",
    transform: `translate(${node.x},${node.y})`, "aria-label": `${node.label}, ${node.kind}`,
  });
  group.dataset.id = node.id;
  make("rect", { x: -node.w / 2, y: -15, width: node.w, height: 30, rx: 6 }, group);
  make("text", { y: -4 }, group).textContent = short(node.label);
  make("title", {}, group).textContent = node.label;
  make("text", { y: 8.5, class: "kind" }, group).textContent = node.kind;
  group.addEventListener("click", () => show(node.id));
  group.addEventListener("keydown", (event) => keys(event, node));
  return group;
}
function keys(event, node) {
  if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(node.id); return; }
  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const way = ways[event.key];
  if (!way) return;
  event.preventDefault();
  const next = near(node).map((id) => byId.get(id)).filter((other) => element(other.id))
    .map((other) => [other, (other.x - node.x) * way[0] + (other.y - node.y) * way[1],
      Math.hypot(other.x - node.x, other.y - node.y)])
    .filter(([, along, far]) => along > far * 0.3).sort((a, b) => a[2] - b[2])[0];
  if (next) element(next[0].id).focus();
}
const element = (id) => [...world.querySelectorAll(".node")].find((each) => each.dataset.id === id);
const near = (id) => [...new Set(data.edges.filter((edge) => edge.from === id || edge.to === id)
  .map((edge) => (edge.from === id ? edge.to : edge.from)))];

function mark() {
  const around = open === null ? null : new Set([open, ...near(open)]);
  for (const each of world.children) {
    const ends = each.dataset.ends ? each.dataset.ends.split("\n") : null;
    const mine = open === null || (ends ? ends.includes(open) : around.has(each.dataset.id));
    each.classList.toggle("faded", !mine);
    if (!ends) each.classList.toggle("open", each.dataset.id === open);
  }
}
function show(id) {
  const hidden = !element(id);
  open = id;
  if (hidden) draw(); else mark();
  panel(byId.get(id));
}
function panel(node) {
  const side = $("panel");
  side.replaceChildren();
  html("h2", node.label, side);
  html("p", `${node.kind}, ${node.id}`, side, "dim");
  const groups = new Map();
  for (const edge of data.edges) {
    if (edge.from !== node.id && edge.to !== node.id) continue;
    if (!groups.has(edge.kind)) groups.set(edge.kind, []);
    groups.get(edge.kind).push(edge);
  }
  if (!groups.size) html("p", "Nothing is connected with it here.", side);
  const grave = (edges) => Math.min(...edges.map((edge) => RANK[edge.tone]));
  const ordered = [...groups].sort((a, b) => grave(a[1]) - grave(b[1]) || (a[0] < b[0] ? -1 : 1));
  for (const [kind, edges] of ordered) {
    html("h3", `${kind.replaceAll("-", " ")} (${edges.length})`, side);
    const list = html("ul", "", side);
    for (const edge of edges) list.appendChild(row(edge, node));
  }
  const back = html("p", "", side);
  link("Back to the overview", back, () => { open = null; mark(); overview(); });
}
function row(edge, node) {
  const item = html("li", "");
  const other = byId.get(edge.from === node.id ? edge.to : edge.from);
  if (signs[tone(edge)]) html("span", `${signs[tone(edge)]} `, item, `sign ${tone(edge)}`);
  link(other.label, item, () => { show(other.id); const e = element(other.id); if (e) e.focus(); });
  const sure = [edge.effect, edge.basis && `known by: ${edge.basis}`].filter(Boolean).join(", ");
  if (sure) html("span", ` ${sure}`, item);
  const words = data.statements[edge.statement];
  if (words) html("p", words, item);
  if (edge.read) html("p", edge.read, item, "dim");
  if (edge.statement) html("p", edge.statement, item, "dim");
  return item;
}
function link(text, parent, act) {
  const button = html("button", text, parent);
  button.type = "button";
  button.addEventListener("click", act);
}
function overview() {
  const side = $("panel");
  side.replaceChildren();
  html("h2", "Overview", side);
  const { nodes } = visible();
  html("p", `${data.nodes.length} names, ${data.edges.length} statements and ties; ${nodes.length} names are shown.`, side);
  html("p", "Click a name to see what is said of it, how it is known, and where it was read. Keys: / finds, Tab and arrows move, Enter opens, Esc goes back.", side, "dim");
  const grave = data.edges.filter((edge) => tone(edge) === "forbid" && byId.get(edge.from).focus && byId.get(edge.to).focus);
  if (grave.length) {
    html("h3", "Forbidden among these", side);
    const list = html("ul", "", side);
    for (const edge of grave) {
      const item = row(edge, byId.get(edge.to));
      html("span", ` with ${byId.get(edge.to).label}`, item);
      list.appendChild(item);
    }
  }
  html("h3", "Names", side);
  const list = html("ul", "", side);
  for (const node of [...nodes].sort((a, b) => b.focus - a.focus || a.label.localeCompare(b.label))) {
    const item = html("li", "", list);
    link(node.label, item, () => show(node.id));
    html("span", ` ${node.kind}`, item, "dim");
  }
  html("p", data.foot, side, "dim");
}

function place() { world.setAttribute("transform", `translate(${view.x},${view.y}) scale(${view.k})`); }
function fit() {
  const box = world.getBBox();
  const w = graph.clientWidth || 900, h = graph.clientHeight || 700;
  if (!box.width) return;
  view.k = Math.min(1.6, (w - 40) / box.width, (h - 40) / box.height);
  view.x = w / 2 - (box.x + box.width / 2) * view.k;
  view.y = h / 2 - (box.y + box.height / 2) * view.k;
  place();
}
function zoom(factor, x, y) {
  const k = Math.min(4, Math.max(0.08, view.k * factor));
  view.x = x - ((x - view.x) / view.k) * k;
  view.y = y - ((y - view.y) / view.k) * k;
  view.k = k;
  place();
}
let drag = null;
graph.addEventListener("pointerdown", (event) => { if (!event.target.closest(".node")) drag = [event.clientX - view.x, event.clientY - view.y]; });
window.addEventListener("pointermove", (event) => { if (drag) { view.x = event.clientX - drag[0]; view.y = event.clientY - drag[1]; place(); } });
window.addEventListener("pointerup", () => { drag = null; });
graph.addEventListener("wheel", (event) => { event.preventDefault(); zoom(event.deltaY < 0 ? 1.15 : 0.87, event.offsetX, event.offsetY); }, { passive: false });
$("in").addEventListener("click", () => zoom(1.25, graph.clientWidth / 2, graph.clientHeight / 2));
$("out").addEventListener("click", () => zoom(0.8, graph.clientWidth / 2, graph.clientHeight / 2));
$("fit").addEventListener("click", fit);
window.addEventListener("resize", fit);

$("search").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  const hits = wanted ? data.nodes.filter((node) => `${node.label} ${node.id}`.toLowerCase().includes(wanted)) : [];
  for (const each of world.querySelectorAll(".node")) each.classList.toggle("hit", hits.some((node) => node.id === each.dataset.id));
  $("hits").textContent = wanted ? `${hits.length} found` : "";
});
$("search").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const wanted = event.target.value.trim().toLowerCase();
  const hits = data.nodes.filter((node) => `${node.label} ${node.id}`.toLowerCase().includes(wanted));
  const first = hits.find((node) => node.label.toLowerCase() === wanted) || hits[0];
  if (wanted && first) { show(first.id); const e = element(first.id); if (e) e.focus(); }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== $("search")) { event.preventDefault(); $("search").focus(); }
  if (event.key === "Escape") { open = null; mark(); overview(); }
});

$("title").textContent = data.title;
for (const kind of kinds) {
  const label = html("label", "", $("kinds"));
  const input = html("input", "", label);
  input.type = "checkbox";
  input.checked = shown.has(kind);
  input.addEventListener("change", () => {
    if (input.checked) shown.add(kind); else shown.delete(kind);
    draw(); fit(); if (open === null) overview();
  });
  label.append(` ${kind} (${data.nodes.filter((node) => node.kind === kind).length}) `);
}
// Too many to read: the kinds that say least are put away until they are asked for.
for (const kind of ["product", "goal", "mechanism", "class", "ingredient"]) {
  if (visible().nodes.length > MANY && !focusKinds.has(kind)) shown.delete(kind);
}
for (const input of $("kinds").querySelectorAll("input")) {
  input.checked = shown.has(kinds[[...$("kinds").querySelectorAll("input")].indexOf(input)]);
}
draw();
fit();
overview();

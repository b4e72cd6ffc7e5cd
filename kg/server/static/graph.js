"use strict";
// The drawn graph: asks /graph/data, draws with vis-network, shows what says so, grows where it is clicked.
(() => {
  const byId = (id) => document.getElementById(id);
  const make = (tag, text, cls) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = String(text).replace(/\f/g, " "); // never innerHTML: names and quotes come from documents
    if (cls) element.className = cls;
    return element;
  };
  const COLOURED = ["Drug", "Organization", "Person", "Indication", "Target", "Event"];
  const NAMES = { Membership: "Role", RegulatoryAction: "Regulatory action", FinancialObservation: "Figure" };
  const DASHES = { "": false, intended: [8, 5] };
  const MOST = 500;
  const canvas = byId("canvas"), about = canvas.dataset.about;
  let asked = new URLSearchParams(location.search);
  const compared = asked.has("from") && asked.has("to") && !asked.has("question");
  const things = new Map(), links = new Map(), grown = new Set();
  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  const hiddenTypes = new Set(), hiddenRelations = new Set();
  let network = null;

  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const colour = (type) => style(COLOURED.includes(type) ? type.toLowerCase() : "other");
  const markColour = { added: "green", removed: "red", changed: "amber" };
  const nodeLook = (thing) => {
    const ground = style("panel"), mark = thing.mark ? style(markColour[thing.mark]) : "";
    const own = mark || colour(thing.type);
    const label = thing.before ? `${thing.before}\n→ ${thing.label}` : thing.label;
    const look = { id: thing.id, label, hidden: hiddenTypes.has(thing.type), font: { color: mark || style("text"), strokeColor: style("ground"), strokeWidth: thing.box ? 0 : 3 } };
    if (thing.box) return { ...look, shape: "box", borderWidth: mark ? 2.5 : 1, color: { background: ground, border: own, highlight: { background: ground, border: style("text") }, hover: { background: ground, border: style("text") } } };
    return { ...look, shape: "dot", size: thing.id === about ? 22 : 13, borderWidth: mark ? 4 : 0, color: { background: colour(thing.type), border: own, highlight: { background: colour(thing.type), border: own }, hover: { background: colour(thing.type), border: own } } };
  };
  const labelled = () => byId("labels").checked;
  const edgeLook = (link) => {
    const own = link.mark ? style(markColour[link.mark]) : style("edge");
    return {
      id: link.id, from: link.from, to: link.to, label: labelled() ? link.label + (link.stance ? ` (${link.stance})` : "") : undefined,
      arrows: "to", dashes: link.mark === "removed" ? [8, 5] : DASHES[link.stance] ?? [2, 5], width: link.mark ? 2.2 : 1,
      hidden: hiddenRelations.has(link.relation), color: { color: own, highlight: style("text"), hover: style("text") },
      font: { color: link.mark ? own : style("muted"), strokeColor: style("ground"), strokeWidth: 3, size: 13, align: "horizontal" },
    };
  };
  const curved = () => { // parallel edges bend apart
    const pairs = new Map();
    for (const link of links.values()) {
      const key = [link.from, link.to].sort().join(" ");
      pairs.set(key, [...(pairs.get(key) || []), link]);
    }
    const bends = [];
    for (const group of pairs.values()) group.forEach((link, i) => {
      const turn = Math.ceil(i / 2) * 0.18;
      bends.push({ id: link.id, smooth: turn ? { enabled: true, type: i % 2 ? "curvedCW" : "curvedCCW", roundness: turn } : false });
    });
    edges.update(bends);
  };
  const repaint = () => { nodes.update([...things.values()].map(nodeLook)); edges.update([...links.values()].map(edgeLook)); curved(); };
  const options = () => ({
    autoResize: false, // its observer loops; the listener below does the same
    nodes: { font: { size: 17 }, margin: 5, labelHighlightBold: false },
    edges: { selectionWidth: 1.5, hoverWidth: 0.5, arrows: { to: { scaleFactor: 0.45 } } },
    interaction: { hover: true, multiselect: false, keyboard: { enabled: true, bindToWindow: false } },
    layout: { randomSeed: 11, improvedLayout: false },
    physics: { solver: "forceAtlas2Based", stabilization: { iterations: 500, updateInterval: 500, fit: true },
      forceAtlas2Based: { gravitationalConstant: -110, centralGravity: 0.012, springLength: 120, springConstant: 0.05, avoidOverlap: 0.6 } },
  });
  const fit = () => { network.fit({ maxZoomLevel: 1.3 }); network.moveTo({ scale: network.getScale() * 0.9 }); };
  const settle = (whole) => { network.setOptions({ physics: false }); if (whole) fit(); document.body.dataset.settled = "yes"; };
  const settleAround = (held) => { // what was there keeps its place while the new finds its own
    const hold = (fixed) => nodes.update(held.map((id) => ({ id, fixed })));
    hold(true);
    network.setOptions({ physics: options().physics });
    network.once("stabilized", () => { hold(false); settle(true); });
    network.stabilize(150);
  };

  // ---- what says so ----
  const source = (e) => {
    const cite = make("cite");
    cite.append(make("time", e.date || "undated"), " · ");
    if (e.document) {
      const link = make("a", e.title || e.source);
      link.href = `/document/${encodeURIComponent(e.document)}#p${e.start}`;
      cite.append(link);
    } else cite.append(make("bdi", e.title || e.source));
    return cite;
  };
  const proof = (e) => { const box = make("div", undefined, "said"), quote = make("blockquote"); quote.append(make("bdi", e.quote)); box.append(quote, source(e)); return box; };
  const together = (facts) => { // what the same passage says of one thing is shown once
    const groups = new Map();
    for (const fact of facts) {
      const newest = fact.evidence[0];
      const key = JSON.stringify([fact.said[0], newest && newest.quote]);
      groups.set(key, [...(groups.get(key) || []), fact]);
    }
    return [...groups.values()];
  };
  const list = (facts) => {
    const out = make("dl");
    for (const said of together(facts)) {
      const term = make("dt");
      if (said.length === 1) term.append(make("bdi", said[0].said[0]), ` – ${said[0].said[1]} – `, make("bdi", said[0].said[2]));
      else term.append(make("bdi", said[0].said[0]));
      if (said.length === 1 && said[0].said[3]) term.append(" ", make("span", said[0].said[3], "stance"));
      const told = make("dd");
      if (said.length > 1) told.append(make("div", said.map((f) => `${f.said[1]}: ${f.said[2]}${f.said[3] ? ` (${f.said[3]})` : ""}`).join("; ")));
      said[0].evidence.slice(0, 1).forEach((e) => told.append(proof(e)));
      if (said[0].evidence.length > 1) {
        const more = make("details");
        more.append(make("summary", `${said[0].evidence.length - 1 + said[0].more} more`), ...said[0].evidence.slice(1).map(proof));
        told.append(more);
      }
      out.append(term, told);
    }
    return out;
  };
  const newest = (fact) => (fact.evidence[0] ? fact.evidence[0].date : "");
  const factsOf = (id) => {
    const found = [...things.get(id).facts];
    for (const link of links.values()) if (link.from === id || link.to === id) found.push(...link.facts);
    const once = new Map(found.map((fact) => [JSON.stringify(fact.said), fact]));
    return [...once.values()].sort((a, b) => (newest(a) < newest(b) ? 1 : -1));
  };
  const show = (...content) => { byId("shown").replaceChildren(...content); byId("panel").scrollTop = 0; };
  const showNode = (id) => {
    const thing = things.get(id);
    const row = make("div", undefined, "row"), open = make("a", "Open its page"), centre = make("a", "Centre here");
    open.href = `/entity/${id.split("/").map(encodeURIComponent).join("/")}`;
    centre.href = `/graph?${new URLSearchParams({ about: id, ...(asked.get("as_of") ? { as_of: asked.get("as_of") } : {}) })}`;
    row.append(open, centre);
    if (!grown.has(id) && !compared) {
      const more = make("button", "Show its neighbours");
      more.type = "button";
      more.addEventListener("click", () => grow(id));
      row.append(more);
    }
    const heading = make("h2"); heading.append(make("bdi", thing.name));
    const kind = make("div"); kind.append(make("span", NAMES[thing.type] || thing.type, `type t-${thing.type}`));
    if (thing.mark) kind.append(" ", make("span", thing.mark, `badge ${thing.mark}`));
    show(heading, kind, row, list(factsOf(id)));
  };
  const showEdge = (id) => {
    const link = links.get(id), heading = make("h2");
    heading.append(make("bdi", things.get(link.from).name), " → ", make("bdi", things.get(link.to).name));
    const kind = make("div", link.label, "muted");
    if (link.mark) kind.append(" ", make("span", link.mark, `badge ${link.mark}`));
    show(heading, kind, list(link.facts));
  };

  // ---- what is shown ----
  const add = (data) => {
    const fresh = data.nodes.filter((n) => !things.has(n.id)).slice(0, Math.max(0, MOST - things.size));
    for (const node of fresh) things.set(node.id, node);
    const joined = data.edges.filter((e) => !links.has(e.id) && things.has(e.from) && things.has(e.to));
    for (const edge of joined) links.set(edge.id, edge);
    nodes.update(fresh.map(nodeLook));
    edges.update(joined.map(edgeLook));
    curved();
    choices();
    return fresh;
  };
  const choices = () => {
    const legend = byId("legend"), count = new Map();
    for (const thing of things.values()) count.set(thing.type, (count.get(thing.type) || 0) + 1);
    const types = [...COLOURED.filter((t) => count.has(t)), ...[...count.keys()].filter((t) => !COLOURED.includes(t)).sort()];
    legend.replaceChildren(...types.map((type) => toggle(hiddenTypes, type, [make("i", undefined, COLOURED.includes(type) ? `i-${type}` : "i-other box"), make("span", NAMES[type] || type), make("span", String(count.get(type)), "muted")])));
    if (compared) for (const mark of ["added", "removed", "changed"]) { const sign = make("label"); sign.append(make("i", undefined, `box i-${mark}`), make("span", mark)); legend.append(sign); }
    const relations = new Map();
    for (const link of links.values()) relations.set(link.relation, (relations.get(link.relation) || 0) + 1);
    const box = make("div");
    box.append(...[...relations.keys()].sort().map((name) => toggle(hiddenRelations, name, [make("span", name), make("span", String(relations.get(name)), "muted")])));
    const holder = byId("relations");
    holder.replaceChildren(make("summary", "Relations"), box);
    holder.hidden = relations.size < 2;
    const names = byId("names"), every = make("ul", undefined, "plain"); // the drawing for those who do not point
    every.append(...[...things.values()].sort((a, b) => a.name.localeCompare(b.name)).map((thing) => {
      const item = make("li"), pick = make("button", undefined, "pick");
      pick.type = "button";
      pick.append(make("bdi", thing.name));
      pick.addEventListener("click", () => { network.selectNodes([thing.id]); network.focus(thing.id, { scale: Math.max(0.9, network.getScale()) }); showNode(thing.id); byId("shown").querySelector("a").focus(); });
      item.append(pick, " ", make("span", NAMES[thing.type] || thing.type, "muted"));
      return item;
    }));
    names.replaceChildren(make("summary", `Things (${things.size})`), every);
    names.hidden = !things.size;
  };
  const toggle = (hidden, name, content) => {
    const label = make("label"), box = make("input");
    box.type = "checkbox";
    box.checked = !hidden.has(name);
    box.addEventListener("change", () => { if (box.checked) hidden.delete(name); else hidden.add(name); repaint(); });
    label.append(box, ...content);
    return label;
  };
  const note = (text) => { byId("note").textContent = text; };
  const load = async (parameters) => {
    const response = await fetch(`/graph/data?${new URLSearchParams(parameters)}`);
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  };
  const grow = async (id) => {
    grown.add(id);
    note("…");
    try {
      const data = await load({ about: id, limit: "60", ...(asked.get("as_of") ? { as_of: asked.get("as_of") } : {}) });
      const at = network.getPosition(id);
      const held = [...things.keys()];
      const fresh = add(data);
      nodes.update(fresh.map((n, i) => ({ id: n.id, x: at.x + 60 * Math.cos(i), y: at.y + 60 * Math.sin(i) })));
      settleAround(held);
      note(things.size >= MOST ? `No more than ${MOST} nodes are drawn.` : `${fresh.length} new`);
      showNode(id);
    } catch { note("Its neighbours cannot be had just now."); grown.delete(id); }
  };

  // ---- begin ----
  const start = async () => {
    const data = await load(asked);
    add(data);
    if (!things.size) { settledWithout(); return; }
    byId("labels").checked = links.size <= 60;
    repaint();
    if (!asked.get("other")) grown.add(about);
    network = new vis.Network(canvas, { nodes, edges }, options());
    network.once("stabilizationIterationsDone", () => settle(true));
    network.on("click", ({ nodes: [node], edges: [edge] }) => { if (node) showNode(node); else if (edge) showEdge(edge); });
    network.on("doubleClick", ({ nodes: [node] }) => { if (node && !grown.has(node) && !compared) grow(node); });
    addEventListener("resize", () => { network.setSize("100%", "100%"); network.redraw(); });
    byId("fit").addEventListener("click", fit);
    byId("labels").addEventListener("change", repaint);
    document.addEventListener("themechange", repaint);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
    if (things.has(about) && !asked.get("other") && !compared) showNode(about);
    if (data.note) note(data.note);
  };
  const turn = async () => { // another day: what stays keeps its place
    asked = new URLSearchParams(location.search);
    try {
      const data = await load(asked);
      const now = new Set(data.nodes.map((n) => n.id)), linked = new Set(data.edges.map((e) => e.id));
      for (const id of [...links.keys()]) if (!linked.has(id)) { links.delete(id); edges.remove(id); }
      for (const id of [...things.keys()]) if (!now.has(id)) { things.delete(id); nodes.remove(id); }
      for (const node of data.nodes) if (things.has(node.id)) things.set(node.id, node);
      for (const edge of data.edges) if (links.has(edge.id)) links.set(edge.id, edge);
      const held = [...things.keys()], fresh = add(data);
      repaint();
      grown.clear();
      grown.add(about);
      if (fresh.length && network) {
        settleAround(held);
      } else if (network) fit();
      note(`${data.nodes.length} nodes, ${data.edges.length} edges. ${data.note}`);
      if (things.has(about)) showNode(about);
    } catch (error) { note(error.message === "404" ? "Nothing was told of it by that day." : "The graph cannot be had just now."); for (const set of [things, links]) set.clear(); nodes.clear(); edges.clear(); choices(); }
  };
  document.addEventListener("day", turn);
  const settledWithout = () => { document.body.dataset.settled = "yes"; note("There is nothing to draw."); };
  start().catch(() => note("The graph cannot be had just now."));
})();

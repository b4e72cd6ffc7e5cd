"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const make = (tag, text, cls) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text; // never innerHTML: names and quotes come from documents
    if (cls) element.className = cls;
    return element;
  };
  const entities = new Set(data.legend.filter((l) => l.colour !== "#8a8f98").map((l) => l.type));
  const kindName = Object.fromEntries(data.legend.map((l) => [l.type, l.name]));
  const preferred = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.theme = preferred;

  const nodes = new vis.DataSet(data.nodes.map(({ title, ...rest }) => rest)); // the hover card is ours
  const edges = new vis.DataSet(data.edges.map(({ title, ...rest }) => rest));
  const labels = byId("labels");
  labels.checked = data.edges.length <= 80;
  const size = Math.min(22, 13 + Math.max(0, data.nodes.length - 30) / 10); // a large graph is seen from farther away

  const colours = () => {
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(["ground", "panel", "text", "muted", "edge"].map((n) => [n, style.getPropertyValue("--" + n).trim()]));
  };
  const options = () => {
    const c = colours();
    return {
      nodes: { font: { color: c.text, size, strokeWidth: 3, strokeColor: c.ground }, borderWidth: 0, margin: 5,
        labelHighlightBold: false },
      edges: { color: { color: c.edge, highlight: c.text, hover: c.text }, width: 1,
        selectionWidth: 1.5, hoverWidth: 0.5, arrows: { to: { scaleFactor: 0.45 } },
        font: { size: labels.checked ? size - 3 : 0, color: labels.checked ? c.muted : "transparent", strokeWidth: 3, strokeColor: c.ground, align: "horizontal" } },
      autoResize: false, // its observer loops; the listener below does the same
      interaction: { hover: true, tooltipDelay: 100, multiselect: false, keyboard: { enabled: true, bindToWindow: false } },
      layout: { randomSeed: 11, improvedLayout: false },
      physics: data.placed ? false : {
        solver: "forceAtlas2Based", stabilization: { iterations: 600, updateInterval: 600, fit: true },
        forceAtlas2Based: { gravitationalConstant: -110, centralGravity: 0.012, springLength: 130, springConstant: 0.05, avoidOverlap: 0.6 },
      },
    };
  };
  const paintBoxes = () => {
    const c = colours();
    nodes.update(data.nodes.filter((n) => n.shape === "box").map((n) => ({
      id: n.id, color: { background: c.panel, border: n.color, highlight: { background: c.panel, border: c.text },
        hover: { background: c.panel, border: c.text } }, font: { size: size - 2, color: c.text, strokeWidth: 0 } })));
  };
  paintBoxes();
  const network = new vis.Network(byId("canvas"), { nodes, edges }, options());
  const fit = () => {
    network.fit({ maxZoomLevel: 1.3 });
    network.moveTo({ scale: network.getScale() * 0.9 }); // labels reach farther than nodes
  };
  const settle = () => {
    network.setOptions({ physics: false });
    fit();
    document.body.dataset.settled = "yes";
  };
  if (data.placed) network.once("afterDrawing", settle); else network.once("stabilizationIterationsDone", settle);

  const source = ([date, file, title]) => make("cite", [date || "undated", title, file].filter(Boolean).join(" · "));
  const quoteBlock = (quote, places, most = 2) => {
    const holder = document.createDocumentFragment();
    holder.append(make("blockquote", data.quotes[quote]), ...places.slice(0, most).map(source));
    if (places.length > most) {
      const more = make("details");
      more.append(make("summary", `and in ${places.length - most} more`), ...places.slice(most).map(source));
      holder.append(more);
    }
    return holder;
  };
  const byQuote = (evidence) => {
    const places = new Map();
    for (const e of [...evidence].reverse()) places.set(e[3], [...(places.get(e[3]) || []), e]);
    return [...places];
  };
  const together = (facts) => { // what the same passages say of one thing is shown once
    const groups = new Map();
    for (const fact of facts) {
      const key = JSON.stringify([fact[0], fact[4]]);
      groups.set(key, [...(groups.get(key) || []), fact]);
    }
    return [...groups.values()].map((said) => [said[0][0], said, said[0][4]]);
  };
  const lastDay = (fact) => fact[4].reduce((day, e) => (e[0] > day ? e[0] : day), "");
  const latest = (facts) => facts.flatMap((f) => f[4].map((e) => [f, e])).sort((a, b) => (a[1][0] < b[1][0] ? 1 : -1))[0];
  const factsOf = (id) => {
    const own = [...(data.facts[id] || [])];
    for (const edge of network.getConnectedEdges(id)) own.push(...(data.facts[edge] || []));
    const seen = new Set();
    const once = own.filter((f) => { const key = JSON.stringify(f); return !seen.has(key) && seen.add(key); });
    return once.sort((a, b) => (lastDay(a) < lastDay(b) ? 1 : lastDay(a) > lastDay(b) ? -1 : 0));
  };
  const show = (heading, kind, facts) => {
    const panel = byId("panel");
    panel.replaceChildren();
    if (data.note) panel.append(make("p", data.note, "note"));
    panel.append(make("h2", heading), make("div", kind, "muted"));
    const list = make("dl");
    for (const [subject, said, evidence] of together(facts)) {
      const term = make("dt", said.length > 1 ? subject : `${subject} – ${said[0][1]} – ${said[0][2]}`);
      if (said.length === 1 && said[0][3]) term.append(make("span", said[0][3], "stance"));
      list.append(term);
      const told = make("dd");
      if (said.length > 1) {
        const words = said.map(([, predicate, object, stance]) => `${predicate}: ${object}${stance ? ` (${stance})` : ""}`);
        told.append(make("div", words.join("; ")));
      }
      for (const [quote, places] of byQuote(evidence)) told.append(quoteBlock(quote, places));
      list.append(told);
    }
    panel.append(list);
    panel.scrollTop = 0;
  };
  const showNode = (id) => show(data.names[id], kindName[nodes.get(id).kind], factsOf(id));
  const showEdge = (id) => {
    const edge = edges.get(id);
    show(`${data.names[edge.from]} → ${data.names[edge.to]}`, edge.label, data.facts[id] || []);
  };
  network.on("click", ({ nodes: [node], edges: [edge] }) => { if (node) showNode(node); else if (edge) showEdge(edge); });
  network.on("doubleClick", ({ nodes: [node] }) => { if (node) network.focus(node, { scale: 1.2, animation: true }); });

  const hover = byId("hover");
  const card = (heading, facts, event) => {
    const found = latest(facts);
    hover.replaceChildren(make("b", heading));
    if (found) hover.append(make("div", `${found[0][0]} – ${found[0][1]} – ${found[0][2]}`), quoteBlock(found[1][3], [found[1]]));
    hover.hidden = false;
    hover.style.left = Math.min(event.clientX + 14, innerWidth - hover.offsetWidth - 8) + "px";
    hover.style.top = Math.max(8, Math.min(event.clientY + 14, innerHeight - hover.offsetHeight - 8)) + "px";
  };
  network.on("hoverNode", ({ node, event }) => card(data.names[node], factsOf(node), event));
  network.on("hoverEdge", ({ edge, event }) => card(edges.get(edge).label, data.facts[edge] || [], event));
  for (const leave of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(leave, () => { hover.hidden = true; });

  const legend = byId("legend");
  for (const { type, name, colour } of data.legend) {
    const label = make("label");
    const box = make("input");
    box.type = "checkbox";
    box.checked = true;
    box.addEventListener("change", () => {
      nodes.update(data.nodes.filter((n) => n.kind === type).map((n) => ({ id: n.id, hidden: !box.checked })));
    });
    const dot = make("i", "", entities.has(type) ? "" : "box");
    dot.style.background = colour;
    const count = data.nodes.filter((n) => n.kind === type).length;
    label.append(box, dot, make("span", name), make("span", String(count), "muted"));
    legend.append(label);
  }

  let hits = [], next = 0;
  const search = byId("search");
  const find = () => {
    const wanted = search.value.trim().toLowerCase();
    hits = wanted ? data.nodes.filter((n) => data.names[n.id].toLowerCase().includes(wanted)
      || (data.facts[n.id] || []).some((f) => f.slice(0, 3).join(" ").toLowerCase().includes(wanted))).map((n) => n.id) : [];
    next = 0;
    nodes.update(data.nodes.map((n) => ({ id: n.id, opacity: !wanted || hits.includes(n.id) ? 1 : 0.2 })));
    byId("found").textContent = wanted ? `${hits.length} found` : "";
  };
  search.addEventListener("input", find);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !hits.length) return;
    const id = hits[next++ % hits.length];
    network.selectNodes([id]);
    network.focus(id, { scale: 1.2, animation: true });
    showNode(id);
  });
  labels.addEventListener("change", () => network.setOptions(options()));
  addEventListener("resize", () => { network.setSize("100%", "100%"); network.redraw(); });
  byId("fit").addEventListener("click", fit);
  byId("theme").addEventListener("click", () => {
    const root = document.documentElement;
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    paintBoxes();
    network.setOptions({ ...options(), physics: false });
  });
  if (data.names[data.centre] !== undefined) showNode(data.centre);
  else show(data.title, "Click a node or an edge to read what says so.", []);
})();

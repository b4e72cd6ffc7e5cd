"use strict";
// The editor: sends the text to /sparql, shows rows as a table or as a graph, saves them as CSV.
(() => {
  const byId = (id) => document.getElementById(id);
  const form = byId("sparql");
  if (!form) return;
  const make = (tag, text, cls) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (cls) element.className = cls;
    return element;
  };
  const DATA = "https://w3id.org/biotech-pipeline/id/", VOCABULARY = "https://w3id.org/biotech-pipeline#";
  const editor = byId("editor"), status = byId("status"), answer = byId("answer"), canvas = byId("canvas"), graphButton = byId("as-graph");
  let rows = [], names = [], running = null;

  const short = (iri) => (iri.startsWith(DATA) ? iri.slice(DATA.length) : iri.startsWith(VOCABULARY) ? `bp:${iri.slice(VOCABULARY.length)}` : iri);
  const cell = (term) => {
    const td = make("td");
    if (!term) return td;
    if (term.type === "uri" && /^(drug|organization|person|indication|target|event|trial|agreement|regulatory|role|listing|financing|presentation|publication|observation|outcome)\//.test(short(term.value))) {
      const link = make("a");
      link.href = `/entity/${short(term.value).split("/").map(encodeURIComponent).join("/")}`;
      link.append(make("bdi", short(term.value)));
      td.append(link);
    } else if (term.type === "uri" && short(term.value).startsWith("release/")) {
      const link = make("a", short(term.value));
      link.href = `/document/${encodeURIComponent(short(term.value).slice(8))}`;
      td.append(link);
    } else td.append(make("bdi", term.type === "uri" ? short(term.value) : term.value));
    return td;
  };
  const table = () => {
    const out = make("table", undefined, "rows"), head = make("tr"), body = make("tbody");
    names.forEach((name) => { const th = make("th", name); th.scope = "col"; head.append(th); });
    const thead = make("thead"); thead.append(head);
    for (const row of rows.slice(0, 1000)) { const tr = make("tr"); tr.append(...names.map((name) => cell(row[name]))); body.append(tr); }
    out.append(thead, body);
    answer.replaceChildren(out);
    answer.hidden = false; canvas.hidden = true; graphButton.textContent = "As graph";
  };
  const triples = (text) => { // N-Triples as the server writes them, one to a line
    const term = /<([^>]*)>|"((?:[^"\\]|\\.)*)"(?:\^\^<[^>]*>|@[\w-]+)?|_:(\S+)/g;
    const plain = (s) => s.replace(/\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)/g, (_, a, b, c) => (a || b ? String.fromCodePoint(parseInt(a || b, 16)) : { n: "\n", r: "\r", t: "\t" }[c] || c));
    return text.split("\n").filter(Boolean).map((line) => {
      const [subject, predicate, object] = [...line.matchAll(term)].map((m) => (m[1] !== undefined ? { type: "uri", value: plain(m[1]) } : m[2] !== undefined ? { type: "literal", value: plain(m[2]) } : { type: "bnode", value: m[3] }));
      return { subject, predicate, object };
    });
  };
  const run = async () => {
    if (running) running.abort();
    running = new AbortController();
    const began = performance.now();
    status.textContent = "Asking…";
    try {
      const response = await fetch("/sparql", { method: "POST", signal: running.signal, body: editor.value, headers: {
        "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, application/n-triples;q=0.9" } });
      const type = response.headers.get("Content-Type") || "";
      if (!response.ok) {
        const told = type.includes("json") ? await response.json() : { title: await response.text() };
        rows = []; names = [];
        answer.replaceChildren(make("p", [told.title, told.detail].filter(Boolean).join(": "), "notice"));
        answer.hidden = false; canvas.hidden = true; graphButton.hidden = true;
        status.textContent = "";
        return;
      }
      if (type.includes("n-triples")) { rows = triples(await response.text()); names = ["subject", "predicate", "object"]; }
      else {
        const data = await response.json();
        if ("boolean" in data) { rows = [{ answer: { type: "literal", value: data.boolean ? "yes" : "no" } }]; names = ["answer"]; }
        else { rows = data.results.bindings; names = data.head.vars; }
      }
      table();
      graphButton.hidden = !rows.some((row) => names.filter((n) => row[n] && row[n].type === "uri").length > 1);
      const seconds = ((performance.now() - began) / 1000).toFixed(2);
      status.textContent = `${rows.length} row${rows.length === 1 ? "" : "s"} in ${seconds} s${rows.length > 1000 ? "; 1,000 are shown, the CSV holds all" : ""}`;
      const link = byId("link");
      link.href = `/query?${new URLSearchParams({ query: editor.value })}`;
      link.hidden = false;
      document.body.dataset.answered = "yes";
    } catch (error) { if (error.name !== "AbortError") status.textContent = "The server did not answer."; }
  };
  const save = () => {
    const safe = (text) => { // what a spreadsheet would run is made text
      const value = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
      return /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
    };
    const text = [names, ...rows.map((row) => names.map((n) => (row[n] ? row[n].value : "")))].map((line) => line.map(safe).join(",")).join("\r\n");
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([text + "\r\n"], { type: "text/csv" }));
    link.download = "answer.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const graph = () => {
    const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    const kinds = { drug: "drug", organization: "organization", person: "person", indication: "indication", target: "target", event: "event" };
    const nodes = new Map(), edges = new Map();
    const label = (row, name) => { // a text column that begins like the thing's, or follows it, names it
      const next = names[names.indexOf(name) + 1];
      return next && row[next] && row[next].type === "literal" ? row[next].value : short(row[name].value).split("/").pop();
    };
    const node = (row, name) => {
      const id = row[name].value;
      if (!nodes.has(id)) nodes.set(id, { id, label: label(row, name).slice(0, 40), shape: "dot", size: 12, color: style(kinds[short(id).split("/")[0]] || "other"), font: { color: style("text"), strokeWidth: 3, strokeColor: style("ground") } });
      return id;
    };
    for (const row of rows.slice(0, 400)) {
      const triple = names.join() === "subject,predicate,object";
      const ends = (triple ? ["subject", "object"] : names).filter((n) => row[n] && row[n].type === "uri").map((n) => [n, node(row, n)]);
      for (let i = 1; i < ends.length; i++) {
        const text = triple ? short(row.predicate.value).replace(/^.*[#/:]/, "") : ends[i][0];
        edges.set(`${ends[0][1]} ${text} ${ends[i][1]}`, { from: ends[0][1], to: ends[i][1], label: text, arrows: "to", color: style("edge"), font: { color: style("muted"), strokeColor: style("ground"), size: 11 } });
      }
    }
    answer.hidden = true; canvas.hidden = false; graphButton.textContent = "As table";
    const network = new vis.Network(canvas, { nodes: [...nodes.values()], edges: [...edges.values()] }, { autoResize: false, layout: { randomSeed: 11, improvedLayout: false },
      physics: { solver: "forceAtlas2Based", stabilization: { iterations: 300 } }, edges: { arrows: { to: { scaleFactor: 0.45 } }, smooth: false } });
    network.once("stabilizationIterationsDone", () => { network.setOptions({ physics: false }); network.fit({ maxZoomLevel: 1.3 }); document.body.dataset.drawn = "yes"; });
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); if (event.submitter && event.submitter.id === "csv") run().then(() => { if (names.length) save(); }); else run(); });
  graphButton.addEventListener("click", () => (canvas.hidden ? graph() : table()));
  editor.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); } });
  if (form.dataset.run) run();
})();

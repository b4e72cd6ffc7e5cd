"use strict";
// Suggestions under every field that has data-suggest: "go" leads to what is chosen, "fill" writes its name.
(() => {
  let count = 0;
  const make = (tag, text, cls) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (cls) element.className = cls;
    return element;
  };
  const attach = (input) => {
    const list = make("ul", undefined, "suggestions");
    list.id = `suggestions-${++count}`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    document.body.append(list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
    let hits = [], chosen = -1, timer = 0, asked = 0;
    const close = () => { list.hidden = true; chosen = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const take = (hit) => {
      close();
      if (input.dataset.suggest === "go") location.href = hit.href;
      else { input.value = hit.label; input.focus(); }
    };
    const mark = (at) => {
      chosen = at;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
      if (at >= 0) input.setAttribute("aria-activedescendant", list.children[at].id);
    };
    const show = (found) => {
      hits = found;
      list.replaceChildren(...found.map((hit, i) => {
        const item = make("li");
        item.id = `${list.id}-${i}`;
        item.setAttribute("role", "option");
        item.append(make("span", hit.type, `type t-${hit.type}`), make("bdi", hit.label));
        if (hit.name) item.append(make("span", `“${hit.name}”`, "muted"));
        item.addEventListener("mousedown", (event) => { event.preventDefault(); take(hit); });
        return item;
      }));
      const box = input.getBoundingClientRect();
      list.style.left = `${Math.max(4, Math.min(box.left + scrollX, innerWidth - 320))}px`;
      list.style.top = `${box.bottom + scrollY + 4}px`;
      list.style.width = `${Math.max(box.width, 300)}px`;
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(found.length > 0));
      mark(-1);
    };
    const ask = async () => {
      const mine = ++asked, text = input.value.trim();
      if (!text) { close(); return; }
      const address = new URLSearchParams({ q: text, type: input.dataset.types || "" });
      try {
        const response = await fetch(`/suggest?${address}`);
        if (response.ok && mine === asked) show(await response.json());
      } catch { close(); }
    };
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 90); });
    input.addEventListener("blur", () => { asked++; close(); });
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) { event.preventDefault(); mark((chosen + step + hits.length + (chosen < 0 && step < 0 ? 1 : 0)) % hits.length); }
      else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); take(hits[chosen]); }
      else if (event.key === "Escape") close();
    });
  };
  document.querySelectorAll("[data-suggest]").forEach(attach);
  addEventListener("keydown", (event) => { // "/" goes to the search
    if (event.key !== "/" || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
    event.preventDefault();
    const fields = [...document.querySelectorAll("[data-suggest=go]")];
    (fields.find((field) => field.checkVisibility({ visibilityProperty: true })) || fields[0]).focus();
  });
})();

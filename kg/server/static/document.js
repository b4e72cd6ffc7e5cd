"use strict";
// A marked passage and its facts point to each other.
(() => {
  const parts = (group) => document.querySelectorAll(`[data-group="${group}"]`);
  const light = (group, on) => parts(group).forEach((part) => part.classList.toggle("on", on));
  let held = null;
  const hold = (group) => { if (held !== null) light(held, false); held = group; light(group, true); };
  for (const mark of document.querySelectorAll("mark[data-group]")) {
    const group = mark.dataset.group;
    mark.tabIndex = mark.id ? 0 : -1;
    const go = () => { hold(group); document.getElementById(`g${group}`).scrollIntoView({ block: "nearest" }); };
    mark.addEventListener("click", go);
    mark.addEventListener("keydown", (event) => { if (event.key === "Enter") go(); });
    mark.addEventListener("mouseenter", () => light(group, true));
    mark.addEventListener("mouseleave", () => { if (held !== group) light(group, false); });
  }
  for (const item of document.querySelectorAll("li[data-group]")) {
    const group = item.dataset.group;
    item.addEventListener("mouseenter", () => light(group, true));
    item.addEventListener("mouseleave", () => { if (held !== group) light(group, false); });
    item.addEventListener("click", (event) => {
      if (event.target.closest("a:not(.where)")) return;
      hold(group);
      const first = document.querySelector(`mark[data-group="${group}"]`);
      if (first) { event.preventDefault(); first.scrollIntoView({ block: "center" }); if (first.id) history.replaceState(null, "", `#${first.id}`); }
    });
  }
  const arrived = () => { // a link from a fact: light the passage that it names
    const mark = location.hash.startsWith("#p") && document.getElementById(location.hash.slice(1));
    if (mark && mark.dataset.group) { mark.scrollIntoView({ block: "center" }); mark.click(); }
  };
  addEventListener("hashchange", arrived);
  arrived();
})();

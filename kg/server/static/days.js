"use strict";
// A slider over the days that have releases, beside each date field; letting go of it sends the form.
(() => {
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const words = (day) => { const [y, m, d] = day.split("-"); return `${Number(d)} ${months[m - 1]} ${y}`; };
  // What a page marks as live is fetched anew for the day and put in place; a page that draws does so itself.
  const live = () => document.querySelector("[data-live]");
  let timer = 0, asked = 0;
  const later = (form) => { if (form.classList.contains("pair") && !live()) return; clearTimeout(timer); timer = setTimeout(() => show(form), 160); };
  const show = async (form) => {
    const address = `${form.getAttribute("action")}?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value))}`;
    if (!live()) { history.replaceState(null, "", address); document.dispatchEvent(new CustomEvent("day")); return; }
    const mine = ++asked;
    live().setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("[data-live]");
      if (mine !== asked) return;
      if (!fresh) { location.href = address; return; }
      live().replaceWith(document.adoptNode(fresh));
      history.replaceState(null, "", address);
      document.dispatchEvent(new CustomEvent("day"));
    } catch { location.href = address; }
  };
  for (const form of document.querySelectorAll("form[data-days]")) {
    const days = form.dataset.days.split(" ");
    if (days.length < 2) continue;
    for (const field of form.querySelectorAll("input[type=date]")) {
      const range = document.createElement("input");
      range.type = "range"; range.min = 0; range.max = days.length - 1; range.step = 1;
      const last = days.findLastIndex((day) => day <= (field.value || "9999"));
      range.value = last < 0 ? 0 : last;
      range.setAttribute("aria-label", `${field.parentElement.textContent.trim()}: day`);
      const out = document.createElement("output");
      const tell = (day = days[range.value]) => { out.value = words(day); range.setAttribute("aria-valuetext", out.value); };
      tell(field.value || days[range.value]);
      range.addEventListener("input", () => { field.value = days[range.value]; tell(); later(form); });
      field.addEventListener("change", () => { const at = days.findLastIndex((day) => day <= field.value); range.value = Math.max(0, at); tell(field.value); });
      field.after(range, out);
      field.hidden = true;
    }
    const button = form.querySelector("button");
    if (!form.classList.contains("pair")) button.hidden = true;
    form.addEventListener("submit", (event) => { if (live()) { event.preventDefault(); show(form); } });
  }
})();

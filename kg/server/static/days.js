"use strict";
// A slider over the days that have releases, beside each date field; letting go of it sends the form.
(() => {
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const words = (day) => { const [y, m, d] = day.split("-"); return `${Number(d)} ${months[m - 1]} ${y}`; };
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
      const tell = () => { out.value = words(days[range.value]); range.setAttribute("aria-valuetext", out.value); };
      tell();
      range.addEventListener("input", () => { field.value = days[range.value]; tell(); form.dispatchEvent(new CustomEvent("day", { bubbles: true, detail: field.value })); });
      range.addEventListener("change", () => { if (!form.dataset.live) form.requestSubmit(); });
      field.addEventListener("change", () => { const at = days.findLastIndex((day) => day <= field.value); range.value = Math.max(0, at); tell(); });
      field.after(range, out);
      if (!form.classList.contains("pair")) field.hidden = true;
    }
  }
})();

"use strict";
(() => {
  const kinds = document.getElementById("kinds");
  if (!kinds) return;
  kinds.hidden = false;
  const narrow = () => {
    const shown = new Set([...kinds.querySelectorAll("input:checked")].map((box) => box.value));
    for (const moment of document.querySelectorAll(".moment")) moment.hidden = !shown.has(moment.dataset.type);
    for (const year of document.querySelectorAll(".year")) year.hidden = !year.querySelector(".moment:not([hidden])");
  };
  kinds.addEventListener("change", narrow);
  document.addEventListener("day", narrow);
})();

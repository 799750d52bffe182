// A register by keyboard (j k arrows Enter x) and the bar of actions for the ticked rows.
(() => {
  "use strict";
  const texts = () => document.getElementById("texts").dataset;
  const lists = () => [...document.querySelectorAll("[data-list]")];
  const rowsOf = (list) => [...list.querySelectorAll("tbody tr[data-row]")];
  const keysOn = () => { try { return localStorage.getItem("lienthong:keys") !== "off"; } catch { return true; } };

  function count(list) {
    const ticks = [...list.querySelectorAll("input[data-pick]")];
    const picked = ticks.filter((tick) => tick.checked).length;
    const bar = list.querySelector("[data-action-bar]");
    if (bar) {
      bar.classList.toggle("is-open", picked > 0);
      bar.querySelector("[data-picked-count]").textContent = picked ? texts().picked.replace("{n}", picked) : "";
    }
    const all = list.querySelector("input[data-pick-all]");
    if (all) {
      all.checked = picked > 0 && picked === ticks.length;
      all.indeterminate = picked > 0 && picked < ticks.length;
    }
  }

  function move(list, step) {
    const rows = rowsOf(list);
    if (!rows.length) return;
    const here = rows.indexOf(document.activeElement.closest("tr[data-row]"));
    const next = rows[Math.min(Math.max(here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step, 0), rows.length - 1)];
    for (const row of rows) row.tabIndex = row === next ? 0 : -1;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const target = event.target;
    if (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const list = target.closest("[data-list]") || (target === document.body || target.id === "main" ? lists()[0] : null);
    if (!list) return;
    const row = target.closest("tr[data-row]");
    const onRow = row === target;
    const arrows = event.key === "ArrowDown" || event.key === "ArrowUp";
    if (arrows ? onRow : keysOn() && (event.key === "j" || event.key === "k")) {
      event.preventDefault();
      move(list, event.key === "j" || event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && onRow) {
      const link = row.querySelector("a.row-link, a");
      if (link) { event.preventDefault(); link.click(); }
    } else if ((event.key === "x" || event.key === " ") && onRow && (keysOn() || event.key === " ")) {
      const tick = row.querySelector("input[data-pick]");
      if (tick) { event.preventDefault(); tick.checked = !tick.checked; count(list); }
    }
  });

  document.addEventListener("change", (event) => {
    const list = event.target.closest("[data-list]");
    if (!list) return;
    if (event.target.matches("[data-pick-all]")) {
      for (const tick of list.querySelectorAll("input[data-pick]")) tick.checked = event.target.checked;
    }
    if (event.target.matches("[data-pick], [data-pick-all]")) count(list);
  });

  document.addEventListener("click", (event) => {
    const none = event.target.closest("[data-pick-none]");
    if (!none) return;
    const list = none.closest("[data-list]");
    for (const tick of list.querySelectorAll("input[data-pick]")) tick.checked = false;
    count(list);
    const first = rowsOf(list)[0];
    if (first) first.focus();
  });

  document.addEventListener("htmx:afterSettle", () => lists().forEach(count));
  addEventListener("pageshow", () => lists().forEach(count));
})();

// The frame: keys, dialogs, menus, notices of a lost line. Everything works by delegation, so that
// parts swapped in by htmx need no further start.
(() => {
  "use strict";
  const texts = () => document.getElementById("texts").dataset;
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const write = (key, value) => { try { localStorage.setItem(key, value); } catch { /* full or forbidden */ } };
  const KEYS = "lienthong:keys";
  const keysOn = () => read(KEYS) !== "off";

  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = event.target.closest("form");
      if (form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("details[data-menu][open]")) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      return;
    }
    if (!keysOn() || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      const find = document.querySelector('[data-key="/"]');
      if (find) { event.preventDefault(); find.focus(); find.select(); }
    } else if (event.key === "?") {
      const help = document.getElementById("help-here");
      if (help) { event.preventDefault(); help.showModal(); }
    }
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog-open]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialogOpen);
      if (dialog) { event.preventDefault(); dialog.showModal(); }
      return;
    }
    if (event.target.closest("[data-dialog-close]")) {
      event.preventDefault();
      event.target.closest("dialog").close();
      return;
    }
    if (event.target.closest("[data-print]")) window.print();
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  for (const box of document.querySelectorAll("[data-keys-switch]")) {
    box.checked = keysOn();
    box.addEventListener("change", () => write(KEYS, box.checked ? "on" : "off"));
  }

  // A lost line is said at once and taken back when it returns.
  const line = () => document.body.classList.toggle("is-offline", navigator.onLine === false);
  addEventListener("online", line);
  addEventListener("offline", line);
  line();

  const shout = (sentence) => {
    const place = document.getElementById("shout");
    if (!place) return;
    const notice = document.createElement("div");
    notice.className = "notice notice--stop";
    const words = document.createElement("p");
    words.textContent = sentence;
    notice.append(words);
    place.replaceChildren(notice);
  };
  document.addEventListener("htmx:sendError", () => shout(texts().offline));
  document.addEventListener("htmx:timeout", () => shout(texts().offline));
  document.addEventListener("htmx:swapError", () => shout(texts().failed));
  document.addEventListener("htmx:beforeRequest", (event) => {
    const place = document.getElementById("shout");
    if (place && !event.detail.elt.closest("[data-quiet]")) place.replaceChildren();
  });
})();

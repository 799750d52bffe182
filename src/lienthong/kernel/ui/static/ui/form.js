// Forms: typing is kept until stored, one click sends once, faults get the focus, files are checked.
(() => {
  "use strict";
  const texts = () => document.getElementById("texts").dataset;
  const owner = document.body.dataset.owner || "";
  const PREFIX = "lienthong:draft:";
  const KEEP_DAYS = 7;
  const kept = (form) => `${PREFIX}${owner}:${form.dataset.draft}`;
  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
    keys() { try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; } },
  };

  // What is kept: values a person typed; never a password, a file, a token or a secrecy answer.
  const keepable = (field) => field.name && !["password", "file", "hidden", "submit", "button", "reset"].includes(field.type)
    && !field.closest("[data-no-draft]") && !field.name.endsWith("_secret");
  const fieldsOf = (form) => [...form.elements].filter(keepable);
  const valueOf = (field) => field.type === "checkbox" || field.type === "radio" ? field.checked
    : field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value;
  const nameOf = (field) => field.type === "checkbox" || field.type === "radio" ? `${field.name}=${field.value}` : field.name;

  function keep(form) {
    const values = {};
    for (const field of fieldsOf(form)) values[nameOf(field)] = valueOf(field);
    store.set(kept(form), { at: Date.now(), values });
  }

  function restore(form) {
    const draft = store.get(kept(form));
    if (!draft || form.hasAttribute("data-bound")) return;
    let changed = false;
    for (const field of fieldsOf(form)) {
      const value = draft.values[nameOf(field)];
      if (value === undefined || JSON.stringify(value) === JSON.stringify(valueOf(field))) continue;
      changed = true;
      if (typeof value === "boolean") field.checked = value;
      else if (Array.isArray(value)) for (const option of field.options) option.selected = value.includes(option.value);
      else field.value = value;
    }
    if (!changed) return;
    const note = document.createElement("p");
    note.className = "draft-note";
    note.setAttribute("role", "status");
    const at = new Date(draft.at);
    const two = (n) => String(n).padStart(2, "0");
    note.append(texts().restored.replace("{time}", `${two(at.getHours())}:${two(at.getMinutes())} ${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()}`), " ");
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "button button--quiet";
    drop.textContent = texts().drop;
    drop.addEventListener("click", () => { store.drop(kept(form)); form.reset(); note.remove(); });
    note.append(drop);
    form.prepend(note);
  }

  // The server says by a short-lived cookie which draft it has stored; only then it is forgotten.
  function forgetStored() {
    const found = document.cookie.split("; ").find((part) => part.startsWith("draft_stored="));
    if (!found) return;
    for (const name of decodeURIComponent(found.slice("draft_stored=".length)).split(" ")) store.drop(`${PREFIX}${owner}:${name}`);
    document.cookie = "draft_stored=; Max-Age=0; Path=/; SameSite=Lax";
  }

  // A shared machine: drafts of another person, and old ones, go.
  function tidy() {
    const oldest = Date.now() - KEEP_DAYS * 86400000;
    for (const key of store.keys()) {
      const draft = store.get(key);
      if (!draft || draft.at < oldest || (owner && !key.startsWith(`${PREFIX}${owner}:`))) store.drop(key);
    }
  }

  const waiting = new WeakMap();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.dataset.draft) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => keep(form), 300));
  });
  addEventListener("pagehide", () => document.querySelectorAll("form[data-draft]").forEach((form) => {
    if (waiting.has(form) && !form.hasAttribute("data-sent")) keep(form);
  }));

  // One click sends once; coming back by the browser's arrow makes the button live again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-forget-drafts]")) store.keys().forEach(store.drop);
    if (form.dataset.draft) keep(form);
    if (!form.hasAttribute("data-send-once") || event.defaultPrevented) return;
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    const button = event.submitter || form.querySelector("button.button--main");
    if (!button) return;
    button.classList.add("is-sent");
    button.setAttribute("aria-disabled", "true");
    if (button.tagName === "BUTTON") { button.dataset.words = button.textContent; button.textContent = texts().sending; }
  });
  const wake = (form) => {
    form.removeAttribute("data-sent");
    const button = form.querySelector(".is-sent");
    if (!button) return;
    button.classList.remove("is-sent");
    button.removeAttribute("aria-disabled");
    if (button.dataset.words) button.textContent = button.dataset.words;
  };
  addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(wake); });
  document.addEventListener("htmx:afterRequest", (event) => { const form = event.target.closest("form[data-sent]"); if (form) wake(form); });

  const start = (root) => {
    root.querySelectorAll("form[data-draft]").forEach(restore);
    const wrong = root.querySelector("[data-wrong]");
    if (wrong) { wrong.focus(); wrong.scrollIntoView({ block: "nearest" }); }
  };

  // Files: what was chosen is listed with its size, too large ones are named before they are sent.
  const size = (octets) => octets < 1048576 ? `${Math.ceil(octets / 1024)} KB` : `${(octets / 1048576).toFixed(1).replace(".", ",")} MB`;
  // Files of some endings (messages with all that they carry) may be larger than the others.
  const limitOf = (upload, file) => {
    const larger = (upload.dataset.larger || "").split(", ").some((end) => end && file.name.toLowerCase().endsWith(end));
    return { octets: Number(larger ? upload.dataset.largerLimit : upload.dataset.limit) || Infinity, words: larger ? upload.dataset.largerWords : upload.dataset.limitWords };
  };
  document.addEventListener("change", (event) => {
    const upload = event.target.type === "file" && event.target.closest("[data-upload]");
    if (!upload) return;
    const list = upload.querySelector(".upload__files");
    list.replaceChildren(...[...event.target.files].map((file) => {
      const row = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = file.name;
      const note = document.createElement("span");
      const limit = limitOf(upload, file);
      note.textContent = file.size > limit.octets ? `${size(file.size)}: ${texts().tooBig.replace("{max}", limit.words)}` : size(file.size);
      if (file.size > limit.octets) note.className = "field__error";
      row.append(name, note);
      return row;
    }));
    // Many: their sum first, the list to be scrolled by keyboard, so that it does not push the button away.
    const many = event.target.files.length > 8;
    list.toggleAttribute("tabindex", many);
    if (many) {
      list.tabIndex = 0;
      const sum = document.createElement("li");
      const total = [...event.target.files].reduce((all, file) => all + file.size, 0);
      const count = document.createElement("strong");
      count.textContent = texts().files.replace("{n}", event.target.files.length);
      const octets = document.createElement("span");
      octets.textContent = size(total);
      sum.append(count, octets);
      list.prepend(sum);
    }
    // Where each file goes by itself, one that is too large does not hold up the others.
    const tooBig = !event.target.closest("form[data-each]") && [...event.target.files].find((file) => file.size > limitOf(upload, file).octets);
    event.target.setCustomValidity(tooBig ? texts().tooBig.replace("{max}", limitOf(upload, tooBig).words) : "");
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const zone = event.target.closest && event.target.closest("[data-drop]");
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("is-over", kind === "dragover");
      if (kind !== "drop") return;
      const input = zone.querySelector('input[type="file"]');
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  // A file let fall beside the zone must not replace the page and what was typed.
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => event.preventDefault());
  document.addEventListener("htmx:xhr:progress", (event) => {
    const bar = event.target.querySelector && event.target.querySelector(".upload__progress");
    if (!bar || !event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.value = 100 * event.detail.loaded / event.detail.total;
  });

  forgetStored();
  tidy();
  start(document);
  document.addEventListener("htmx:afterSettle", (event) => start(event.target));
})();

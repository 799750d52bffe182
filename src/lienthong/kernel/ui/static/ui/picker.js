// Choosing a person or an agency by typing: a combobox whose options the server sends.
(() => {
  "use strict";
  const texts = () => document.getElementById("texts").dataset;
  const parts = (picker) => ({
    input: picker.querySelector("[data-picker-input]"),
    list: picker.querySelector("[role=listbox]"),
    value: picker.querySelector("[data-picker-value]"),
    chosen: picker.querySelector(".picked"),
  });
  const options = (list) => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
  const close = (picker) => {
    const { input, list } = parts(picker);
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const light = (picker, option) => {
    const { input, list } = parts(picker);
    for (const other of options(list)) other.setAttribute("aria-selected", String(other === option));
    if (option) { input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
  };
  const chip = (picker, key, name) => {
    const { chosen } = parts(picker);
    const item = document.createElement("li");
    item.className = "chip";
    const hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = picker.dataset.name;
    hidden.value = key;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "tool";
    drop.dataset.unpick = "";
    drop.setAttribute("aria-label", texts().remove.replace("{name}", name));
    drop.textContent = "×";
    item.append(name, hidden, drop);
    chosen.append(item);
  };
  const choose = (picker, option) => {
    const { input, value, chosen } = parts(picker);
    const key = option.dataset.key, name = option.dataset.name;
    if (picker.hasAttribute("data-many")) {
      const already = [...chosen.querySelectorAll("input")].some((hidden) => hidden.value === key);
      if (!already) chip(picker, key, name);
      input.value = "";
    } else {
      value.value = key;
      input.value = name;
      input.dataset.settled = name;
    }
    close(picker);
    input.focus();
    picker.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("keydown", (event) => {
    const picker = event.target.matches("[data-picker-input]") && event.target.closest("[data-picker]");
    if (!picker) return;
    const { list } = parts(picker);
    const all = options(list);
    const here = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!all.length) return;
      event.preventDefault();
      light(picker, all[(here + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    } else if (event.key === "Enter" && here >= 0) {
      event.preventDefault();
      choose(picker, all[here]);
    } else if (event.key === "Escape" && all.length) {
      event.stopPropagation();
      close(picker);
    }
  });
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[data-picker] [role=option]:not([aria-disabled])");
    if (option) { event.preventDefault(); choose(option.closest("[data-picker]"), option); }
  });
  document.addEventListener("click", (event) => {
    const drop = event.target.closest("[data-unpick]");
    if (drop) { const picker = drop.closest("[data-picker]"); drop.closest("li").remove(); parts(picker).input.focus(); }
  });
  // Words typed anew are no longer the one chosen before.
  document.addEventListener("input", (event) => {
    const picker = event.target.matches("[data-picker-input]") && event.target.closest("[data-picker]");
    if (picker && parts(picker).value && event.target.value !== event.target.dataset.settled) parts(picker).value.value = "";
  });
  document.addEventListener("focusout", (event) => {
    const picker = event.target.closest && event.target.closest("[data-picker]");
    if (picker && !picker.contains(event.relatedTarget)) close(picker);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const picker = event.target.closest && event.target.closest("[data-picker]");
    if (!picker) return;
    const { input, list } = parts(picker);
    const all = options(list);
    input.setAttribute("aria-expanded", String(all.length > 0));
    light(picker, all[0]);
    list.scrollIntoView({ block: "nearest" });
  });
})();

// Registering one after the other by keyboard: Enter goes to the next field, Ctrl+Enter registers.
(() => {
  "use strict";
  const form = document.querySelector("[data-register]");
  if (!form) return;
  const fields = () => [...form.querySelectorAll("input:not([type=hidden]), select, textarea")];
  const first = fields()[0];
  if (first && !document.querySelector("[data-wrong]")) first.focus({ preventScroll: true });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button.button--main"));
      return;
    }
    if (!event.target.matches("input, select")) return;
    event.preventDefault();
    const all = fields();
    const next = all[all.indexOf(event.target) + 1] || form.querySelector("button.button--main");
    next.focus();
  });
})();

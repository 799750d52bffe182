// Proposed tasks by keyboard: j and k move, Enter assigns one, e mends, x drops, A assigns all chosen.
(() => {
  "use strict";
  const rows = [...document.querySelectorAll("[data-proposal]")];
  const form = document.getElementById("proposals");
  const picture = document.querySelector("[data-lit-page]");
  if (!rows.length || !form) return;
  let at = -1;
  const show = (row) => {
    if (!picture || !row.dataset.picture || picture.getAttribute("src") === row.dataset.picture) return;
    picture.src = row.dataset.picture;
    picture.alt = row.dataset.pictureWords;
  };
  const go = (to) => {
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  rows.forEach((row, place) => row.addEventListener("focusin", () => { at = place; show(row); }));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const row = rows[at];
    const press = (what) => { const found = row && row.querySelector(what); if (found) found.click(); return Boolean(found); };
    let done = true;
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at - 1);
    else if (event.key === "e") done = press("[data-mend]");
    else if (event.key === "A") form.requestSubmit(form.querySelector("button.button--main"));
    else if (event.key === "x" && row) {
      const drop = row.querySelector("details");
      drop.open = true;
      drop.querySelector("textarea").focus();
    } else if (event.key === "Enter" && event.target === row) done = press("[data-only]");
    else done = false;
    if (done) event.preventDefault();
  });
})();

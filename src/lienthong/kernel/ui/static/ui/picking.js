// One box ticks all others of its form, but those that have a reason to be looked at first.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-pick-all]")) return;
  event.target.form.querySelectorAll('input[name="pick"]').forEach((box) => {
    box.checked = event.target.checked && !box.closest("li, tr")?.querySelector(".hold");
  });
});

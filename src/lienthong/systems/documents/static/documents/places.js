// Puts a field on the picture of a page: a click fills the numbers, the numbers draw the box.
(() => {
  const root = document.querySelector("[data-places]");
  if (!root) return;
  const POINTS = 25.4 / (72 * 1.6); // millimetres for one dot of the picture as it was drawn
  const part = (place, name) => place.querySelector(`input[name$="_${name}"]`);
  const sheets = [...root.querySelectorAll("[data-sheet]")];
  const scale = (picture) => (picture.getAttribute("width") / picture.clientWidth) * POINTS;

  const draw = (place) => {
    const name = place.dataset.place;
    root.querySelectorAll(`[data-drawn="${name}"]`).forEach((old) => old.remove());
    const [page, left, top] = ["page", "left", "top"].map((key) => parseFloat(part(place, key).value));
    const sheet = sheets.find((one) => Number(one.dataset.sheet) === page);
    if (!sheet || Number.isNaN(left) || Number.isNaN(top)) return;
    const picture = sheet.querySelector("img");
    const dot = scale(picture);
    const box = document.createElement("span");
    box.className = `place-box place-box--${name}`;
    box.dataset.drawn = name;
    box.textContent = place.querySelector("legend").textContent.trim();
    box.style.left = `${picture.offsetLeft + left / dot}px`;
    box.style.top = `${picture.offsetTop + top / dot}px`;
    box.style.width = `${place.dataset.w / dot}px`;
    box.style.height = `${place.dataset.h / dot}px`;
    sheet.append(box);
  };
  const places = [...root.querySelectorAll("[data-place]")];
  const drawAll = () => places.forEach(draw);

  sheets.forEach((sheet) =>
    sheet.querySelector("img").addEventListener("click", (event) => {
      const chosen = root.querySelector('input[name="_place"]:checked');
      const place = chosen && chosen.closest("[data-place]");
      if (!place) return;
      const dot = scale(event.target);
      part(place, "page").value = sheet.dataset.sheet;
      part(place, "left").value = (event.offsetX * dot).toFixed(1);
      part(place, "top").value = (event.offsetY * dot).toFixed(1);
      draw(place);
    }),
  );
  root.addEventListener("input", drawAll);
  window.addEventListener("resize", drawAll);
  window.addEventListener("load", drawAll);
})();

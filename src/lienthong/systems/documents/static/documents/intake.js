// Many files: each goes by itself, two at a time; a broken line is waited out, what has come is not
// sent again. Without this script the form sends all of them in one request.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-intake]")) return;
  const input = form.querySelector('input[type="file"]');
  const secrecy = form.querySelector('input[name="files_secret"]:checked');
  if (!input.files.length || !secrecy || secrecy.value !== "no") return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const files = [...input.files];
  const limit = Number(form.querySelector("[data-upload]").dataset.limit) || Infinity;
  const panel = form.querySelector("[data-sending]");
  const words = panel.querySelector("[data-sending-words]");
  const bar = panel.querySelector("progress");
  const faults = panel.querySelector("[data-sending-faults]");
  const json = { Accept: "application/json" };
  const token = form.querySelector('input[name="csrfmiddlewaretoken"]').value;
  panel.hidden = false;
  let done = 0;
  let waiting = 0; // lanes that wait for the line: what the other lane does must not hide it
  // A scan is looked at for a secrecy mark while it is received: seconds, in which the page says why.
  const now = panel.querySelector("[data-sending-now]");
  const inHand = new Set();
  const sayNow = () => {
    now.textContent = inHand.size ? now.dataset.looking.replace("{names}", [...inHand].join(", ")) : "";
  };
  const say = () => {
    words.textContent = waiting ? panel.dataset.again
      : panel.dataset.sent.replace("{done}", done).replace("{total}", files.length);
    bar.value = Math.round((100 * done) / files.length);
  };
  const fault = (name, why) => {
    const row = document.createElement("li");
    row.className = "field__error";
    row.textContent = panel.dataset.failed.replace("{name}", name).replace("{why}", why);
    faults.append(row);
  };
  const pause = (seconds) => new Promise((go) => { setTimeout(go, seconds * 1000); });
  // A request that is tried until the line is there again; the server knows a file it has already.
  const ask = async (url, options) => {
    for (let wait = 2; ; wait = Math.min(wait * 2, 60)) {
      try {
        const answer = await fetch(url, { ...options, headers: json, redirect: "manual" });
        if (answer.ok || answer.status === 422) return { ok: answer.ok, said: await answer.json() };
        if (answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500)) return { ok: false, gone: true };
      } catch { /* no line */ }
      waiting += 1;
      say();
      await pause(wait);
      waiting -= 1;
    }
  };
  const end = (said) => { words.textContent = said; delete form.dataset.busy; };
  say();
  let add = form.dataset.add;
  let batch = add ? location.pathname : "";
  if (!add) {
    const opening = new FormData(form);
    opening.delete("files");
    const opened = await ask(form.action || location.pathname, { method: "POST", body: opening });
    if (!opened.ok) return end(opened.gone ? panel.dataset.gone : opened.said.error);
    ({ add, batch } = opened.said);
    form.dataset.add = add;
    history.replaceState(null, "", batch);
  }
  const queue = files.slice();
  let stopped = false;
  const lane = async () => {
    while (queue.length && !stopped) {
      const file = queue.shift();
      const key = `${file.webkitRelativePath || file.name}|${file.size}|${file.lastModified}`;
      if (file.size > limit) {
        fault(file.name, panel.dataset.large);
      } else {
        const known = await ask(`${add}?${new URLSearchParams({ key })}`, {});
        let sent = known;
        if (known.ok && !known.said.known) {
          const body = new FormData();
          body.append("csrfmiddlewaretoken", token);
          body.append("files_secret", "no");
          body.append("key", key);
          body.append("files", file, file.name);
          const slow = setTimeout(() => { inHand.add(file.name); sayNow(); }, 1500);
          sent = await ask(add, { method: "POST", body });
          clearTimeout(slow);
          inHand.delete(file.name);
          sayNow();
        }
        if (sent.gone) { stopped = true; break; }
        if (!sent.ok) fault(file.name, sent.said.error);
      }
      done += 1;
      say();
    }
  };
  await Promise.all([lane(), lane()]);
  if (stopped) return end(panel.dataset.gone);
  if (faults.children.length) { end(words.textContent); return undefined; }
  location.assign(batch);
  return undefined;
});

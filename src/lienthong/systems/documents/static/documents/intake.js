// Many files: all are named first, then each goes by itself, two at a time; a broken line is waited
// out, what has come is not sent again, what was refused can be sent again in its place. Files that came
// in an earlier batch are known by their digest: they are named with that batch and stay where they are.
// Without this script the form sends all of them in one request.
(() => {
  const STILL = 60; // seconds in which a request that sends nothing is taken for a dead line
  const LOOKED = 300; // after the last octet: a scan is looked at for a secrecy mark
  const COUNTED = 4; // seconds for digests before the first file is sent; what is left is known when it comes
  const AT_MOST = 60 * 1048576; // octets of a file whose digest is counted
  const TRIES = 3; // of a file at which the server fails
  const json = { Accept: "application/json" };
  const sized = (octets) => `${(octets / 1048576).toFixed(1).replace(".", ",")} MB`;
  const mark = (file) => `${file.webkitRelativePath || file.name}|${file.size}|${file.lastModified}`;
  // Until the seconds are over or the line is said to be there again.
  const pause = (seconds) => new Promise((go) => {
    const on = () => { clearTimeout(timer); removeEventListener("online", on); go(); };
    const timer = setTimeout(on, seconds * 1000);
    addEventListener("online", on);
  });

  // What an answer means: heard (its words), gone (no session, no such batch), line (try again), broken.
  const heard = (status, text, moved) => {
    if (moved || [401, 403, 404].includes(status)) return { gone: true };
    if (status === 413) return { ok: false, large: true };
    if (status === 200 || status === 422) {
      try { return { ok: status === 200, said: JSON.parse(text) }; } catch { return { gone: true }; }
    }
    return [0, 408, 425, 429, 502, 503, 504].includes(status) ? { line: true } : { broken: true };
  };
  const ask = async (url, options) => {
    try {
      const answer = await fetch(url, { ...options, headers: json, redirect: "manual", signal: AbortSignal.timeout(STILL * 1000) });
      return heard(answer.status, answer.ok || answer.status === 422 ? await answer.text() : "", answer.type === "opaqueredirect");
    } catch { return { line: true }; }
  };
  const send = (url, body, moved) => new Promise((go) => {
    const call = new XMLHttpRequest();
    let timer;
    const within = (seconds) => { clearTimeout(timer); timer = setTimeout(cut, seconds * 1000); };
    const cut = () => call.abort();
    const end = (answer) => { clearTimeout(timer); removeEventListener("offline", cut); go(answer); };
    addEventListener("offline", cut);
    call.upload.addEventListener("progress", (event) => { moved(event.loaded); within(STILL); });
    call.upload.addEventListener("load", () => within(LOOKED));
    call.addEventListener("load", () => end(heard(call.status, call.responseText, !call.responseURL.endsWith(url))));
    for (const kind of ["error", "abort"]) call.addEventListener(kind, () => end({ line: true }));
    call.open("POST", url);
    call.setRequestHeader("Accept", json.Accept);
    within(STILL);
    call.send(body);
  });

  // The digest of a file, empty where the browser counts none (a page without TLS) or the file has gone.
  const digest = async (file) => {
    if (!window.crypto?.subtle || file.size > AT_MOST) return "";
    try {
      const octets = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      return [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join("");
    } catch { return ""; }
  };
  const digests = async (files) => {
    const ends = performance.now() + COUNTED * 1000;
    const found = new Map();
    for (const file of files) found.set(file, performance.now() < ends ? await digest(file) : "");
    return found;
  };

  const begin = (form, chosen) => {
    const find = (name) => form.querySelector(`[data-sending${name}]`);
    const panel = find(""), words = find("-words"), line = find("-line"), now = find("-now");
    const bar = panel.querySelector("progress"), faults = find("-faults"), ends = find("-ends"), retry = find("-retry");
    const upload = form.querySelector("[data-upload]").dataset;
    const letter = (file) => (upload.larger || "").split(", ").some((end) => end && file.name.toLowerCase().endsWith(end));
    const limitOf = (file) => Number(letter(file) ? upload.largerLimit : upload.limit) || Infinity;
    const token = form.querySelector('input[name="csrfmiddlewaretoken"]').value;
    const before = find("-known");
    let files = chosen.slice();
    const queue = [];
    const refused = new Map(); // a file that did not come, and its line
    const flying = new Map(); // a file under way, and how much of it has gone
    const slow = new Set();
    let here = new Set();
    let done = 0, gone = 0, waiting = 0, stopped = false;
    let add = form.dataset.add, missing = form.dataset.missing, batch = add ? location.pathname : "";

    const say = () => {
      const whole = files.reduce((sum, file) => sum + file.size, 0);
      const under = [...flying.values()].reduce((sum, octets) => sum + octets, gone);
      const text = done === files.length ? panel.dataset.all : panel.dataset.sent;
      words.textContent = !files.length ? "" : text.replace("{done}", done).replace("{total}", files.length).replace("{left}", files.length - done)
        .replace("{size}", sized(Math.min(under, whole))).replace("{whole}", sized(whole));
      bar.hidden = !files.length;
      bar.value = whole ? (100 * Math.min(under, whole)) / whole : (100 * done) / (files.length || 1);
      const told = waiting ? panel.dataset.again : "";
      if (line.textContent !== told) line.textContent = told;
      now.textContent = slow.size ? now.dataset.looking.replace("{names}", [...slow].join(", ")) : "";
    };
    const refuse = (file, why, again) => {
      const row = document.createElement("li");
      row.className = "field__error";
      row.textContent = panel.dataset.failed.replace("{name}", file.name).replace("{why}", why);
      faults.append(row);
      refused.set(file, { row, again });
    };
    // A request that is tried until the line is there again; the server's own faults a few times only.
    const until = async (request) => {
      for (let wait = 2, tries = 1; ; wait = Math.min(wait * 2, 30)) {
        const answer = await request();
        if (answer.broken) tries += 1;
        if (!answer.line && (!answer.broken || tries > TRIES)) return answer;
        waiting += 1;
        say();
        await pause(wait);
        waiting -= 1;
        say();
      }
    };
    const one = async (file) => {
      const key = mark(file);
      if (file.size > limitOf(file)) return { ok: false, large: true };
      if (here.has(key)) return { ok: true };
      const body = new FormData();
      for (const [name, value] of [["csrfmiddlewaretoken", token], ["files_secret", "no"], ["key", key]]) body.append(name, value);
      body.append("files", file, file.name);
      const timer = setTimeout(() => { slow.add(file.name); say(); }, 1500);
      let first = true;
      const answer = await until(async () => {
        // After a broken line: it may have come although its answer did not.
        const known = first ? {} : await ask(`${add}?${new URLSearchParams({ key })}`, {});
        first = false;
        if (known.line || known.gone || (known.ok && known.said.known)) return known;
        flying.set(file, 0);
        return send(add, body, (octets) => { flying.set(file, Math.min(octets, file.size)); say(); });
      });
      clearTimeout(timer);
      slow.delete(file.name);
      flying.delete(file);
      return answer;
    };
    const lane = async () => {
      while (queue.length && !stopped) {
        const file = queue.shift();
        const answer = await one(file);
        if (answer.gone) { stopped = true; return; }
        if (answer.ok) { done += 1; gone += file.size; }
        else if (answer.large) refuse(file, panel.dataset.large, false);
        else refuse(file, answer.broken ? panel.dataset.broken : answer.said.error, true);
        say();
      }
    };
    // What came before: named with the batch that has it, once each, and not sent.
    const tell = (known) => {
      for (const one of known || []) {
        files = files.filter((file) => !one.marks.includes(mark(file)));
        const row = document.createElement("li");
        const link = document.createElement("a");
        link.href = one.url;
        link.textContent = one.words;
        row.append(`${one.names}: `, link);
        before.querySelector("ul").append(row);
        before.hidden = false;
      }
      const count = chosen.length - files.length;
      const text = files.length ? before.dataset.some : before.dataset.all;
      before.querySelector("p").textContent = text.replace("{known}", count).replace("{left}", files.length);
      say();
    };
    const stay = (said) => {
      if (said) line.textContent = said;
      delete form.dataset.busy;
      retry.hidden = stopped || ![...refused.values()].some((fault) => fault.again);
      ends.querySelector("a").href = batch;
      ends.hidden = !batch;
    };
    const run = async () => {
      form.dataset.busy = "yes";
      ends.hidden = true;
      say();
      await Promise.all([lane(), lane()]);
      if (stopped) return stay(panel.dataset.gone);
      if (refused.size || !before.hidden) return stay("");
      delete form.dataset.busy;
      location.assign(batch);
      return undefined;
    };
    retry.onclick = () => {
      for (const [file, fault] of refused) {
        if (!fault.again) continue;
        fault.row.remove();
        refused.delete(file);
        queue.push(file);
      }
      run();
    };
    const open = async () => {
      form.dataset.busy = "yes";
      panel.hidden = false;
      faults.replaceChildren();
      before.hidden = true;
      before.querySelector("ul").replaceChildren();
      say();
      panel.scrollIntoView({ block: "nearest" });
      line.textContent = panel.dataset.counting;
      const counted = await digests(files);
      line.textContent = "";
      const announced = () => JSON.stringify(files.map((file) => [mark(file), file.name, file.size, counted.get(file)]));
      if (!add) {
        const opening = new FormData(form);
        opening.delete("files");
        opening.append("announced", announced());
        const opened = await until(() => ask(form.action || location.pathname, { method: "POST", body: opening }));
        if (!opened.ok) return stay(opened.gone ? panel.dataset.gone : opened.broken ? panel.dataset.broken : opened.said.error);
        tell(opened.said.known);
        if (!opened.said.batch) return stay("");
        ({ add, batch, missing } = opened.said);
        form.dataset.add = add;
        form.dataset.missing = missing;
        history.replaceState(null, "", batch);
      }
      const telling = new FormData();
      telling.append("csrfmiddlewaretoken", token);
      telling.append("announced", announced());
      const told = await until(() => ask(missing, { method: "POST", body: telling }));
      if (!told.ok) return stay(told.gone ? panel.dataset.gone : told.broken ? panel.dataset.broken : told.said.error);
      tell(told.said.known);
      if (!files.length) return stay("");
      here = new Set(told.said.here);
      queue.push(...files);
      return run();
    };
    open();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-intake]")) return;
    const files = [...form.querySelector('input[type="file"]').files];
    const secrecy = form.querySelector('input[name="files_secret"]:checked');
    if (!files.length || !secrecy || secrecy.value !== "no") return;
    event.preventDefault();
    if (!form.dataset.busy) begin(form, files);
  });
  // Leaving while files are under way: what has come stays, but the rest would have to be chosen again.
  addEventListener("beforeunload", (event) => {
    if (document.querySelector("[data-intake][data-busy]")) event.preventDefault();
  });
})();

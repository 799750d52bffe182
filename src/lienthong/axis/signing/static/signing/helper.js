// The signing helper on the signer's own computer: asked on loopback, paired by a code, never given a PIN.
// A form that holds [data-helper] is sent twice: for what is to be signed, then with what was signed.
(() => {
  "use strict";
  if (window.lienthongHelper) return;
  const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");
  const fresh = () => hex(crypto.getRandomValues(new Uint8Array(16)));
  const raw = (text) => Uint8Array.from(text.match(/../g).map((pair) => parseInt(pair, 16)));
  const PAIRING = "lienthong:helper";
  const remembered = () => { try { return JSON.parse(sessionStorage.getItem(PAIRING)); } catch { return null; } };
  const remember = (pairing) => { try { if (pairing) sessionStorage.setItem(PAIRING, JSON.stringify(pairing)); else sessionStorage.removeItem(PAIRING); } catch { /* forbidden */ } };

  class Refused extends Error {}  // .message is a sentence for the person

  // What is shown while signing: one dialog, its words from the page.
  class Panel {
    constructor(words) {
      this.words = words;
      this.box = document.createElement("dialog");
      this.box.className = "panel";
      this.box.style.margin = "auto";  // a panel is no dialog by itself: in the middle, where one looks
      this.box.setAttribute("aria-live", "polite");
      this.line = document.createElement("p");
      this.box.append(this.line);
      document.body.append(this.box);
      this.box.addEventListener("cancel", (event) => { if (this.busy) event.preventDefault(); });
      this.box.addEventListener("close", () => this.box.remove());
      this.box.showModal();
    }
    say(sentence) { this.busy = true; this.line.textContent = sentence; }
    stop(sentence) {
      this.busy = false;
      this.line.textContent = sentence;
      this.line.setAttribute("role", "alert");
      const close = document.createElement("button");
      close.type = "button";
      close.className = "button";
      close.textContent = this.words.close;
      close.addEventListener("click", () => this.box.close());
      this.box.append(close);
      close.focus();
    }
    close() { this.box.close(); }
    askCode(sentence) {
      this.busy = false;
      return new Promise((resolve, reject) => {
        const form = document.createElement("form");
        form.method = "dialog";
        const label = document.createElement("label");
        label.textContent = this.words.code;
        const field = document.createElement("input");
        Object.assign(field, { className: "input mt-1", name: "code", autocomplete: "off", inputMode: "numeric", required: true, maxLength: 12 });
        label.append(field);
        const send = document.createElement("button");
        send.className = "button button--main mt-1";
        send.textContent = this.words.pair;
        form.append(label, send);
        this.line.textContent = sentence || "";
        this.box.append(form);
        field.focus();
        const left = () => reject(new Refused(""));
        this.box.addEventListener("close", left, { once: true });
        form.addEventListener("submit", (event) => {
          event.preventDefault();
          this.box.removeEventListener("close", left);
          form.remove();
          resolve(field.value.replace(/\D/g, ""));
        });
      });
    }
  }

  class Helper {
    constructor(words) { this.words = words; this.base = `http://127.0.0.1:${words.helper}`; }
    async call(path, body, lost) {
      let answer;
      try {
        answer = await fetch(this.base + path, {
          method: "POST", mode: "cors", credentials: "omit", cache: "no-store", redirect: "error",
          headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
        });
      } catch { throw new Refused(lost); }
      let told = {};
      try { told = await answer.json(); } catch { /* told nothing */ }
      if (!answer.ok) throw Object.assign(new Refused(told.message || lost), { code: told.error });
      return told;
    }
    async paired(panel) {
      panel.say(this.words.looking);
      const kept = remembered();
      const hello = await this.call("/hello", { pairing: kept ? kept.pairing : "" }, this.words.absent);
      if (hello.paired) return kept;
      remember(null);
      for (let sentence = ""; ;) {
        const code = await panel.askCode(sentence);
        try {
          const made = await this.call("/pair", { code }, this.words.lost);
          remember(made);
          return made;
        } catch (refused) {
          if (refused.code !== "code") throw refused;
          sentence = refused.message;
        }
      }
    }
    async mac(secret, text) {
      const key = await crypto.subtle.importKey("raw", raw(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
      return hex(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text)));
    }
    // The values for every round, in their order; one confirmation and one PIN for all.
    async sign(rounds, panel) {
      const pairing = await this.paired(panel);
      panel.say(this.words.confirm);
      const asked = {
        nonce: fresh(), at: Date.now(), certificate: rounds[0].certificate, key: rounds[0].key, token: rounds[0].token,
        items: rounds.flatMap((one) => one.items),
      };
      const payload = JSON.stringify(asked);
      const told = await this.call("/sign", { pairing: pairing.pairing, payload, mac: await this.mac(pairing.secret, payload) }, this.words.lost);
      if (typeof told.payload !== "string" || told.mac !== await this.mac(pairing.secret, told.payload)) throw new Refused(this.words.altered);
      const answer = JSON.parse(told.payload);
      if (answer.nonce !== asked.nonce || answer.values.length !== asked.items.length) throw new Refused(this.words.altered);
      const values = [...answer.values];
      return rounds.map((one) => values.splice(0, one.items.length));
    }
  }

  // A POST to our own server that answers in JSON.
  async function post(url, fields, words) {
    try {
      const answer = await fetch(url, { method: "POST", body: fields, headers: { Accept: "application/json" } });
      return await answer.json();
    } catch { throw new Refused(words.offline); }
  }

  async function signForm(form, words) {
    const panel = new Panel(words);
    try {
      const helper = new Helper(words);
      await helper.paired(panel);
      panel.say(words.preparing);
      const fields = new FormData(form);
      fields.set("helper", "ask");
      const asked = await post(form.action, fields, words);
      if (asked.go) { location.assign(asked.go); return; }
      const [values] = await helper.sign(asked.rounds, panel);
      panel.say(words.storing);
      fields.set("helper", asked.rounds[0].round);
      fields.set("values", JSON.stringify(values));
      location.assign((await post(form.action, fields, words)).go);
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      if (refused.message) panel.stop(refused.message); else panel.close();
    }
  }

  document.addEventListener("submit", (event) => {
    const words = event.target.querySelector("[data-helper]");
    if (!words || event.target.hasAttribute("data-helper-led")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    signForm(event.target, words.dataset);
  }, true);

  window.lienthongHelper = { Helper, Panel, Refused, post };
})();

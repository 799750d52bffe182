// A batch that this page leads: the PIN stays in this page and goes with each step; or the helper signs.
(() => {
  "use strict";
  const form = document.querySelector("form[data-batch]");
  if (!form) return;
  const line = form.querySelector("[data-batch-line]");
  const button = form.querySelector("button");
  let running = false;

  async function step(fields) {
    const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async function byPin() {
    const fields = new FormData(form);
    form.elements.pin.value = "";
    for (;;) {
      const told = await step(fields);
      if (told.stop) return told.stop;
      if (!told.waiting) return "";
    }
  }

  async function byHelper(words) {
    const { Helper, Panel, Refused } = window.lienthongHelper;
    const panel = new Panel(words);
    try {
      const helper = new Helper(words);
      await helper.paired(panel);
      panel.say(words.preparing);
      const fields = new FormData(form);
      const rounds = [];
      for (let told = { after: 0, more: true }; told.more;) {
        fields.set("helper", "ask");
        fields.set("after", told.after);
        told = await step(fields);
        if (told.stop) return told.stop;
        rounds.push(...told.rounds);
      }
      if (!rounds.length) return "";
      const values = await helper.sign(rounds, panel);
      panel.say(words.storing);
      for (const [place, round] of rounds.entries()) {
        const answer = new FormData(form);
        answer.set("helper", round.round);
        answer.set("item", round.item);
        answer.set("values", JSON.stringify(values[place]));
        const told = await step(answer);
        if (told.stop) return told.stop;
      }
      return "";
    } catch (refused) {
      if (refused instanceof Refused) return refused.message;
      throw refused;
    } finally { panel.close(); }
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (running) return;
    running = true;
    button.disabled = true;
    const words = form.querySelector("[data-helper]");
    try {
      const stopped = await (words ? byHelper(words.dataset) : byPin());
      if (!stopped) { running = false; location.reload(); return; }
      line.textContent = stopped;
      line.setAttribute("role", "alert");
    } catch {
      running = false;
      location.reload();
      return;
    }
    running = false;
    button.disabled = false;
    if (form.elements.pin) form.elements.pin.focus();
  });
  addEventListener("beforeunload", (event) => { if (running) event.preventDefault(); });
})();

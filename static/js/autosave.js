// Saves the questions as they are answered and says truly whether that worked. What could not be
// saved stays on this device, under the rater's own key, until it is; leaving forgets all of it.
(() => {
  let kept;
  try {
    kept = localStorage;
  } catch {
    return; // storage is forbidden: the button still saves
  }
  if ("forget" in document.currentScript.dataset) {
    Object.keys(kept).filter((each) => each.startsWith("answers:")).forEach((each) => kept.removeItem(each));
    return;
  }
  const form = document.querySelector("[data-autosave]");
  const { autosave, offline, failed, restored } = form.dataset;
  const key = `answers:${autosave}`;
  const line = form.querySelector("[role=status]");
  let timer, running, again, connected = true;

  const fields = () => [...form.elements].filter((each) => /^(q-|comment$)/.test(each.name));
  const answers = () => JSON.stringify(Object.fromEntries(
    fields().filter((each) => each.type !== "radio" || each.checked).map((each) => [each.name, each.value]),
  ));

  async function post() {
    const sent = answers();
    try {
      const response = await fetch(autosave, { method: "POST", body: new FormData(form), redirect: "error" });
      const { message, saved } = await response.json().catch(() => ({ message: failed }));
      if (saved && kept.getItem(key) === sent) kept.removeItem(key);
      line.textContent = message;
      connected = true;
    } catch {
      line.textContent = offline;
      connected = false;
    }
  }

  // One at a time and in order, so that an older answer never arrives after a newer one.
  function save() {
    clearTimeout(timer);
    again = Boolean(running);
    running ??= post().then(() => {
      running = null;
      return again ? save() : null;
    });
    return running;
  }

  function changed() {
    form.elements.comment_was.value = "";
    try {
      kept.setItem(key, answers());
    } catch {
      // full: the server still gets it
    }
    clearTimeout(timer);
    timer = setTimeout(save, 800);
  }

  const draft = kept.getItem(key);
  if (draft && draft !== answers()) {
    const values = JSON.parse(draft);
    fields().filter((each) => each.name in values).forEach((each) => {
      if (each.type === "radio") each.checked = each.value === values[each.name];
      else each.value = values[each.name];
    });
    changed();
    save().then(() => (line.textContent = `${restored} ${line.textContent}`));
  }

  form.addEventListener("input", changed);
  addEventListener("online", () => kept.getItem(key) && save());
  form.addEventListener("submit", (event) => {
    if (!running && !kept.getItem(key)) return;
    event.preventDefault();
    save().then(() => {
      const left = kept.getItem(key);
      if (connected) {
        kept.removeItem(key); // or this would be asked again
        form.requestSubmit(event.submitter);
        if (left) kept.setItem(key, left);
      }
    });
  });
})();

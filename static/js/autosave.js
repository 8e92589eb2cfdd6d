// Saves what somebody touched as it is answered, each field with what it was based on, and says
// truly whether that worked. Where the server refuses a field, because something else was stored
// meanwhile, the page asks. What could not be saved stays on this device, under the rater's own
// key, until it is; leaving forgets all of it.
(() => {
  const store = {
    get(key) {
      try {
        return localStorage.getItem(key);
      } catch {
        return null; // storage is forbidden: the server still gets everything
      }
    },
    set(key, text) {
      try {
        if (text) localStorage.setItem(key, text);
        else localStorage.removeItem(key);
        return true;
      } catch {
        return false; // full or forbidden
      }
    },
  };
  function forget(begin, isOver = () => true) {
    try {
      const over = Object.keys(localStorage).filter((each) => each.startsWith(begin) && isOver(each));
      over.forEach((each) => store.set(each));
    } catch {
      // storage is forbidden: nothing is kept
    }
  }
  const { forget: whose } = document.currentScript.dataset;
  if (whose !== undefined) {
    forget(`answers:${whose}`);
    return sessionStorage.removeItem("pace");
  }
  const form = document.querySelector("[data-autosave]");
  const { autosave, until, ready, saving, offline, unkept, failed, restored, broken, undecided } = form.dataset;
  const key = `answers:${autosave}`;
  const line = form.querySelector("[role=status]");
  const frame = form.querySelector("[data-asked]");
  const names = [...new Set([...form.querySelectorAll("[name^=base-]")].map(({ name }) => name.slice(5)))];
  const UNANSWERED_SENDS = 4;
  const KEEPALIVE_MAX = 60_000;
  let timer, running, again, passing, insisting;
  let connected = true, onDevice = true, over = false, submitted = "submitted" in form.dataset;
  let spoken = "", kind = "", told = ready;

  // What each field shows that is stored, and what may be stored of it without our knowing.
  const fields = {};
  // What the page asks about: the value from here.
  const offers = {};
  const held = new Set();
  let unasked = {};
  const ages = {};

  const chosen = (all) => Array.from(all).filter((each) => each.checked).map((each) => each.value).join(" ");
  const read = (name) => form.elements[name].value || chosen(form.elements[name]);
  const touched = (name) => read(name) !== fields[name].settled && (!name.startsWith("q-") || read(name) !== "");
  const waiting = () => names.filter((name) => touched(name) && !held.has(name));
  const open = () => [...frame.querySelectorAll("[data-field]")].filter((each) => !each.querySelector(":checked"));
  const baseInputs = (name) => form.querySelectorAll(`input[name="base-${name}"]`);

  function write(name, value) {
    const control = form.elements[name];
    if (value) control.closest?.("details")?.setAttribute("open", "");
    if (control.tagName) control.value = value;
    else control.forEach((each) => (each.checked = value.split(" ").includes(each.value)));
  }

  function settle(name, value, base = value) {
    const [first, ...rest] = baseInputs(name);
    rest.forEach((each) => each.remove());
    first.value = base;
    fields[name] = { settled: value, bases: [base] };
  }

  // The line is always there to be read. It is read aloud when saving begins to work or to fail,
  // not at each answer.
  function say(text, now) {
    const quiet = now === "saving" || now === spoken;
    line.setAttribute("aria-live", quiet && now !== "unsaved" ? "off" : "polite");
    if (now !== "saving") [spoken, told] = [now, text];
    [kind, line.dataset.state] = [now, now];
    if (line.textContent !== text) line.textContent = text;
  }

  // The draft on this device, of this and of other tabs: { field: { value, bases } }

  function readDraft() {
    const text = store.get(key);
    if (!text) return {};
    const isText = (each) => typeof each === "string";
    try {
      const draft = JSON.parse(text);
      // Drafts used to hold values alone: such a one is offered, because its base is not known.
      const withBases = (each) => (isText(each) ? { value: each, bases: [] } : each);
      const entries = Object.entries(draft).map(([name, each]) => [name, withBases(each)]);
      const sound = ([, each]) => isText(each.value) && Array.isArray(each.bases) && each.bases.every(isText);
      if (!isText(draft) && entries.length && entries.every(sound)) return Object.fromEntries(entries);
    } catch {
      // said below
    }
    store.set(key);
    say(broken, "unsaved");
    return {};
  }

  function keep(name, entry) {
    if (over) return;
    const draft = readDraft();
    if (entry) draft[name] = entry;
    else delete draft[name];
    onDevice = store.set(key, Object.keys(draft).length ? JSON.stringify(draft) : "");
  }

  function keepField(name) {
    const entry = { value: read(name), bases: fields[name].bases, at: Date.now(), until };
    keep(name, touched(name) && entry);
  }

  // A round that has ended takes nothing more, so nothing of it stays here.
  function hasEnded(each) {
    try {
      const today = new Date().toISOString().slice(0, 10);
      return Object.values(JSON.parse(store.get(each))).every((entry) => entry.until < today);
    } catch {
      return false; // said where it belongs
    }
  }

  // Saving

  async function post(changes, extra, leaving) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    if (submitted) body.append("knows-submitted", submitted);
    if (extra) body.append(extra, "");
    Object.entries(changes).forEach(([name, { value, bases, at }]) => {
      body.append(name, value);
      if (at) body.append(`at-${name}`, at);
      bases.forEach((each) => body.append(`base-${name}`, each));
    });
    try {
      const size = [...body.values()].join("").length * 3;
      const keepalive = leaving && size < KEEPALIVE_MAX; // browsers refuse a longer one
      const response = await fetch(autosave, { method: "POST", body, redirect: "error", keepalive });
      connected = true;
      return await response.json().catch(() => ({ message: failed }));
    } catch {
      connected = false;
      return { message: onDevice ? offline : unkept };
    }
  }

  function hear(changes, { message, saved, stored = {}, asked = {}, over: ended, submitted: now = submitted }) {
    Object.entries(stored).forEach(([name, base]) => {
      settle(name, changes[name].value, base);
      keepField(name);
    });
    Object.entries(asked).forEach(([name, html]) => ask(name, changes[name].value, html));
    submitted = now;
    say(message, saved ? "saved" : "unsaved");
    if (!ended) return;
    over = true;
    forget(key);
  }

  async function send(leaving) {
    const changes = Object.fromEntries(
      waiting().map((name) => [name, { value: read(name), bases: fields[name].bases }]),
    );
    if (!Object.keys(changes).length) return void (kind === "saving" && say(told, spoken));
    say(saving, "saving");
    Object.entries(changes).forEach(([name, { value, bases: [first, ...rest] }]) => {
      fields[name].bases = [...new Set([first, ...rest.slice(-UNANSWERED_SENDS), value])];
    });
    hear(changes, await post(changes, "", leaving));
  }

  // One at a time and in order, so that an older answer never arrives after a newer one.
  function save() {
    clearTimeout(timer);
    again = Boolean(running);
    running ??= send().then(() => {
      running = null;
      return again ? save() : null;
    });
    return running;
  }

  function changed(name) {
    keepField(name);
    say(saving, "saving");
    clearTimeout(timer);
    timer = setTimeout(save, 800);
  }

  // Asking

  function ask(name, mine, html) {
    frame.querySelector(`[data-field="${name}"]`)?.remove();
    frame.insertAdjacentHTML("beforeend", html);
    frame.hidden = false;
    offers[name] = mine;
    held.add(name);
  }

  function decide(name, asked, choice) {
    const seen = asked.querySelector("[type=hidden]");
    if (!seen.disabled) settle(name, seen.value);
    seen.disabled = true; // decided: the form need not say it again
    held.delete(name);
    write(name, choice === "mine" ? offers[name] : seen.value);
    changed(name);
  }

  async function askAbout(values) {
    const changes = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, { value, bases: fields[name].bases, at: ages[name] }]),
    );
    const answer = await post(changes, "ask");
    if (!connected) return void (unasked = values);
    unasked = {};
    hear(changes, answer);
    if (answer.asked) Object.keys(values).filter((name) => !(name in answer.asked)).forEach((name) => keepField(name));
    // What is only offered stands beside the field, which shows what is stored and may be changed.
    Object.keys(values).forEach((name) => held.delete(name));
  }

  // What is there at the start: chosen before this script was at work, put back by the browser,
  // asked by the server, or kept on this device.

  function begin() {
    names.forEach((name) => {
      const [first, ...rest] = [...baseInputs(name)].map((each) => each.value);
      fields[name] = { settled: first, bases: [first, ...rest] };
    });
    frame.querySelectorAll("[data-field]").forEach(({ dataset: { field } }) => {
      offers[field] = read(field);
      held.add(field);
    });
    const draft = readDraft();
    const back = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
    const doubtful = {};
    let putBack = false;
    names.filter((name) => !held.has(name)).forEach((name) => {
      const { settled } = fields[name];
      const kept = draft[name];
      const fresh = !submitted && kept?.bases.includes(settled);
      if (kept && (!touched(name) || read(name) === kept.value) && kept.value !== settled && fresh) {
        write(name, kept.value);
        fields[name].bases = kept.bases;
        putBack = true;
      } else if (kept && kept.value !== settled && kept.value !== read(name)) {
        doubtful[name] = kept.value;
        ages[name] = kept.at;
      } else if (touched(name) && back && (settled !== "" || submitted)) {
        doubtful[name] = read(name);
        write(name, settled);
      } else if (kept && kept.value === settled) {
        keep(name);
      }
    });
    // From here on the draft remembers better than the browser: it knows what it was based on.
    if (store.set(`${key}?`, "1")) form.autocomplete = "off";
    store.set(`${key}?`);
    return { doubtful, putBack };
  }

  async function start() {
    say(ready, "");
    forget("answers:", hasEnded);
    const { doubtful, putBack } = begin();
    if (open().length) say(undecided, "unsaved");
    if (Object.keys(doubtful).length) await askAbout(doubtful);
    if (!waiting().length) return;
    waiting().forEach(keepField);
    await save();
    if (putBack) say(`${restored} ${line.textContent}`, kind);
  }

  form.addEventListener("input", ({ target: { name, value } }) => {
    if (name.startsWith("keep-")) {
      const field = name.slice(5);
      return decide(field, frame.querySelector(`[data-field="${field}"]`), value);
    }
    if (!(name in fields)) return;
    held.delete(name);
    changed(name);
  });
  addEventListener("online", async () => {
    if (Object.keys(unasked).length) await askAbout(unasked);
    if (waiting().length) save();
  });

  // Leaving

  const unsaved = () => Boolean(running || waiting().length || open().length);

  form.addEventListener("submit", (event) => {
    if (passing || !unsaved()) return;
    event.preventDefault();
    save().then(() => {
      if (open().length) {
        say(undecided, "unsaved");
        frame.focus();
      } else if (connected) {
        passing = true;
        form.requestSubmit(event.submitter);
        passing = false;
      }
    });
  });

  // Whatever else leads away waits for the answers. Where they cannot be saved, it says so and
  // leads away when it is pressed once more.
  function first(event, leave) {
    if (passing || event.defaultPrevented || !unsaved()) return;
    event.preventDefault();
    const insists = insisting === event.target;
    insisting = event.target;
    save().then(() => {
      if (!insists && unsaved()) return;
      passing = true;
      leave();
      passing = false;
    });
  }

  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (target !== form && target.method !== "dialog") first(event, () => target.requestSubmit(submitter));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const elsewhere = link && !link.target && link.href.split("#")[0] !== location.href.split("#")[0];
    if (!elsewhere || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    first(event, () => link.click());
  });
  // The page goes: what waits is sent, and nobody hears the answer. The draft knows until then.
  document.addEventListener("visibilitychange", () => document.hidden && waiting().length && save());
  addEventListener("pagehide", () => waiting().length && send(true));
  start();
})();

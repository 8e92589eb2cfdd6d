// Warns before the session ends, in every tab of it. Who typed since the last look is there, and is
// not asked. To look is no use of the session; to stay is.
(() => {
  const dialog = document.querySelector("[data-session]");
  const { session, left, warn, over, then, back } = dialog.dataset;
  const form = dialog.querySelector("form");
  let typed = false, ended = false, timer;

  async function ask(options) {
    clearTimeout(timer);
    try {
      const response = await fetch(session, options);
      if (response.ok) return plan((await response.json()).seconds);
    } catch {
      // offline
    }
    timer = setTimeout(ask, 15_000);
  }

  function stay() {
    typed = false;
    ask({ method: "POST", body: new FormData(form) });
  }

  function plan(seconds) {
    clearTimeout(timer);
    if (seconds > warn) {
      dialog.close();
      timer = setTimeout(ask, (seconds - warn) * 1000);
      return;
    }
    if (seconds && typed) return stay();
    if (seconds) {
      const end = new Date(Date.now() + seconds * 1000);
      const asWritten = { hour: "2-digit", minute: "2-digit" };
      dialog.querySelector("[data-at]").textContent = end.toLocaleTimeString(document.documentElement.lang, asWritten);
      timer = setTimeout(ask, Math.min(seconds + 1, 15) * 1000);
    } else {
      ended = true;
      dialog.querySelector("#session-title").textContent = over;
      dialog.querySelector("#session-text").textContent = then;
      form.querySelector("button").textContent = back;
      form.method = "dialog";
    }
    if (!dialog.open) dialog.showModal();
  }

  addEventListener("input", () => (typed = true));
  document.addEventListener("visibilitychange", () => document.hidden || ended || ask());
  dialog.addEventListener("cancel", () => ended || stay());
  form.addEventListener("submit", (event) => {
    if (ended) return;
    event.preventDefault();
    stay();
  });
  plan(Number(left));
})();

// Shows how far a long piece of work is without loading the page again. When it comes to an end,
// the page loads once more and says what can be done now.
(() => {
  const shown = document.querySelector("[data-progress]");
  if (!shown) return;
  const every = Number(shown.dataset.progress) * 1000;

  async function look() {
    if (document.hidden) return;
    let page;
    try {
      const response = await fetch(location.href, { redirect: "manual" });
      if (response.type === "opaqueredirect") {
        location.replace(location.href); // the work is done, and the page leads on
        return;
      }
      if (!response.ok) return;
      page = new DOMParser().parseFromString(await response.text(), "text/html");
    } catch {
      return; // offline for a moment: what is shown is true as of when it was shown
    }
    const found = page.querySelector("[data-progress]");
    if (found?.dataset.state !== shown.dataset.state) {
      location.replace(location.href);
      return;
    }
    shown.querySelector("progress").value = found.querySelector("progress").value;
    for (const line of shown.querySelectorAll("[data-line]")) {
      const text = found.querySelector(`[data-line=${line.dataset.line}]`).textContent;
      if (line.textContent !== text) line.textContent = text;
    }
  }

  setInterval(look, every);
})();

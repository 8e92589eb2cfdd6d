// “About 6 minutes left”, by one's own pace since this tab was opened. Nothing of it leaves the tab.
(() => {
  const line = document.querySelector("[data-words]");
  const form = document.querySelector("[data-autosave]");
  const words = JSON.parse(line.dataset.words);
  const { left: all, seconds, done } = line.dataset;
  const ENOUGH = 3, BREAK = 120;
  const open = () => {
    const names = new Set([...form.querySelectorAll("[name^=q-]")].map((each) => each.name));
    return [...names].filter((each) => form.elements[each].value === "");
  };
  const stored = [...form.querySelectorAll("[name^=base-q-]")];
  const elsewhere = all - stored.filter((each) => each.value === "").length;
  let before = open(), pace = { spent: 0, given: 0 };
  try {
    pace = JSON.parse(sessionStorage.getItem("pace")) ?? pace;
  } catch {
    // storage is forbidden: the pace of this page
  }

  function show() {
    const left = elsewhere + before.length;
    const each = pace.given < ENOUGH ? Number(seconds) : pace.spent / pace.given;
    line.textContent = left ? words[Math.min(Math.round((left * each) / 60), words.length - 1)] : done;
  }

  form.addEventListener("input", () => {
    const now = open(), at = Date.now() / 1000;
    const given = before.length - now.length;
    before = now;
    if (given <= 0) return;
    if (at - pace.last < BREAK) pace = { spent: pace.spent + at - pace.last, given: pace.given + given };
    pace.last = at;
    try {
      sessionStorage.setItem("pace", JSON.stringify(pace));
    } catch {
      // said above
    }
    show();
  });
  if (pace.given >= ENOUGH) show();
})();

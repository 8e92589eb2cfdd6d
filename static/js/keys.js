// Keys on a statement that has the focus, and nowhere else: 1 to 7 choose a level, N “not observed”,
// and the focus moves on. They can be switched off, and stay off in this browser.
(() => {
  const hint = document.querySelector("[data-keys]");
  const form = document.querySelector("[data-autosave]");
  const { off, on } = hint.dataset;
  const button = document.createElement("button");
  const told = document.createElement("span");
  let works = true;
  try {
    works = localStorage.getItem("keys") !== "off";
  } catch {
    // storage is forbidden: they work until the next page
  }

  function show() {
    hint.firstElementChild.hidden = !works;
    button.textContent = works ? off : on;
  }

  function moveOn(group) {
    const groups = [...form.querySelectorAll("fieldset")].filter((each) => each.querySelector("[name^=q-]"));
    const next = groups[groups.indexOf(group) + 1];
    const last = form.querySelector(".govuk-button-group button");
    (next?.querySelector(":checked") ?? next?.querySelector("input") ?? last).focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("keydown", (event) => {
    const { target, key, repeat } = event;
    const withOthers = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    if (!works || repeat || withOthers || event.isComposing || !target.name?.startsWith("q-")) return;
    const value = key.toLowerCase() === "n" ? "not-observed" : key;
    const group = target.closest("fieldset");
    const chosen = [...group.querySelectorAll("input")].find((each) => each.value === value);
    if (!chosen) return;
    event.preventDefault();
    chosen.checked = true;
    chosen.dispatchEvent(new Event("input", { bubbles: true }));
    told.textContent = chosen.labels[0].textContent;
    moveOn(group);
  });

  button.type = "button";
  button.className = "govuk-link app-link-button";
  button.addEventListener("click", () => {
    works = !works;
    try {
      localStorage.setItem("keys", works ? "on" : "off");
    } catch {
      // said above
    }
    show();
  });
  told.className = "govuk-visually-hidden";
  told.setAttribute("aria-live", "polite");
  hint.append(" ", button, told);
  hint.hidden = false;
  show();
})();

// Keys on a statement that has the focus: 1 to 7 choose a level, N what is none, and the focus moves
// on. Where nothing has the focus they only lead to the first open statement. They can be switched
// off, and stay off in this browser.
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

  const groups = [...form.querySelectorAll("fieldset")].filter((each) => each.querySelector("[name^=q-]"));

  function goTo(group) {
    const last = form.querySelector(".govuk-button-group button");
    (group?.querySelector(":checked") ?? group?.querySelector("input") ?? last).focus();
    group?.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    const { target, key, repeat } = event;
    const withOthers = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    const nowhere = target === document.body;
    if (!works || repeat || withOthers || event.isComposing) return;
    if (!nowhere && !target.name?.startsWith("q-")) return;
    const value = key.toLowerCase() === "n" ? "not-observed" : key;
    const group = nowhere ? groups.find((each) => !each.querySelector(":checked")) : target.closest("fieldset");
    const chosen = [...(group ?? groups[0]).querySelectorAll("input")].find((each) => each.value === value);
    if (!chosen) return;
    if (nowhere) return goTo(group);
    event.preventDefault();
    chosen.checked = true;
    chosen.dispatchEvent(new Event("input", { bubbles: true }));
    told.textContent = chosen.labels[0].textContent;
    goTo(groups[groups.indexOf(group) + 1]);
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

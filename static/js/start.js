// The library's address comes from the page, because its name carries a hash in production.
const { frontend } = document.querySelector("script[data-frontend]").dataset;
import(frontend).then(({ initAll }) => initAll());
// On a phone the questions come first; the levels unfold at a touch.
const levels = document.querySelector(".app-levels");
if (matchMedia("(max-width: 63.99em)").matches) levels?.removeAttribute("open");
// Pages scroll clear of what stays in place, however high it is.
const { style } = document.documentElement;
const measured = { "--levels-height": levels, "--saved-height": document.querySelector(".app-saved") };
Object.entries(measured).forEach(([name, each]) => {
  if (each) new ResizeObserver(() => style.setProperty(name, `${each.offsetHeight}px`)).observe(each);
});
// A box with nothing to scroll to is no stop on the way through a page.
const boxes = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    const box = target.closest(".scroll, .app-scroll");
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
});
const scrolling = ":is(.scroll, .app-scroll)";
document.querySelectorAll(`${scrolling}, ${scrolling} > *`).forEach((each) => boxes.observe(each));

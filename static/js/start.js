// The library's address comes from the page, because its name carries a hash in production.
const { frontend } = document.querySelector("script[data-frontend]").dataset;
import(frontend).then(({ initAll }) => initAll());
// On a phone the questions come first; the levels unfold at a touch. The style needs their height.
const levels = document.querySelector(".app-levels");
if (matchMedia("(max-width: 63.99em)").matches) levels?.removeAttribute("open");
const { style } = document.documentElement;
if (levels) new ResizeObserver(() => style.setProperty("--levels-height", `${levels.offsetHeight}px`)).observe(levels);

// The library's address comes from the page, because its name carries a hash in production.
const { frontend } = document.querySelector("script[data-frontend]").dataset;
import(frontend).then(({ initAll }) => initAll());
// On a phone the questions come first; the levels unfold at a touch.
if (matchMedia("(max-width: 63.99em)").matches) document.querySelector(".app-levels")?.removeAttribute("open");

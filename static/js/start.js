// The library's address comes from the page, because its name carries a hash in production.
const { frontend } = document.querySelector("script[data-frontend]").dataset;
import(frontend).then(({ initAll }) => initAll());

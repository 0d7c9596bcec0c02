// Chooses the language of the root page, and of the app that it offers: the first of the browser's languages that the course has, else English.
(() => {
  const own = ["nl", "en"];
  const asked = (navigator.languages ?? []).map((language) => language.slice(0, 2).toLowerCase());
  const lang = asked.find((language) => own.includes(language)) ?? "en";
  document.documentElement.lang = lang;
  document.documentElement.dataset.lang = lang;
  const app = document.querySelector("link[rel=manifest]");
  app?.setAttribute("href", `${lang}/app.webmanifest`);
})();

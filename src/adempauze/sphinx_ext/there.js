// Waits until a page is parsed and has its style, but for none of its other scripts. Browsers run a script that is there
// before the style, and what scrolls then scrolls to the wrong place.

const heard = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

export default async () => {
  if (document.readyState === "loading") await heard(document, "readystatechange"); // comes before deferred scripts
  if (document.readyState === "complete") return;
  const sheets = /** @type {HTMLLinkElement[]} */ ([...document.querySelectorAll("link[rel=stylesheet]")]);
  const coming = sheets.filter(({ sheet }) => !sheet).map((link) => heard(link, "load"));
  await Promise.race([Promise.all(coming), heard(globalThis, "load")]); // which also comes when a sheet fails
};

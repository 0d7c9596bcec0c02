// Keeps one edition of the course in the browser, for when there is no network. The build fills in FILES, which is each
// file with a digest of its content; so a worker is one build, and never takes a file of another one.
(() => {
  const FILES = /** @type {Record<string, string>} */ ({});
  const BUILD = "";
  const AWAY = "";
  const AT_ONCE = 6; // files that are fetched side by side

  const worker = /** @type {any} */ (self);
  const place = new URL("./", location.href); // its scope: the folder that it lies in
  const SHELF = `adempauze:${place} `;

  /** The name of the file that an address means, as hosts read it, or undefined if it is not one of this build. */
  const nameOf = (address) => {
    const { origin, pathname } = new URL(address);
    if (origin !== place.origin || !pathname.startsWith(place.pathname)) return undefined;
    const path = decodeURIComponent(pathname.slice(place.pathname.length));
    return [path, `${path}index.html`, `${path}.html`].find((name) => Object.hasOwn(FILES, name));
  };

  const addressOf = (name) => new URL(encodeURI(name), place).href;

  const isOfThisBuild = async (name, bytes) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("").startsWith(FILES[name]);
  };

  /** Return a response as a copy that can open a page, which one that was redirected cannot; undefined if it is foreign. */
  const checked = async (name, response) => {
    if (!response?.ok) return undefined;
    const bytes = await response.arrayBuffer();
    if (!await isOfThisBuild(name, bytes)) return undefined;
    const headers = new Headers(response.headers);
    ["content-encoding", "content-length", "vary"].forEach((header) => headers.delete(header));
    return new Response(bytes, { headers });
  };

  /** Put a file on the shelf: from an earlier build if it is the same there, else from the network. */
  const keep = async (name, shelf) => {
    const address = addressOf(name);
    const file = await checked(name, await caches.match(address)) ??
      await checked(name, await fetch(address, { cache: "reload" }));
    if (!file) throw new Error(`Adempauze: ${name} is not the file of this build.`);
    await shelf.put(address, file);
  };

  /** Keep all files; if one fails, the browser asks for the worker again later, and what is kept is not fetched twice. */
  const keepAll = async () => {
    const shelf = await caches.open(SHELF + BUILD);
    const waiting = Object.keys(FILES);
    const keepNext = async () => {
      for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) await keep(name, shelf);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, keepNext));
  };

  const dropOthers = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith(SHELF) && name !== SHELF + BUILD);
    await Promise.all(names.map((name) => caches.delete(name)));
  };

  const inHtml = (text) => new Response(text, { headers: { "content-type": "text/html; charset=utf-8" } });

  // The page asks, and loads again when the new build is in charge: what this worker still answers then may never end.
  const MAKE_WAY = `<!doctype html><meta name="color-scheme" content="light dark"><script>(async () => {
    const next = (await navigator.serviceWorker.getRegistration())?.waiting;
    const look = () => (!next || ["activated", "redundant"].includes(next.state)) && location.reload();
    next?.addEventListener("statechange", look);
    next?.postMessage("begin");
    setTimeout(() => location.reload(), 5000);
    look();
  })()</script>`;
  let hasMadeWay = false;

  /** Whether a new build may begin, as the reader leaves the only open page: no page may have parts of two builds. */
  const makesWay = async () => {
    if (hasMadeWay || !worker.registration.waiting) return false;
    hasMadeWay = (await worker.clients.matchAll({ type: "window" })).length <= 1;
    return hasMadeWay;
  };

  const answer = async (request, name) => {
    if (request.mode === "navigate" && await makesWay()) {
      return inHtml(MAKE_WAY);
    }
    const kept = await caches.match(addressOf(name), { cacheName: SHELF + BUILD });
    return kept ?? fetch(request); // the reader may have switched it off while this page was open
  };

  worker.addEventListener("install", (event) => event.waitUntil(keepAll()));
  worker.addEventListener("activate", (event) => event.waitUntil(dropOthers()));
  worker.addEventListener("message", ({ data }) => {
    if (data === "begin") worker.skipWaiting();
  });
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.method !== "GET") return;
    const name = nameOf(request.url);
    if (name) event.respondWith(answer(request, name));
    else if (request.mode === "navigate") {
      event.respondWith(fetch(request).catch(() => inHtml(AWAY.replaceAll("{place}", place.href))));
    }
  });
})();

// Lets the front door keep the course on this device (offline_worker.js), and the privacy page switch that off and on.
(() => {
  const KEY = "adempauze:v1:offline";
  const own = document.currentScript;
  if (!(own instanceof HTMLScriptElement)) return;
  const site = new URL(own.dataset.site || "./", document.baseURI).href;
  const languages = (own.dataset.languages ?? "").split(" ");
  const isAble = location.protocol.startsWith("http") && "serviceWorker" in navigator;
  const edition = () => `${site}${document.documentElement.lang}/`;

  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };

  const remember = (choice) => {
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // Without storage, the choice is for this visit only.
    }
  };

  /** Whether the course may be kept: the reader's choice, or else not if the browser is asked to save data. */
  const isWanted = () => {
    const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
    return (stored() ?? (connection?.saveData ? "off" : "on")) === "on";
  };

  /** Keep the edition in the language of this page, and the root page. */
  const keep = () =>
    Promise.all([edition(), site].map((place) => navigator.serviceWorker.register(`${place}offline.js`)));

  const drop = async () => {
    const places = ["", ...languages.map((lang) => `${lang}/`)].map((path) => site + path);
    const all = await navigator.serviceWorker.getRegistrations();
    await Promise.all(all.filter(({ scope }) => places.includes(scope)).map((each) => each.unregister()));
    const names = (await caches.keys()).filter((name) => name.startsWith(`adempauze:${site}`));
    await Promise.all(names.map((name) => caches.delete(name)));
  };

  /** Tell a registration's state now and after each change; a worker that has failed is "redundant". */
  const follow = (registration, tell) => {
    const coming = registration.installing ?? registration.waiting;
    if (registration.active) return tell("on");
    if (!coming) return tell("failed");
    tell("getting");
    coming.addEventListener("statechange", () => follow(registration, tell), { once: true });
  };

  const fillSwitch = (part) => {
    const { words } = part.dataset;
    const text = JSON.parse(words ?? "{}");
    const said = document.createElement("p");
    const button = document.createElement("button");
    said.setAttribute("role", "status");
    button.type = "button";
    part.append(said, button);

    const tell = (now) => {
      part.dataset.state = now;
      said.textContent = text[now];
      button.textContent = text[["on", "getting"].includes(now) ? "turn_off" : "turn_on"];
      button.hidden = now === "unable";
    };
    const look = async () => {
      const all = await navigator.serviceWorker.getRegistrations();
      const kept = all.find(({ scope }) => scope === edition());
      if (kept) follow(kept, tell);
      else tell("off");
    };
    const change = async () => {
      const isOn = button.textContent === text.turn_off;
      remember(isOn ? "off" : "on");
      await (isOn ? drop() : keep());
      await look();
    };
    button.addEventListener("click", () => change().catch(() => tell("failed")));
    if (isAble) look().catch(() => tell("unable"));
    else tell("unable");
  };

  const begin = () => {
    const part = document.querySelector(".course-offline");
    if (part instanceof HTMLElement) fillSwitch(part);
    else if (isAble && isWanted()) keep().catch(() => {}); // nothing is lost: the next visit to the front door tries again
  };

  if (document.readyState === "complete") begin();
  else addEventListener("load", begin); // the page itself comes first
})();

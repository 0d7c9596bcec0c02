// Sets the look (the reader's choice, or the device's) and the pace of a lesson before the page is painted.
(() => {
  const KEY = "adempauze:v1:look";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  let look = stored(KEY) ?? "auto";
  const apply = () => {
    document.documentElement.dataset.theme = look === "auto" ? (dark.matches ? "dark" : "light") : look;
  };
  const choose = (chosen) => {
    look = chosen;
    apply();
    try {
      if (chosen === "auto") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, chosen);
    } catch {
      // Without storage, the choice is for this page only.
    }
  };
  apply();
  dark.addEventListener("change", apply);

  // The short reading of a lesson, if the reader chose it in the course map.
  const { dataset } = document.documentElement;
  const isShort = () => stored("adempauze:v1:pace") === "short";
  const showTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || target.getClientRects().length) return;
    delete dataset.pace;
    target.scrollIntoView();
  };
  if (isShort()) dataset.pace = "short";
  addEventListener("hashchange", showTarget);

  document.addEventListener("DOMContentLoaded", () => {
    const rest = document.querySelector(".course-rest");
    document.querySelector("main > section > section")?.after(rest ?? "");
    rest?.querySelector("button")?.addEventListener("click", () => {
      delete dataset.pace;
      const next = /** @type {HTMLElement} */ (rest.nextElementSibling);
      next.tabIndex = -1;
      next.focus();
    });
    showTarget();
    const group = document.querySelector(".course-look");
    if (!(group instanceof HTMLElement)) return; // the root page has no choice of its own
    group.hidden = false;
    group.querySelectorAll("input").forEach((input) => {
      input.checked = input.value === look;
      input.addEventListener("change", () => choose(input.value));
    });
  });
})();

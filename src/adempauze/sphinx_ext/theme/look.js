// The look that the reader chose, or the device's, and how much of a lesson to show; set before anything is painted.
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
      // A browser without storage: the look holds for this page.
    }
  };
  apply();
  dark.addEventListener("change", apply);

  // The short reading of a lesson: the reader's choice, where a widget left it in this browser.
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
    rest?.querySelector("button").addEventListener("click", () => {
      delete dataset.pace;
      rest.nextElementSibling.tabIndex = -1;
      rest.nextElementSibling.focus();
    });
    showTarget();
    const group = document.querySelector(".course-look");
    group.hidden = false;
    group.querySelectorAll("input").forEach((input) => {
      input.checked = input.value === look;
      input.addEventListener("change", () => choose(input.value));
    });
  });
})();

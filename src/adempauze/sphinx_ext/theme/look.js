// Sets the look (the reader's choice, or the device's) before the page is painted.
(() => {
  const KEY = "adempauze:v1:look";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  let look = stored() ?? "auto";
  const apply = () => {
    const theme = look === "auto" ? (dark.matches ? "dark" : "light") : look;
    document.documentElement.dataset.theme = theme;
    document.querySelectorAll("meta[data-look]").forEach((colour) => { // of the browser's bars
      colour.setAttribute("media", colour.getAttribute("data-look") === theme ? "all" : "not all");
    });
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

  document.addEventListener("readystatechange", () => {
    const group = document.querySelector(".course-look");
    if (!(group instanceof HTMLElement)) return; // the root page has no choice of its own
    group.hidden = false;
    group.querySelectorAll("input").forEach((input) => {
      input.checked = input.value === look;
      input.addEventListener("change", () => choose(input.value));
    });
  }, { once: true }); // at "interactive", which waits for no other script
})();

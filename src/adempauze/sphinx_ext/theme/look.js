// The look that the reader chose, or the device's; set before anything is painted.
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
  document.addEventListener("DOMContentLoaded", () => {
    const group = document.querySelector(".course-look");
    group.hidden = false;
    group.querySelectorAll("input").forEach((input) => {
      input.checked = input.value === look;
      input.addEventListener("change", () => choose(input.value));
    });
  });
})();

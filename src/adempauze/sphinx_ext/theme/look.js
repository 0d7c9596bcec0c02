// The look that the reader chose, or the device's, and how much of a lesson to show; set before anything is painted.
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

  // The short reading of a lesson: the reader's choice, in a note of the widget "progress" that this browser keeps.
  const { dataset } = document.documentElement;
  const isShort = () => {
    try {
      const [note] = JSON.parse(localStorage.getItem("adempauze:v1:note:00-start/pace")).notes;
      return JSON.parse(note.text).pace === "short";
    } catch {
      return false;
    }
  };
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

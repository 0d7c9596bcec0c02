// Takes the words of the field beside a page to the page of the search, in an address only where nothing else can hand
// them over: an address stays in the history of the browser.
(() => {
  const KEY = "adempauze:v1:asked";
  document.querySelector(".course-seek-from")?.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const words = form.querySelector("input")?.value.trim() ?? "";
    const page = form.action.split(/[?#]/)[0];
    event.preventDefault();
    try {
      sessionStorage.setItem(KEY, words);
      location.href = page;
    } catch {
      location.href = `${page}#q=${encodeURIComponent(words)}`;
    }
  });
})();

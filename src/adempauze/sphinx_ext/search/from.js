// Takes the words of the field beside a page to the page of the search, behind a # that no browser sends to a server.
(() => {
  document.querySelector(".course-seek-from")?.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const field = form.querySelector("input");
    event.preventDefault();
    location.href = `${form.action.split(/[?#]/)[0]}#q=${encodeURIComponent(field?.value.trim() ?? "")}`;
  });
})();

// Paper shows all that was written, and the groups of which a list to take along is made; it cannot scroll or unfold.
(() => {
  let tidy = () => {};

  /** Put a copy of each written text beside its field, which is cut off on paper; book.css shows one of the two. */
  const copyFields = () =>
    [...document.querySelectorAll("textarea")].filter((field) => field.value).map((field) => {
      const copy = document.createElement("div");
      copy.className = "course-written";
      copy.textContent = field.value;
      field.after(copy);
      field.classList.add("course-copied");
      return () => {
        field.classList.remove("course-copied");
        copy.remove();
      };
    });

  const unfold = () => {
    const shut = /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll("details[data-paper]:not([open])")]);
    shut.forEach((details) => { details.open = true; });
    return shut.map((details) => () => { details.open = false; });
  };

  addEventListener("beforeprint", () => {
    tidy(); // not all browsers send "afterprint"
    const undo = [...copyFields(), ...unfold()];
    tidy = () => undo.forEach((back) => back());
  });
  addEventListener("afterprint", () => tidy());
})();

// Offers the lesson where the reader was, if this browser keeps the notes. It only reads them, and shows only a title.
(() => {
  const PREFIX = "adempauze:v1:";
  const NOTE = `${PREFIX}note:`;
  const place = document.currentScript?.previousElementSibling;
  if (!(place instanceof HTMLElement)) return;
  const titles = JSON.parse(place.dataset.titles ?? "{}");

  /** When the notes stored under a name were changed last; 0 if they cannot be read. */
  const changed = (storage, name) => {
    try {
      return Math.max(0, ...JSON.parse(storage.getItem(name)).notes.map((note) => Date.parse(note.updated_at)));
    } catch {
      return 0;
    }
  };

  /** The lesson with the newest note, or undefined. */
  const lastLesson = (storage) => {
    if (storage.getItem(`${PREFIX}keep`) !== "browser") return undefined;
    const visits = Object.keys(storage)
      .filter((name) => name.startsWith(NOTE))
      .map((name) => ({ slug: name.slice(NOTE.length).split("/")[0], at: changed(storage, name) }))
      .filter(({ slug, at }) => Object.hasOwn(titles, slug) && at > 0);
    return visits.sort((one, other) => other.at - one.at)[0]?.slug;
  };

  try {
    const slug = lastLesson(localStorage);
    const link = place.querySelector("a");
    if (!slug || !link) return;
    link.href = `${place.dataset.lessons}${slug}.html`;
    link.textContent = titles[slug];
    place.hidden = false;
  } catch {
    // Without storage there is nowhere to go on.
  }
})();

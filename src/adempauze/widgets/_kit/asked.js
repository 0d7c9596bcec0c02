// A note that is kept only when the learner asks for it.

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not ours to read; it stays as it is until the learner changes something
  }
};

/**
 * A box to tick, and the state in words. `read` gives what there is, or null; `restore` takes it back (null: nothing); `join`
 * makes one of what was kept and what is on the screen. That outlives a view in the page, kept or not.
 */
const keepIfAsked = ({ model, signal, kind, read, restore, join }) => {
  const words = model.get("strings");
  const key = model.get("key");
  const store = openNotes(model, signal);
  const { drafts } = store.page;
  const draft = drafts.get(key);
  let wanted = draft?.wanted ?? false;
  let touched = Boolean(draft) && !wanted; // there is something on the screen that no note is known to hold

  const box = element("input", { type: "checkbox" });
  const hint = element("p", { class: "az-small" }, store.home === "book" ? words.keep_where : words.where_journal);
  const note = keepNote({
    model, store, signal, key, kind,
    asked: () => wanted,
    join: (theirs, mine) => JSON.stringify(join(parsed(theirs), parsed(mine))),
    take: (text) => {
      const here = touched ? read() : null;
      touched = false;
      if (text === null && !wanted) return;
      wanted = text !== null;
      const both = here === null ? parsed(text) : join(parsed(text), here);
      restore(both);
      if (here !== null) note.write(JSON.stringify(both), 0);
    },
    moved: () => {
      drafts.set(key, { value: read(), wanted });
      node.hidden = !wanted && read() === null;
      box.checked = wanted;
      hint.hidden = !wanted;
    },
  });
  const node = element("div", {}, element("label", { class: "az-choice" }, box, element("span", {}, words.keep_this)), note.state, note.live, hint);
  const write = () => {
    const value = wanted ? read() : null;
    note.write(value && JSON.stringify(value), 0);
  };
  const changed = () => {
    touched = !wanted;
    if (wanted) write();
    else note.show();
  };

  listen(box, "change", () => {
    wanted = box.checked;
    touched = !wanted;
    write();
  }, signal);

  if (draft?.value) restore(draft.value);
  note.start();
  return { node, changed };
};

// A note that is kept only when the learner asks for it.

import { keepNote } from "./keep.js";
import { element, listen } from "./kit.js";
import { openNotes } from "./notes.js";

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the note stays as it is until the learner changes something
  }
};

/** What is new in a value, part by part, when the one that it began with was erased elsewhere; null if nothing is. */
const valueWithout = (erased, mine) => {
  const same = (one) => (other) => JSON.stringify(one) === JSON.stringify(other);
  const parts = Object.entries(mine ?? {}).flatMap(([name, part]) => {
    const old = erased?.[name];
    const own = Array.isArray(part) && Array.isArray(old) ? part.filter((each) => !old.some(same(each))) : part;
    return same(old)(own) ? [] : [[name, own]];
  });
  return parts.some(([, part]) => !Array.isArray(part) || part.length) ? Object.fromEntries(parts) : null;
};

/**
 * Show a check box, and the note's state in words. What is on the screen outlives the view, kept or not.
 * @param {object} options
 * @param {Model} options.model its `key` is the key of the note
 * @param {AbortSignal} options.signal
 * @param {string} options.kind
 * @param {() => object | null} options.read returns what is on the screen, or null if that is nothing
 * @param {(kept: any) => void} options.restore puts it on the screen
 * @param {(theirs: any, mine: any) => object} options.join merges what was kept with what is on the screen
 */
export const keepIfAsked = ({ model, signal, kind, read, restore, join }) => {
  const words = model.get("strings");
  const key = model.get("key");
  const store = openNotes(model, signal);
  const { drafts } = store.page;
  const draft = drafts.get(key);
  let wanted = draft?.wanted ?? false;
  let touched = Boolean(draft) && !wanted; // whether the screen shows something that no note has yet

  const box = element("input", { type: "checkbox" });
  const hint = element("p", { class: "az-small" }, store.home === "book" ? words.keep_where : words.where_journal);
  const note = keepNote({
    model, store, signal, key, kind,
    asked: () => wanted,
    join: (theirs, mine) => JSON.stringify(join(parsed(theirs), parsed(mine))),
    without: (erased, mine) => {
      const own = valueWithout(parsed(erased), parsed(mine));
      return own && JSON.stringify(own);
    },
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

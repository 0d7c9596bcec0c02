// Fields that show all of what is written in them, and nodes that are put in order; both leave the caret where it was.

/** Make a field as high as its text, where styles cannot. */
export const grow = (field) => {
  if (CSS.supports("field-sizing: content") || !field.scrollHeight) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
};

/** Show a text in a field, and change nothing if it is there already. The caret stays in the words that it was in. */
export const putText = (field, text) => {
  const { value, selectionStart, selectionEnd } = field;
  if (value === text) return;
  const at = Math.max(0, text.indexOf(value));
  field.value = text;
  if (document.activeElement === field) field.setSelectionRange(at + selectionStart, at + selectionEnd);
};

/** Make `nodes` the content of `place`; a node that stays is not touched, and keeps the focus, the caret and its undo. */
export const arrange = (place, nodes) => {
  const focused = /** @type {HTMLElement | null} */ (place.contains(document.activeElement) ? document.activeElement : null);
  [...place.children].forEach((child) => { if (!nodes.includes(child)) child.remove(); });
  nodes.forEach((node, i) => { if (place.children[i] !== node) place.insertBefore(node, place.children[i] ?? null); });
  if (focused !== document.activeElement) focused?.focus();
};

// Fields that show all of what is written in them, and keep the caret where it was.

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

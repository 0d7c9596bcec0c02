import { element, listen, uniqueId } from "./kit.js";

/**
 * Make a drop-down list with a label above it; `options` are pairs of a value and its text.
 * @param {string} label
 * @param {any[][]} options
 * @param {string | number} chosen
 * @param {() => void} change
 * @param {AbortSignal} signal
 */
export const labelledSelect = (label, options, chosen, change, signal) => {
  const id = uniqueId();
  const select = element("select", { id }, ...options.map(([value, text]) => element("option", { value }, text)));
  select.value = String(chosen);
  listen(select, "change", change, signal);
  return { select, node: element("div", {}, element("label", { for: id, class: "az-small" }, label), select) };
};

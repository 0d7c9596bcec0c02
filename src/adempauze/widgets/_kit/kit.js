// Shared by every widget: elements, words and numbers. Text always goes in as text, never as markup.

/** Build an element; attributes that are false, null or undefined are left out. */
const element = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(key, value === true ? "" : value);
    }
  }
  // Keys are the widget's: JupyterLab asks the element with the focus first, and has arrow keys of its own.
  node.dataset.lmSuppressShortcuts = "";
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

/** Call `handler` on events of `target` until the view goes away. */
const listen = (target, type, handler, signal) => target.addEventListener(type, handler, { signal });

/** Make a button that calls `handler` when pressed. */
const button = (label, handler, signal, attributes = {}) => {
  const node = element("button", { type: "button", ...attributes }, label);
  listen(node, "click", handler, signal);
  return node;
};

/** Put values into a message: fill("{n} left", { n: 3 }). */
const fill = (message, values) => message.replace(/\{(\w+)\}/g, (all, key) => String(values[key] ?? all));

/** Write a number the way the language does. */
const inWords = (lang, value, digits = 0) =>
  new Intl.NumberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/** Write when something was: 14:03 today, with the day before it otherwise. */
const moment = (lang, date) => {
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const day = date.toDateString() === new Date().toDateString() ? {} : { day: "numeric", month: "long" };
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { ...day, ...time }).format(date);
};

/** An id that no other element of the page has. */
const uniqueId = () => `az-${Math.random().toString(36).slice(2)}`;

/** Offer a text as a file to keep. */
const offerFile = (name, text, type) => {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = element("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};

/** Begin a view: the root that carries the widget's class, language and accessible name. */
const begin = (model, el, name, label) => {
  const root = element("div", {
    role: "group", // not a landmark: a lesson holds many widgets
    class: `adempauze az-${name}`,
    lang: model.get("lang"),
    "aria-label": label,
  });
  el.replaceChildren(root);
  return root;
};

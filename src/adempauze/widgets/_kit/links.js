// Links to other sites. They open in a new tab, because leaving a page would lose notes that are not kept.

import { element } from "./kit.js";

const WEB = /^https?:\/\//;

/** Return a link to a web page, or the label as text for any other kind of address. */
export const webLink = (label, address) =>
  WEB.test(address) ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label) : label;

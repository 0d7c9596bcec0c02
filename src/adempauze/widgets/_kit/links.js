// Links to other sites. They open in a new tab, because leaving a page loses notes that are not kept.

import { element } from "./kit.js";

const WEB = /^https?:\/\//;

/** Link to a page of the web; for any other kind of address, return the label as text. */
export const webLink = (label, address) =>
  WEB.test(address) ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label) : label;

// Links to other sites. They open in a new tab, because leaving a page would lose notes that are not kept. The book's pages
// describe such links in one place (layout.html); elsewhere that place is missing.

import { element } from "./kit.js";

const WEB = /^https?:\/\//;

/** Return a link to a web page, or the label as text for any other kind of address. */
export const webLink = (label, address) =>
  WEB.test(address)
    ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer", "aria-describedby": "course-outside" }, label)
    : label;

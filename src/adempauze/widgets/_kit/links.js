// Links out of the course. They open beside it: a page that closes takes along what is not kept.

/** A link to a page of the web; an address of any other kind stays text. */
const webLink = (label, address) =>
  /^https?:\/\//.test(address) ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label) : label;

// Leaves of the page to print what a reader of EPUB can show, and returns its chapters as XHTML by name.
() => {
  const CONTROLS = "button, select, textarea, input:not([type=checkbox], [type=radio]), script, style, template, dialog";
  const KEPT = ["id", "class", "href", "src", "alt", "lang", "dir", "colspan", "rowspan", "scope", "start", "role", "aria-label"];
  const NAMED = ["svg", "canvas", "img", "nav", "section", "table"]; // elements that a name may stand on

  const asPicture = (node) => {
    const img = document.createElement("img");
    const label = node.getAttribute("alt") ?? node.getAttribute("aria-label") ?? node.querySelector("title")?.textContent ?? "";
    Object.assign(img, { src: "", alt: node.getAttribute("aria-hidden") === "true" ? "" : label });
    img.setAttribute("src", node.dataset.picture);
    node.replaceWith(img);
  };

  const all = [...document.querySelectorAll("body *")];
  all.filter((node) => !node.closest("svg") && getComputedStyle(node).display === "none").forEach((node) => node.remove());
  document.querySelectorAll("[data-picture]").forEach(asPicture);
  document.querySelectorAll(`${CONTROLS}, main svg, main canvas`).forEach((node) => node.remove());
  document.querySelectorAll("legend.az-unseen").forEach((node) => node.remove()); // its summary says the same
  document.querySelectorAll("input, .paper-box").forEach((node) => node.replaceWith("☐ "));
  document.querySelectorAll("label, form, fieldset, legend, output, details, summary").forEach((node) => {
    const plain = document.createElement(["LABEL", "OUTPUT"].includes(node.tagName) ? "span" : "div");
    plain.className = { LABEL: "paper-label", LEGEND: "paper-name", SUMMARY: "paper-name" }[node.tagName] ?? node.className;
    plain.append(...node.childNodes);
    node.replaceWith(plain);
  });
  document.querySelectorAll("body *").forEach((node) => {
    [...node.attributes].filter(({ name }) => !KEPT.includes(name)).forEach(({ name }) => node.removeAttribute(name));
    if (!NAMED.includes(node.localName)) ["role", "aria-label"].forEach((name) => node.removeAttribute(name));
  });
  const parts = [...document.querySelectorAll(".paper-chapter")].map((node) => [node.id, node]);
  const text = (node) => new XMLSerializer().serializeToString(node);
  return Object.fromEntries([["cover", document.querySelector(".paper-cover")], ...parts].map(([name, node]) => [name, text(node)]));
}

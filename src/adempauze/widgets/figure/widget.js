import { begin, element, uniqueId } from "../_kit/kit.js";

/** The drawing as an element; its ids are made unique, so that it can be on a page more than once. */
const readDrawing = (svg, own) => {
  const named = svg.replace(/( id="|"#|url\(#)/g, `$1${own}-`);
  return document.importNode(new DOMParser().parseFromString(named, "image/svg+xml").documentElement, true);
};

const render = ({ model, el }) => {
  const words = model.get("strings");
  const root = begin(model, el, "figure", words.title);
  const drawing = readDrawing(model.get("svg"), uniqueId());
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", model.get("alt"));
  root.append(drawing, element("details", {}, element("summary", {}, words.in_words), element("p", {}, model.get("alt"))));
};

export default { render };

// The buttons that read a lesson's open part aloud in JupyterLab. `tools/extension.py` joins this file and its parts into
// `static/listen.js`, because JupyterLab serves the files of that folder alone.
import { makeReader, textBlocks } from "../widgets/_kit/listen.js";

/** Make the buttons for a notebook; cells whose ids are in `folded` are not read. */
export default (notebook, { lang, words, folded }) => {
  const page = new AbortController();
  notebook.disposed.connect(() => page.abort());
  const isOpen = ({ model }) => model.type === "markdown" && !folded.has(model.id);
  const blocks = () => notebook.widgets.filter(isOpen).flatMap(({ node }) => textBlocks(node.querySelector(".jp-RenderedMarkdown")));
  const reader = makeReader({ words, lang, blocks, signal: page.signal });
  // JupyterLab would edit the cell on a double click.
  for (const type of ["mousedown", "dblclick"]) reader.addEventListener(type, (event) => event.stopPropagation());
  return reader;
};

// The buttons that read a lesson's open part aloud, below its title.
import { makeReader, textBlocks } from "../../widgets/_kit/listen.js";

const APART = "details, table, figure, nav, .adempauze-mount, .course-opening";

const openPart = () => textBlocks(document.querySelector("main") ?? document).filter((block) => !block.closest(APART));

export default () => {
  const { lang } = document.documentElement;
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-listen]"))) {
    const words = JSON.parse(place.dataset.listen ?? "");
    place.append(makeReader({ words, lang, blocks: openPart, signal: new AbortController().signal }));
  }
};

import { listen } from "../_kit/kit.js";

const BRIEF = 2000; // milliseconds
const MOST_BRIEF = 3; // locks in a row that the device takes back so soon; asking on would never end

/**
 * Keep the screen on while that is wanted and the page is visible. A lock that the device takes is asked for again.
 * @param {AbortSignal} signal
 * @param {(refused: boolean) => void} told is called with whether the device refuses, or has no way to stay awake
 */
export const makeWakeLock = (signal, told) => {
  let wanted = false;
  let asking = false;
  let lock = null;
  let brief = 0;
  const ask = async () => {
    asking = true;
    const begun = performance.now();
    const given = await navigator.wakeLock?.request("screen").catch(() => null);
    asking = false;
    lock = given ?? null;
    lock?.addEventListener?.("release", () => {
      if (!wanted || document.visibilityState !== "visible") return;
      brief = performance.now() - begun < BRIEF ? brief + 1 : 0;
      if (brief > MOST_BRIEF) told(true);
      else update();
    }, { signal });
    if (wanted) told(!lock);
    else update();
  };
  const update = () => {
    if (!wanted) {
      lock?.release();
      lock = null;
    } else if (!asking && (!lock || lock.released) && document.visibilityState === "visible") ask();
  };
  const want = (value) => {
    wanted = value;
    if (!value) told(false);
    update();
  };
  listen(document, "visibilitychange", update, signal);
  signal.addEventListener("abort", () => want(false));
  return want;
};

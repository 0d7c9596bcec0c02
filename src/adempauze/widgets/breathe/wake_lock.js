import { listen } from "../_kit/kit.js";

/** Keep the screen on while that is wanted and the page is visible; if a browser refuses, nothing happens. */
export const makeWakeLock = (signal) => {
  let wanted = false;
  let asking = false;
  let lock = null;
  const update = async () => {
    if (!wanted) {
      lock?.release();
      lock = null;
    } else if (!asking && (!lock || lock.released) && document.visibilityState === "visible" && navigator.wakeLock) {
      asking = true;
      lock = await navigator.wakeLock.request("screen").catch(() => null);
      asking = false;
      if (!wanted) update();
    }
  };
  const want = (value) => {
    wanted = value;
    update();
  };
  listen(document, "visibilitychange", update, signal);
  signal.addEventListener("abort", () => want(false));
  return want;
};

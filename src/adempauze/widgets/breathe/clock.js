/**
 * A stopwatch in milliseconds, which a pause freezes. It reads performance.now(), which never goes back or jumps, unlike the
 * date and time of the device.
 */
export const makeStopwatch = () => {
  let before = 0;
  let since = null;
  const read = () => before + (since === null ? 0 : performance.now() - since);
  const freeze = (value) => {
    before = value;
    since = null;
  };
  return { read, start: () => { since ??= performance.now(); }, pause: () => freeze(read()), reset: () => freeze(0) };
};

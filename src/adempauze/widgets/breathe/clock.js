/**
 * A stopwatch in milliseconds that can pause. It reads performance.now(), because the device's date and time can jump.
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

// The state of a session, as functions of the elapsed time. Nothing is counted, so the state is right at any moment, even
// after an hour in a hidden tab. All times are in milliseconds.

const HOLDS = ["hold", "pause"];
const LATE = 300; // a cue that is later than this is skipped
const FADE = 600; // before a change, the time in which the next word appears
const HILL_POINTS = 60;

/** Whether a step of a breath (a pair of phase and length) is a hold. */
export const isHold = ([phase]) => HOLDS.includes(phase);

/** The steps of one breath, with or without the holds. */
export const stepsOf = (pattern, holds) => pattern.steps.filter((step) => holds || !isHold(step));

/**
 * The state of a session after `elapsed`. A session ends with a whole breath, so it can last longer than its minutes.
 * `startsAt` and `endsAt` are those of the phase.
 */
export const phaseAt = (pattern, elapsed, { minutes, holds = true }) => {
  const steps = stepsOf(pattern, holds);
  const cycle = steps.reduce((sum, [, length]) => sum + length, 0);
  const breaths = Math.ceil((minutes * 60000) / cycle);
  const end = breaths * cycle;
  const time = Math.max(0, elapsed);
  if (time >= end) {
    return { phase: "done", progress: 1, breath: breaths, breaths, remaining: 0, startsAt: end, endsAt: Infinity, done: true };
  }
  const within = time % cycle;
  const begun = Math.round((time - within) / cycle);
  let start = 0;
  const [phase, length] = steps.find(([, each]) => {
    if (within < start + each) return true;
    start += each;
    return false;
  });
  const startsAt = begun * cycle + start;
  const progress = (within - start) / length;
  return { phase, progress, breath: begun + 1, breaths, remaining: end - time, startsAt, endsAt: startsAt + length, done: false };
};

/** The changes of phase to come, including the end and a change that is late by less than `LATE`. */
export const changesFrom = (pattern, elapsed, plan) => {
  const changes = [];
  for (let now = phaseAt(pattern, elapsed, plan); ; now = phaseAt(pattern, now.endsAt, plan)) {
    if (now.startsAt >= elapsed - LATE) changes.push({ phase: now.phase, at: now.startsAt });
    if (now.done) return changes;
  }
};

/** The size of the circle, from 0 (breathed out) to 1; it slows down before each turn, as a breath does. */
export const fullnessAt = (pattern, { phase, progress }) => {
  const lengths = Object.fromEntries(pattern.steps);
  const first = lengths.in / (lengths.in + (lengths.more ?? 0));
  const eased = (1 - Math.cos(Math.PI * progress)) / 2;
  const sizes = { in: first * eased, more: first + (1 - first) * eased, hold: 1, out: 1 - eased };
  return sizes[phase] ?? 0;
};

/** How far the next word has appeared, from 0 to 1. */
export const fadeAt = (elapsed, { endsAt }) => Math.min(1, Math.max(0, 1 - (endsAt - elapsed) / FADE));

/** One breath as a line of points, x in percent and y from 0 to 1, and its length in milliseconds. */
export const hillOf = (pattern, holds) => {
  const cycle = stepsOf(pattern, holds).reduce((sum, [, length]) => sum + length, 0);
  const points = Array.from({ length: HILL_POINTS }, (_, i) => {
    const share = i / (HILL_POINTS - 1);
    const now = phaseAt(pattern, Math.min(share * cycle, cycle - 1), { minutes: 1, holds });
    return [100 * share, fullnessAt(pattern, now)];
  });
  return { points, cycle };
};

/** The form without motion: the number of cells of a phase, about one for each second, and how many are filled. */
export const cellsAt = ({ phase, progress, startsAt, endsAt }) => {
  const of = Math.max(1, Math.round((endsAt - startsAt) / 1000));
  const passed = Math.min(of - 1, Math.floor(progress * of));
  return { of, filled: phase === "out" ? of - passed : passed + 1 };
};

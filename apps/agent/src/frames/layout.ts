/** Numbers of apps/agent/native/events.h; a change there is a new version. */
export const FRAME_VERSION = 1;

/** What a frame is about. */
export const FRAME = {
  cgroup: 1,
  fork: 2,
  exec: 3,
  exit: 4,
  connect: 5,
  accept: 6,
  listen: 7,
  dns: 8,
  file: 9,
  privilege: 10,
  name: 11,
  ready: 64,
  capability: 65,
  loss: 66,
  syscalls: 67,
  answer: 68,
  clock: 69,
  limited: 70,
} as const;

export const TAG = {
  exe: 1,
  called: 2,
  interpreter: 3,
  argv: 4,
  cwd: 5,
  environment: 6,
  tty: 7,
  path: 8,
  alias: 9,
  target: 10,
  local: 14,
  remote: 15,
  payload: 16,
  cgroup: 17,
  detail: 18,
  detailType: 19,
  name: 20,
  reason: 21,
} as const;

export const FLAG = {
  entered: 1,
  notExecuted: 2,
  overlay: 4,
  upper: 8,
  deleted: 16,
  secure: 32,
  stdinSocket: 64,
  stdoutSocket: 128,
  killed: 256,
  script: 512,
} as const;

/** First byte of a path. */
export const PATH_OUTSIDE = 1;
export const PATH_DETACHED = 2;

export const HEAD_BYTES = 152;
/** Bytes of the longest frame; a longer one is a stream that is out of step. */
export const MAX_FRAME = 65_536;

/** What a command tells the shell. */
export const EXIT = {
  nothing: 0,
  findings: 1,
  wrongUsage: 2,
  couldNotLook: 3,
  internalFault: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Who works on a job, and proves by the lease that it is still theirs. */
export interface Holder {
  readonly scanner: string;
  readonly job: string;
  readonly lease: string;
}

/** The more pressing first. */
export const PRIORITY = { asked: 50, running: 40, watched: 30, rematch: 20, refresh: 10, reread: 5 } as const;

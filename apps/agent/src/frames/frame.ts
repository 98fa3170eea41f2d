/** Who did it, as the kernel side says at the moment that it happens. */
export interface Head {
  readonly type: number;
  /** Nanoseconds since boot. */
  readonly time: bigint;
  /** Start of the process in hundredths of a second since boot, as /proc counts. */
  readonly start: number;
  readonly parentStart: number;
  /** Number of the cgroup. */
  readonly cgroup: string;
  readonly pid: number;
  readonly tid: number;
  readonly containerPid: number;
  readonly parentPid: number;
  readonly uid: number;
  readonly gid: number;
  readonly effectiveUid: number;
  readonly loginUid: number;
  readonly flags: number;
  readonly name: string;
  /** What they mean depends on the type. */
  readonly numbers: readonly [bigint, bigint, bigint, bigint, bigint, bigint];
}

/** One frame: who, and the fields by their tags. A tag that comes more than once is one that may. */
export interface Frame {
  readonly head: Head;
  readonly fields: ReadonlyMap<number, readonly Buffer[]>;
}

/** A line of a corpus on which we decide otherwise, and why that is right. */
export interface Deviation {
  readonly file: string;
  readonly line: string;
  readonly upstream: string;
  readonly ours: string;
  readonly reason: string;
}

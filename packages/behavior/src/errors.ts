/**
 * - `event-invalid`: a line of a recording is no event. It is left out, and the rest is read.
 * - `baseline-invalid`: a line of a file of baselines is none. It is left out, and the rest is read.
 * - `baseline-missing`: a container did something, and there is no baseline of it: nothing is said of that.
 * - `baseline-entry-unknown`: an entry that is to be taken out is in none of the baselines that were asked for.
 * - `baseline-incomplete`: a baseline still learns, or was not learned from the start of a container; what is made of it would refuse what is normal.
 * - `syscalls-not-seen`: nobody has told which system calls a container makes, so no profile can be made of them.
 * - `peer-not-written`: an end of a connection cannot be said in a NetworkPolicy; it is left out.
 */
export type BehaviorErrorCode =
  | 'event-invalid'
  | 'baseline-invalid'
  | 'baseline-missing'
  | 'baseline-entry-unknown'
  | 'baseline-incomplete'
  | 'syscalls-not-seen'
  | 'peer-not-written';

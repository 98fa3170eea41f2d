import type { Deviation } from '../deviation.ts';

const LOCALHOST = 'Localhost is a seccomp profile: Pod Security accepts it, and upstream asks for RuntimeDefault by name';

export const deviations: readonly Deviation[] = [
  { file: 'regolibrary.jsonl', line: 'set-seccomp-profile-RuntimeDefault/pod', upstream: 'fail', ours: 'pass', reason: LOCALHOST },
  { file: 'regolibrary.jsonl', line: 'set-seccomp-profile-RuntimeDefault/workloads', upstream: 'fail', ours: 'pass', reason: LOCALHOST },
];

import type { BehaviorBaseline, Problem } from '@breakwater/model';
import type { BehaviorErrorCode } from '../errors.ts';

/** As container runtimes and the Security Profiles Operator read it: https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp */
export interface SeccompProfile {
  readonly defaultAction: 'SCMP_ACT_ERRNO';
  readonly architectures: readonly string[];
  readonly syscalls: readonly { readonly names: readonly string[]; readonly action: 'SCMP_ACT_ALLOW' }[];
}

/** Both, with the older ones that their kernels run, too: which one recorded it is not known. */
const ARCHITECTURES = ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32', 'SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM'];

/** What the runtime needs after the profile counts and before the program runs, and what is never seen to return. */
const RUNTIME = [
  'capget',
  'capset',
  'chdir',
  'close',
  'execve',
  'exit',
  'exit_group',
  'fstat',
  'futex',
  'getdents64',
  'getppid',
  'newfstatat',
  'openat',
  'prctl',
  'read',
  'restart_syscall',
  'rt_sigreturn',
  'setgid',
  'setgroups',
  'setuid',
  'write',
];

/** A profile that allows what was seen, for all containers of these baselines; the reason why there is none where it would be incomplete. */
export function toSeccomp(baselines: readonly BehaviorBaseline[], allowPartial: boolean): SeccompProfile | Problem {
  const seen = baselines.filter(({ syscalls }) => syscalls !== undefined);
  const unseen = baselines.find(({ syscalls }) => syscalls === undefined);
  if (seen.length === 0 || unseen !== undefined) {
    const message =
      'no event tells which system calls were made: let an agent that has the capability syscalls watch the container, and learn again';
    return toProblem('syscalls-not-seen', unseen, message);
  }
  const partial = allowPartial ? undefined : seen.find(one => explainIncomplete(one) !== undefined);
  if (partial !== undefined) {
    const message = `${explainIncomplete(partial)}: a profile would refuse what is normal. Lock it once it knows enough, or take --partial`;
    return toProblem('baseline-incomplete', partial, message);
  }
  const names = new Set([...RUNTIME, ...seen.flatMap(({ syscalls = [] }) => syscalls)]);
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    architectures: ARCHITECTURES,
    syscalls: [{ names: [...names].toSorted(), action: 'SCMP_ACT_ALLOW' }],
  };
}

/** Why what is made of a baseline would refuse what is normal; undefined for one that is whole. */
export function explainIncomplete({ state, coverage }: BehaviorBaseline): string | undefined {
  if (state === 'learning') return 'it still learns';
  return coverage === 'partial' ? 'no container was seen from its start' : undefined;
}

function toProblem(code: BehaviorErrorCode, baseline: BehaviorBaseline | undefined, message: string): Problem {
  return { code, source: baseline === undefined ? 'baselines' : nameSubject(baseline.subject), message };
}

/** `shop/Deployment/web/app`, and the version where there is one. */
export function nameSubject({ namespace, workload, container, version }: BehaviorBaseline['subject']): string {
  const name = [namespace, workload, container].filter(part => part !== '').join('/');
  return version === '' ? name : `${name} (${version})`;
}

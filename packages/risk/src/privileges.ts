import type { Strength } from './risk-input.ts';

/** Strength of each right by what it leads to: the whole node, a part of it, or a longer way to either. */
export const PRIVILEGES: Readonly<Record<string, number>> = {
  privileged: 0.7,
  hostPID: 0.35,
  'hostPath-write': 0.4,
  'hostPath-read': 0.15,
  hostNetwork: 0.25,
  hostIPC: 0.15,
  'capability ALL': 0.6,
  'capability SYS_ADMIN': 0.5,
  'capability SYS_MODULE': 0.6,
  'capability SYS_PTRACE': 0.3,
  'capability NET_ADMIN': 0.2,
  'capability DAC_READ_SEARCH': 0.25,
  'capability BPF': 0.35,
  root: 0.08,
  escalation: 0.05,
};

/** A capability that is not named above. */
const OTHER = 0.04;

/** Each right once; what privileged includes already is not counted again. */
export function ratePrivileges(privileges: readonly string[]): readonly Strength[] {
  const names = [...new Set(privileges)];
  const whole = names.includes('privileged');
  return names.flatMap(name => {
    if (whole && (name.startsWith('capability ') || name === 'escalation' || name === 'root')) return [];
    const strength = Object.hasOwn(PRIVILEGES, name) ? (PRIVILEGES[name] ?? OTHER) : OTHER;
    return [{ factor: 'privileges' as const, strength, detail: name }];
  });
}

import type { Exception, Problem } from '@breakwater/model';

/** An end that is no date is no promise that there is one. `now` is RFC 3339 UTC. */
export function isEnded({ expiry }: Exception, now: string): boolean {
  return expiry !== undefined && !(Date.parse(expiry) > Date.parse(now));
}

export function describeEnd({ expiry = '' }: Exception): string {
  return Number.isNaN(Date.parse(expiry)) ? `ends on '${expiry}', which is no date` : `ended on ${expiry}`;
}

/** Ids of vulnerabilities begin with a capital letter, as CVE-2026-1 and GHSA-xxxx; those of policies and controls do not. */
export function isOfVulnerability({ target }: Pick<Exception, 'target'>): boolean {
  return /^[A-Z]{2}[A-Z0-9]*-/.test(target);
}

/** `code` is one of those that change no exit code. */
export function toExceptionProblem(code: string, { id, target, reason }: Exception, what: string): Problem {
  return { code, source: id ?? target, message: `the exception for ${target} (${reason}) ${what}` };
}

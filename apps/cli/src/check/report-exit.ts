import { compareSeverity, isSeverity, type Result, SEVERITIES } from '@breakwater/model';
import type { Report } from '@breakwater/report';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { isBlocking } from './judge-options.ts';

export interface ExitOptions {
  readonly failOn: string;
  /** Policies that were asked for by name: without an answer of theirs nothing was looked at. */
  readonly policies: readonly string[];
}

/** Violations beat everything; then "could not look"; review, manual and not-evaluated alone never fail a build. */
export function toReportExit({ results, problems, summary }: Report, { failOn, policies }: ExitOptions): ExitCode {
  const isReached =
    isSeverity(failOn) && SEVERITIES.some(each => compareSeverity(each, failOn) >= 0 && (summary.severities[each] ?? 0) > 0);
  if (isReached) return EXIT.findings;
  const unanswered = (result: Result) => policies.includes(result.policy) && (result.state === 'error' || result.state === 'not-evaluated');
  const isUnanswered = policies.length > 0 && results.filter(unanswered).length > 0;
  return problems.some(isBlocking) || isUnanswered ? EXIT.couldNotLook : EXIT.nothing;
}

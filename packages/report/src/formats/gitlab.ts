import type { Severity } from '@breakwater/model';
import type { ReportFormat } from '../format.ts';
import { listFindings, toFingerprint } from '../order.ts';

/** https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
const SEVERITY: Readonly<Record<Severity, string>> = { critical: 'blocker', high: 'critical', medium: 'major', low: 'minor', info: 'info' };

export const format: ReportFormat = {
  name: 'gitlab',
  doc: 'Code Quality report of GitLab, shown on merge requests',
  render: output => {
    const entries = listFindings(output.results).map(result => ({
      description: `${result.message}. ${result.remediation}`,
      check_name: result.policy,
      fingerprint: toFingerprint(result),
      severity: SEVERITY[result.severity],
      location: { path: result.location?.file ?? 'stdin', lines: { begin: result.location?.line ?? 1 } },
    }));
    return `${JSON.stringify(entries, null, 2)}\n`;
  },
};

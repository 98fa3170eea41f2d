import type { Result, State } from '@breakwater/model';
import type { RenderOptions, ReportFormat } from '../format.ts';
import type { Report } from '../result-list.ts';

/** Results of one report; larger reports near the size limit of an object. */
const MAX_RESULTS = 500;

/** States as openreports.io/v1alpha1 knows them; the exact one is a property. */
const RESULT: Readonly<Record<State, string>> = {
  pass: 'pass',
  fail: 'fail',
  accepted: 'skip',
  review: 'warn',
  manual: 'warn',
  'not-applicable': 'skip',
  'not-evaluated': 'skip',
  error: 'error',
  inconsistent: 'error',
};

export const format: ReportFormat = {
  name: 'openreports',
  doc: 'Report and ClusterReport objects of openreports.io/v1alpha1, one for each resource, as a List',
  render: (output, options) => `${JSON.stringify(toList(output, options), null, 2)}\n`,
};

function toList(output: Report, options: RenderOptions): object {
  const groups = Map.groupBy(output.results, ({ target }) => [target.apiVersion, target.kind, target.namespace, target.name].join('\n'));
  return { apiVersion: 'v1', kind: 'List', items: [...groups.values()].map(results => toReport(results, options)) };
}

function toReport(results: readonly Result[], options: RenderOptions): object {
  const target = results[0]?.target;
  const namespace = target?.namespace ?? '';
  const kept = results.slice(0, MAX_RESULTS);
  const count = (result: string): number => results.filter(entry => RESULT[entry.state] === result).length;
  return {
    apiVersion: 'openreports.io/v1alpha1',
    kind: namespace === '' ? 'ClusterReport' : 'Report',
    metadata: {
      name: toName(target),
      ...(namespace === '' ? {} : { namespace }),
      labels: { 'app.kubernetes.io/managed-by': 'breakwater' },
    },
    source: 'breakwater',
    scope: { apiVersion: target?.apiVersion, kind: target?.kind, name: target?.name, ...(namespace === '' ? {} : { namespace }) },
    configuration: { limits: { maxResults: MAX_RESULTS } },
    summary: { pass: count('pass'), fail: count('fail'), warn: count('warn'), error: count('error'), skip: count('skip') },
    results: kept.map(result => toReportResult(result, options)),
  };
}

/** Names of objects are lower-case and short; the scope says the rest. */
function toName(target: Result['target'] | undefined): string {
  const text = `breakwater-${target?.kind}-${target?.name}`.toLowerCase().replace(/[^a-z0-9.-]+/g, '-');
  return text.slice(0, 253).replace(/[^a-z0-9]+$/, '');
}

function toReportResult(result: Result, { policies }: RenderOptions): object {
  const { exception } = result;
  const properties: Record<string, string> = { state: result.state };
  if (result.container !== undefined) properties['container'] = result.container;
  if (result.path !== undefined) properties['path'] = result.path;
  if (exception !== undefined) properties['reason'] = exception.reason;
  if (exception?.expiry !== undefined) properties['expiry'] = exception.expiry;
  return {
    source: 'breakwater',
    policy: result.policy,
    rule: result.policy,
    category: policies.get(result.policy)?.categories[0] ?? '',
    severity: result.severity,
    result: RESULT[result.state],
    scored: result.state !== 'review' && result.state !== 'manual',
    description: result.message,
    properties,
  };
}

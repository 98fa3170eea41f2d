import type { Result, Severity } from '@breakwater/model';
import type { RenderOptions, ReportFormat } from '../format.ts';
import { toFingerprint } from '../order.ts';
import type { Report } from '../result-list.ts';

/** Severities as SARIF levels, and as the scores that code hosts sort by. */
const LEVELS: Readonly<Record<Severity, { readonly level: string; readonly score: string }>> = {
  critical: { level: 'error', score: '9.5' },
  high: { level: 'error', score: '8.0' },
  medium: { level: 'warning', score: '5.5' },
  low: { level: 'note', score: '3.0' },
  info: { level: 'note', score: '0.0' },
};

export const format: ReportFormat = {
  name: 'sarif',
  doc: 'SARIF 2.1.0 for code hosts and editors; fingerprints stay when lines move',
  render: (output, options) => `${JSON.stringify(toSarif(output, options), null, 2)}\n`,
};

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
function toSarif(output: Report, options: RenderOptions): object {
  const told = output.results.filter(result => result.state === 'fail' || result.state === 'accepted' || result.state === 'review');
  const ids = [...new Set(told.map(result => result.policy))].toSorted();
  const driver = { name: 'Breakwater', rules: ids.map(id => toRule(id, told, options)) };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: output.problems.map(toNotification) }],
        results: told.map(result => toSarifResult(result, ids.indexOf(result.policy))),
      },
    ],
  };
}

function toRule(id: string, results: readonly Result[], { policies }: RenderOptions): object {
  const text = policies.get(id);
  const example = results.find(result => result.policy === id);
  const severity = example?.severity ?? 'info';
  return {
    id,
    shortDescription: { text: text?.title ?? id },
    ...(text === undefined ? {} : { fullDescription: { text: text.rationale } }),
    help: { text: example?.remediation ?? '' },
    defaultConfiguration: { level: LEVELS[severity].level },
    properties: { 'security-severity': LEVELS[severity].score, tags: ['security', ...(text?.categories ?? [])] },
  };
}

function toSarifResult(result: Result, ruleIndex: number): object {
  return {
    ruleId: result.policy,
    ruleIndex,
    kind: result.state === 'review' ? 'review' : 'fail',
    level: result.state === 'review' ? 'none' : LEVELS[result.severity].level,
    message: { text: `${result.message}. ${result.remediation}` },
    locations: [toLocation(result)],
    partialFingerprints: { 'breakwater/v1': toFingerprint(result) },
    ...(result.exception === undefined
      ? {}
      : { suppressions: [{ kind: 'external', status: 'accepted', justification: result.exception.reason }] }),
  };
}

function toLocation({ location, target, container, path }: Result): object {
  const name = [target.kind, target.namespace, target.name, container].filter(part => part !== undefined && part !== '').join('/');
  const logical = { logicalLocations: [{ fullyQualifiedName: path === undefined ? name : `${name}#${path}`, kind: 'resource' }] };
  if (location === undefined) return logical;
  return {
    physicalLocation: {
      artifactLocation: { uri: toUri(location.file) },
      region: { startLine: location.line, startColumn: location.column },
    },
    ...logical,
  };
}

/** Paths are relative URIs; standard input has a name of its own. */
function toUri(file: string): string {
  return file === '-' ? 'stdin' : file.toWellFormed().split('/').map(encodeURIComponent).join('/');
}

function toNotification({ code, message, source, location }: Report['problems'][number]): object {
  const region = location === undefined ? {} : { region: { startLine: location.line, startColumn: location.column } };
  const physicalLocation = { artifactLocation: { uri: toUri(source) }, ...region };
  return { level: 'warning', descriptor: { id: code }, message: { text: message }, locations: [{ physicalLocation }] };
}

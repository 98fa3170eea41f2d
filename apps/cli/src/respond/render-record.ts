import type { ResponseRecord, ResponseTarget } from '@breakwater/model';
import { renderRows } from '@breakwater/report';

/** Records as JSON, in the shape that `breakwater schema response-output` prints. */
export function renderRecords(records: readonly ResponseRecord[]): string {
  const output = { schema: 'breakwater/respond', version: '1', results: records, problems: [], summary: { results: records.length } };
  return `${JSON.stringify(output, null, 2)}\n`;
}

/** One response for people: what, on what, what changes, and what came of it. */
export function renderRecord(record: ResponseRecord): string {
  const { request, state, message, steps, warnings, refusals, evidence, reverted } = record;
  const head = `${request.action}  ${describeTarget(request.target)}  ${request.dryRun ? 'dry run' : `${state}  ${request.id}`}`;
  const rows = steps.flatMap(({ name, state: done, changes }) => {
    const shown = request.dryRun ? '' : done;
    if (changes.length === 0) return [[name, shown, '', '', '', '']];
    return changes.map(({ verb, resource, name: of, field, before, after }, index) => [
      index === 0 ? name : '',
      index === 0 ? shown : '',
      `${verb} ${resource} ${of}`,
      field,
      before === '' && field !== '' ? '(none)' : before,
      after === '' ? '(none)' : after,
    ]);
  });
  const table =
    rows.length === 0
      ? []
      : [
          renderRows(
            'table',
            ['step', ...(request.dryRun ? [] : ['state']), 'call', 'field', 'before', 'after'],
            rows.map(row => (request.dryRun ? row.toSpliced(1, 1) : row)),
          ).trimEnd(),
        ];
  const notes = [
    ...warnings.map(text => `warning: ${text}`),
    ...refusals.map(({ guard, message: text }) => `refused (${guard}): ${text}`),
    ...(reverted === undefined ? [] : [`taken back by somebody else at ${reverted.at}: ${reverted.message}`]),
  ];
  const pieces = evidence.map(
    ({ name, bytes, sha256, note }) => `${name}  ${sha256 === undefined ? (note ?? '') : `${bytes} bytes  sha256 ${sha256}`}`,
  );
  const end = refusals.length === 0 ? [message] : [];
  return `${[head, ...table, ...(notes.length > 0 ? [notes.join('\n')] : []), ...(pieces.length > 0 ? [pieces.join('\n')] : []), ...end].join('\n\n')}\n`;
}

export function describeTarget({ kind, namespace, name }: Pick<ResponseTarget, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

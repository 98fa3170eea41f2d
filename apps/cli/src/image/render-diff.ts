import type { ImageDiffOutput } from '@breakwater/model';
import { renderRows } from '@breakwater/report';
import { formatBytes } from './format-bytes.ts';
import { plural, toPlain } from './render-image.ts';

/** What a person wants to know before a new tag goes out. */
export function renderDiff(output: ImageDiffOutput): string {
  const { from, to, results, needless, secrets, problems, summary } = output;
  const bytes = to.bytes - from.bytes;
  const head = [
    `${from.name} → ${to.name}`,
    `${plural(summary.added, 'package')} added, ${summary.removed} removed, ${summary.changed} changed`,
    `${bytes < 0 ? '-' : '+'}${formatBytes(Math.abs(bytes))}`,
    `attack surface ${from.surface} → ${to.surface} of 100 points`,
    `${plural(summary.sharedLayers, 'layer')} in common`,
  ];
  const changes = results.map(({ kind, type, name, from: old, to: current }) => [
    old.length === 0 ? 'added' : current.length === 0 ? 'removed' : 'changed',
    type ?? kind,
    name,
    old.join(', '),
    current.join(', '),
  ]);
  const rest = [
    ...needless.added.map(({ kind, path }) => ['added', kind, `/${path}`, '', '']),
    ...needless.removed.map(({ kind, path }) => ['removed', kind, `/${path}`, '', '']),
    ...secrets.added.map(({ kind, place }) => ['added', 'credential', `${kind} in ${place}`, '', '']),
    ...secrets.removed.map(({ kind, place }) => ['removed', 'credential', `${kind} in ${place}`, '', '']),
  ];
  const rows = [...changes, ...rest];
  const table = rows.length === 0 ? 'Nothing differs.' : renderRows('table', ['what', 'kind', 'name', 'from', 'to'], rows).trimEnd();
  const told = problems.map(({ code, source, message }) => toPlain(`${code}  ${source}: ${message}`));
  return `${[toPlain(head.join(' · ')), '', table, ...(told.length === 0 ? [] : ['', 'Problems: what is not listed may still differ', ...told])].join('\n')}\n`;
}

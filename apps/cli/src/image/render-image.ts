import type { ImageOutput, NeedlessItem } from '@breakwater/model';
import { renderRows } from '@breakwater/report';
import { formatBytes } from './format-bytes.ts';

/** What a person wants to know of an image, by layer first. */
export function renderImage(output: ImageOutput, width: number): string {
  const parts = [
    renderHead(output),
    renderLayers(output, width),
    renderBase(output),
    renderNeedless(output),
    renderSecrets(output.secrets),
    renderRemarks(output.instructions),
    renderWaste(output),
    renderProblems(output),
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

function renderHead(output: ImageOutput): string {
  const { image } = output;
  const { platform, digest, configDigest } = image;
  const title = [image.name, platform === undefined ? '' : `(${platform})`, digest ?? configDigest ?? '']
    .filter(part => part !== '')
    .join('  ');
  return [title, listFacts(output).join(' · ')].map(toPlain).join('\n');
}

/** What is to be said of the whole image, a short text each. */
export function listFacts({ distribution, created, config, summary, endOfLife }: ImageOutput): readonly string[] {
  const facts = [
    distribution?.name ?? 'distribution unknown',
    config === undefined ? '' : describeAge(created),
    config === undefined ? '' : describeUser(config.user),
    `${plural(summary.files, 'file')}, ${formatBytes(summary.bytes)}`,
    plural(summary.packages, 'package'),
    ...endOfLife.map(
      ({ product, cycle, date, extended }) =>
        `${product} ${cycle} is maintained until ${date}${extended === undefined ? '' : `, by volunteers until ${extended}`}`,
    ),
  ];
  return facts.filter(part => part !== '');
}

function describeAge(created: ImageOutput['created']): string {
  if (created === undefined) return 'age unknown: the build wrote no honest time';
  return `made ${created.time.slice(0, 10)}${created.from === 'history' ? ' (by its history)' : ''}`;
}

function describeUser(user: string): string {
  const name = user.split(':')[0] ?? '';
  return name === '' || name === '0' || name === 'root' ? 'runs as root' : `runs as ${name}`;
}

function renderLayers({ layers, results }: ImageOutput, width: number): string {
  const rows = layers.map(layer => [
    String(layer.number),
    formatBytes(layer.size),
    layer.base === undefined ? '' : layer.base ? 'base' : 'own',
    countTypes(results.filter(found => found.layer === layer.number)),
    layer.complete ? layer.instruction : `(could not be read to its end) ${layer.instruction}`,
  ]);
  const before = rows.reduce((most, row) => Math.max(most, row.slice(0, 4).join('  ').length), 'LAYER  SIZE  PART  BROUGHT'.length) + 6;
  const cut = rows.map(row => row.map((cell, column) => (column === 4 ? shorten(cell, Math.max(30, width - before)) : cell)));
  return renderRows('table', ['layer', 'size', 'part', 'brought', 'instruction'], cut).trimEnd();
}

/** `178 deb, 12 npm`, the most first. */
function countTypes(packages: ImageOutput['results']): string {
  const counts = new Map<string, number>();
  for (const { type } of packages) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([type, count]) => `${count} ${type}`)
    .join(', ');
}

const METHODS: Readonly<Record<string, string>> = {
  layers: 'its layers are the first ones here',
  annotation: 'as an annotation of the image says',
  label: 'as a label of the image says',
  history: 'guessed from the history',
};

function renderBase({ base, layers }: ImageOutput): string {
  if (base === undefined) return '';
  const name = base.name ?? base.digest ?? 'not named';
  const extent = base.layers === undefined ? '' : `, ${plural(base.layers, 'layer')} of ${layers.length}`;
  return toPlain(`Base image: ${name}${extent} (${METHODS[base.method] ?? base.method})`);
}

export const KINDS: Readonly<Record<string, string>> = {
  shell: 'shells',
  'package-manager': 'package managers',
  'network-tool': 'network tools',
  'remote-access': 'remote access',
  compiler: 'compilers and build tools',
  debugger: 'debuggers',
  setuid: 'setuid and setgid files',
  'file-capability': 'files with capabilities',
  'world-writable': 'world-writable',
  cache: 'caches',
  'credential-file': 'files that hold credentials',
};
const SHOWN = 6;

function renderNeedless({ needless, surface }: ImageOutput): string {
  const kinds = Object.keys(KINDS).filter(kind => needless.some(item => item.kind === kind));
  if (kinds.length === 0) return '';
  const rows = kinds.map(kind => {
    const items = needless.filter(item => item.kind === kind);
    return [KINDS[kind] ?? kind, String(items.length), formatBytes(sumSaved(items)), listPaths(items)];
  });
  return `Needed by hardly any service (attack surface: ${surface.score} of 100 points, 100 is nothing but the application)\n${renderRows('table', ['what', 'count', 'saves', 'where'], rows).trimEnd()}`;
}

/** A package counts once, however many of its files are listed. */
function sumSaved(items: readonly NeedlessItem[]): number {
  const byPackage = new Map(items.map(item => [item.package ?? `/${item.path}`, item.saves]));
  return [...byPackage.values()].reduce((sum, bytes) => sum + bytes, 0);
}

function listPaths(items: readonly NeedlessItem[]): string {
  const shown = items.slice(0, SHOWN).map(item => `/${item.path}${item.package === undefined ? '' : ` (${item.package})`}`);
  const more = items.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Kind and place; the text of a credential is never kept. */
function renderSecrets(secrets: ImageOutput['secrets']): string {
  if (secrets.length === 0) return '';
  const rows = secrets.map(secret => [
    secret.severity,
    secret.kind,
    secret.layer === undefined ? '' : String(secret.layer),
    describeSecretPlace(secret),
  ]);
  return `Credentials in the image\n${renderRows('table', ['severity', 'kind', 'layer', 'where'], rows).trimEnd()}`;
}

export function describeSecretPlace({ place, line, layer, deleted }: ImageOutput['secrets'][number]): string {
  const path = layer === undefined ? place : `/${place}`;
  return `${path}${line > 1 ? `:${line}` : ''}${deleted ? ' (deleted or replaced later: still in the image)' : ''}`;
}

function renderRemarks(remarks: ImageOutput['instructions']): string {
  if (remarks.length === 0) return '';
  const rows = remarks.map(({ check, number, keyword, detail }) => [number === undefined ? '' : String(number), keyword, check, detail]);
  return `Instructions\n${renderRows('table', ['history', 'keyword', 'remark', 'about'], rows).trimEnd()}`;
}

function renderWaste({ efficiency }: ImageOutput): string {
  if (efficiency.wastedBytes === 0) return '';
  const rows = efficiency.wasted
    .slice(0, SHOWN)
    .map(({ path, bytes, layers, deleted }) => [
      formatBytes(bytes),
      `${deleted ? 'deleted' : 'replaced'}, in layers ${layers.join(', ')}`,
      `/${path}`,
    ]);
  const head = `${formatBytes(efficiency.wastedBytes)} in the layers are seen by no container: replaced or deleted by a later instruction`;
  return `${head}\n${renderRows('table', ['size', 'why', 'path'], rows).trimEnd()}`;
}

function renderProblems({ problems, summary }: ImageOutput): string {
  if (problems.length === 0) return '';
  const head = summary.complete ? 'Problems' : 'Problems: not everything could be read, so what is not listed may still be there';
  return [head, ...problems.map(({ code, source, message }) => toPlain(`${code}  ${source}: ${message}`))].join('\n');
}

export function plural(count: number, word: string): string {
  return `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`;
}

function shorten(text: string, length: number): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** Nothing that steers a terminal or turns the direction of writing. */
export function toPlain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, '\ufffd');
}

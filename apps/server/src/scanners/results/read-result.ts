import { gunzipSync, gzipSync } from 'node:zlib';
import { compareSeverity, type ImageOutput, SEVERITIES, type Vulnerability } from '@breakwater/model';
import { type JobKind, listResultIssues, MAX_RESULT_BYTES, type ScanMatch, type ScanResult } from '@breakwater/protocol';
import { toJsonRows } from '../../ingest/json-rows.ts';
import { toPrograms } from './to-programs.ts';

/** A result as it is stored; large parts are text already, so that nobody else spends time on them. */
export type ReadResult =
  | {
      readonly kind: 'inspect';
      /** By which the image may be known to whoever runs it. */
      readonly digests: readonly string[];
      readonly digest: string;
      /** JSON of columns. */
      readonly image: string;
      readonly output: Uint8Array;
      readonly content: string;
      /** JSON; null where nothing is known of it. */
      readonly programs: string | null;
      readonly match: ReadMatch | undefined;
    }
  | { readonly kind: 'match'; readonly match: ReadMatch }
  | { readonly kind: 'list-tags'; readonly tags: readonly string[] }
  | { readonly kind: 'same'; readonly digest: string }
  | { readonly kind: 'refused'; readonly code: 'result-invalid' | 'result-too-large'; readonly message: string };

export interface ReadMatch {
  readonly database: ScanMatch['database'];
  readonly hash: string;
  /** JSON. */
  readonly notEvaluated: string;
  /** Undefined when they are what was stored before. */
  readonly findings: { readonly rows: string; readonly tally: Tally } | undefined;
}

export interface Tally {
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly fixable: number;
  readonly exploited: number;
  readonly risk: number;
}

/** Unpacks, checks and splits what a scanner sent. What it counts is counted here again. Throws nothing. */
export function readResult(kind: JobKind, packed: Uint8Array): ReadResult {
  const text = unpack(packed);
  if (typeof text !== 'string') return text;
  const value = parse(text);
  const isSame = kind === 'inspect' && (value as { readonly kind?: unknown } | null | undefined)?.kind === 'same';
  const [issue] = listResultIssues(isSame ? 'same' : kind, value);
  if (issue !== undefined) return refuse(`${['result', ...issue.path].join('.')}: ${issue.message}`);
  const result = value as ScanResult;
  if (result.kind === 'list-tags' || result.kind === 'same') return result;
  if (result.match !== undefined && Number.isNaN(Date.parse(result.match.database.built)))
    return refuse('result.match.database.built is no time');
  return result.kind === 'match' ? { kind: 'match', match: readMatch(result.match) } : readInspection(result);
}

function refuse(message: string): ReadResult & { kind: 'refused' } {
  return { kind: 'refused', code: 'result-invalid', message: message.slice(0, 500) };
}

function unpack(packed: Uint8Array): string | (ReadResult & { kind: 'refused' }) {
  try {
    return gunzipSync(packed, { maxOutputLength: MAX_RESULT_BYTES }).toString('utf8');
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'ERR_BUFFER_TOO_LARGE') return refuse('the result is no gzip');
    return { kind: 'refused', code: 'result-too-large', message: `the result has more than ${MAX_RESULT_BYTES} bytes` };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readInspection({ digest, output, content, catalogers, match }: Extract<ScanResult, { kind: 'inspect' }>): ReadResult {
  const { image } = output;
  const programs = toPrograms(digest, output);
  if (image.digest !== undefined && image.digest !== digest) return refuse('result.digest is not that of the image');
  return {
    kind: 'inspect',
    digest,
    digests: [digest, image.indexDigest, image.configDigest].filter(one => one !== undefined),
    image: toJsonRows([{ digest, ...toColumns(output), catalogers }]),
    output: gzipSync(JSON.stringify(output)),
    content: toJsonRows([content]).slice(1, -1),
    programs: programs === undefined ? null : toJsonRows([programs]).slice(1, -1),
    match: match === undefined ? undefined : readMatch(match),
  };
}

function toColumns({ image, distribution, created, config, base, layers, results, secrets, surface, summary }: ImageOutput): object {
  return {
    index_digest: image.indexDigest ?? null,
    config_digest: image.configDigest ?? null,
    reference: image.references?.[0] ?? image.name,
    platform: image.platform ?? '',
    os_id: distribution?.id ?? '',
    os_version: distribution?.version ?? '',
    os_name: distribution?.name ?? '',
    created: created === undefined || Number.isNaN(Date.parse(created.time)) ? null : created.time,
    bytes: layers.reduce((sum, { size }) => sum + size, 0),
    user: config?.user ?? '',
    base_name: base?.name ?? '',
    base_digest: base?.digest ?? '',
    base_method: base?.method ?? '',
    surface: surface.score,
    secret_count: secrets.length,
    package_count: results.length,
    layer_count: layers.length,
    complete: summary.complete,
  };
}

function readMatch({ database, hash, findings, notEvaluated, layers }: ScanMatch): ReadMatch {
  const unique = findings === undefined ? undefined : [...new Map(findings.map(one => [toKey(one), one])).values()];
  return {
    database,
    hash,
    notEvaluated: toJsonRows(notEvaluated),
    findings: unique === undefined ? undefined : { rows: toJsonRows(unique.map(one => toRow(one, layers))), tally: count(unique) },
  };
}

/** A package that several files prove may be told of more than once. */
function toKey({ id, package: { name, version, purl } }: Vulnerability): string {
  return toKeyColumns(id, name, version, purl).join('\0');
}

/** No index takes texts of any length; what is cut here is whole in the body. */
function toKeyColumns(id: string, name: string, version: string, purl: string): readonly [string, string, string, string] {
  return [id.slice(0, 100), name.slice(0, 400), version.slice(0, 200), purl.slice(0, 500)];
}

function toRow(found: Vulnerability, layers: readonly string[]): object {
  const { id, package: of, severity, fixedIn, status, kev, epss, risk } = found;
  const layer = of.layer === undefined ? -1 : layers.indexOf(of.layer);
  const [key, name, version, purl] = toKeyColumns(id, of.name, of.version, of.purl);
  return {
    id: key,
    package: name,
    version,
    purl,
    type: of.type,
    severity: SEVERITIES.indexOf(severity),
    fixed_in: fixedIn,
    status,
    kev: kev !== undefined,
    epss: epss?.probability ?? null,
    risk: risk?.score ?? 0,
    layer: layer < 0 ? null : layer + 1,
    base: of.base ?? null,
    body: found,
  };
}

function count(findings: readonly Vulnerability[]): Tally {
  const of = (word: Vulnerability['severity']): number => findings.filter(({ severity }) => compareSeverity(severity, word) === 0).length;
  return {
    critical: of('critical'),
    high: of('high'),
    medium: of('medium'),
    low: of('low'),
    fixable: findings.filter(({ fixedIn }) => fixedIn.length > 0).length,
    exploited: findings.filter(({ kev }) => kev !== undefined).length,
    risk: findings.reduce((worst, { risk }) => Math.max(worst, risk?.score ?? 0), 0),
  };
}

import type { Answer, vulnerabilities } from '@breakwater/api';
import type { Vulnerability } from '@breakwater/model';
import { toRowId } from '../../list/row-id.ts';
import { toSeverity } from '../../list/severity-counts.ts';
import { round, toFindingRow, toImageId } from '../../views/findings/rows.ts';
import type { AffectedImageRecord, AffectedWorkloadRecord } from './affected/store.ts';
import type { VulnerabilityRecord } from './store.ts';

type Endpoints = typeof vulnerabilities.endpoints;
type Row = Answer<Endpoints['list']>['results'][number];

export function toVulnerabilityRow(record: VulnerabilityRecord): Row {
  const { aliases: _aliases, severity, score, epss, risk, accepted, by, ...row } = record;
  return {
    ...row,
    severity: toSeverity(severity),
    ...(score === null ? {} : { score: round(score) }),
    ...(epss === null ? {} : { epss: round(epss) }),
    risk: round(risk),
    accepted: { findings: accepted, by },
  };
}

type Told = Pick<Answer<Endpoints['get']>, 'aliases' | 'cvss' | 'probability' | 'kev' | 'reasons' | 'evidence' | 'sources' | 'links'>;

/** What the findings say together; the most pressing one decides where only one can. */
export function toTold(id: string, aliases: readonly string[], told: readonly Vulnerability[]): Told {
  const [first] = told;
  const names = [...new Set([id, ...aliases, ...told.flatMap(one => one.aliases)])].slice(0, 50);
  const cvss = [...new Map(told.flatMap(one => one.cvss).map(one => [`${one.source} ${one.vector}`, one])).values()].slice(0, 20);
  return {
    aliases: names.filter(name => name !== id),
    cvss,
    ...(first?.epss === undefined ? {} : { probability: first.epss }),
    ...(first?.kev === undefined ? {} : { kev: first.kev }),
    reasons: first?.risk?.reasons ?? [],
    evidence: [...new Set(told.map(({ reason }) => reason))].slice(0, 20),
    sources: [...new Set(told.map(({ source }) => source))].sort(),
    links: names.flatMap(toLink),
  };
}

/** Where people read more; each database has a page for its ids. */
const PAGES: readonly (readonly [pattern: RegExp, title: string, address: (id: string) => string])[] = [
  [/^CVE-\d{4}-\d{4,}$/, 'NVD', id => `https://nvd.nist.gov/vuln/detail/${id}`],
  [/^CVE-\d{4}-\d{4,}$/, 'CVE', id => `https://www.cve.org/CVERecord?id=${id}`],
  [/^GHSA(?:-[0-9a-z]{4}){3}$/, 'GitHub', id => `https://github.com/advisories/${id}`],
  [/^[A-Z][A-Z0-9]+-[\w:.-]+$/, 'OSV', id => `https://osv.dev/vulnerability/${encodeURIComponent(id)}`],
];

function toLink(id: string): Told['links'] {
  return PAGES.filter(([pattern]) => pattern.test(id)).map(([, title, address]) => ({ title: `${title} ${id}`, url: address(id) }));
}

export function toAffectedImage(record: AffectedImageRecord, instruction: string) {
  const { reference, digest, workloads } = record;
  return { image: toImageId(reference), reference, digest, instruction, workloads, ...toFindingRow(record) };
}

export function toAffectedWorkload({ key, containers, risk, ...record }: AffectedWorkloadRecord) {
  return {
    workload: toRowId(record.cluster, key),
    ...record,
    risk: round(risk),
    containers: containers.map(({ name, reference }) => ({ name, image: toImageId(reference), reference })),
  };
}

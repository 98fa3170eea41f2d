import { baseImages, type Endpoint, images, type ListFields, vulnerabilities, workloads } from '@breakwater/api';
import type { Estate } from './estate.ts';
import { findings, vulnerabilityRows } from './findings.ts';
import { approvalRows, buildPlans, fixDays, seenRows } from './fixes.ts';
import { packageRows } from './images.ts';
import { type ListRequest, pageOf, type ReadField } from './rows.ts';
import { advisoryRows, scannerRows, scanRows, watchedRows } from './scanning.ts';

/** Lists about images and who looks at them, by resource. */
export function listScanRows(estate: Estate): Readonly<Record<string, readonly object[]>> {
  return {
    vulnerabilities: vulnerabilityRows,
    baseImages: approvalRows,
    fixPlan: buildPlans(estate.images),
    advisories: advisoryRows,
    scanners: scannerRows,
    scans: scanRows,
    watchedImages: watchedRows,
  };
}

interface Call {
  readonly id: string;
  readonly query: ListRequest;
}

/** Answers beside lists and single rows; `read` finds what a field of a list means in a row. */
export function scanHandlers(estate: Estate, read: ReadField<object>) {
  const list = (endpoint: Endpoint, find: (id: string) => readonly object[]) => (call: Call) =>
    pageOf(withoutSettled(find(call.id), call.query), endpoint.list as ListFields, read, call.query);
  const hasRead = (id: string) => estate.images.find(image => image.id === id)?.digest !== undefined;
  const { endpoints: ofImages } = images;
  const { endpoints: ofVulnerabilities } = vulnerabilities;
  return {
    'images.vulnerabilities': list(ofImages.vulnerabilities, id => (hasRead(id) ? findings : [])),
    'images.packages': list(ofImages.packages, id => (hasRead(id) ? packageRows : [])),
    'images.sbom': ({ query }: { readonly query: object }) => ({ bomFormat: 'CycloneDX', specVersion: '1.6', asked: query }),
    'vulnerabilities.images': list(ofVulnerabilities.images, id => listAffectedImages(estate, id)),
    'vulnerabilities.workloads': list(ofVulnerabilities.workloads, () => listAffectedWorkloads(estate)),
    'workloads.vulnerabilities': list(workloads.endpoints.vulnerabilities, id => listOfWorkload(estate, id)),
    'baseImages.seen': list(baseImages.endpoints.seen, () => seenRows),
    'exceptions.vex': () => ({ '@context': 'https://openvex.dev/ns/v0.2.0', statements: [] }),
    'baseImages.create': () => approvalRows[0],
    'baseImages.update': () => approvalRows[0],
    'fixPlan.settings': () => fixDays,
    'fixPlan.change': ({ body }: { readonly body: unknown }) => body,
    'fixPlan.rebuild': () => ({ delivered: true, message: '' }),
    'scans.create': () => scanRows[1],
    'watchedImages.create': () => watchedRows[0],
    'watchedImages.update': () => watchedRows[0],
  };
}

/** Without a condition on state, what exceptions cover and what is closed is left out. */
export function withoutSettled(rows: readonly object[], { filter = '' }: ListRequest): readonly object[] {
  const settled = ['accepted', 'deferred', 'false-positive', 'closed'];
  return filter.includes('state') ? rows : rows.filter(row => !settled.includes(String((row as { state?: string }).state)));
}

function listAffectedImages(estate: Estate, id: string): readonly object[] {
  const finding = findings.find(row => row.id === id);
  const read = estate.images.filter(({ digest }) => digest !== undefined).slice(0, 4);
  return read.map(({ id: image, reference, digest, workloads: count }) => ({
    ...finding,
    image,
    reference,
    digest,
    instruction: 'RUN /bin/sh -c apt-get update && apt-get install -y curl openssh-client',
    workloads: count,
  }));
}

function listAffectedWorkloads({ workloads: rows }: Estate): readonly object[] {
  return rows.slice(0, 12).map(({ id, cluster, clusterName, namespace, kind, name, owner, exposure, risk, images: used }) => ({
    workload: id,
    cluster,
    clusterName,
    namespace,
    kind,
    name,
    owner,
    exposure,
    exposedBy: exposure === 'external' ? ['Ingress shop: shop.example.com/'] : [],
    risk,
    containers: [{ name, image: 'i-0', reference: used[0] ?? '' }],
    state: 'open',
  }));
}

function listOfWorkload({ workloads: rows }: Estate, id: string): readonly object[] {
  const workload = rows.find(row => row.id === id);
  return findings.map(finding => ({
    ...finding,
    container: workload?.name ?? '',
    image: 'i-0',
    reference: workload?.images[0] ?? '',
    digest: `sha256:${'0a'.repeat(32)}`,
  }));
}

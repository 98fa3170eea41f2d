import type { Answer, images } from '@breakwater/api';
import type { ImageOutput, NotEvaluated } from '@breakwater/model';
import { NO_FINDINGS, round, toFindingCounts, toImageId } from '../../views/findings/rows.ts';
import type { LayerCounts, VariantRecord } from './content/store.ts';
import type { ImageRecord } from './store.ts';

type Row = Answer<typeof images.endpoints.list>['results'][number];
type Detail = Answer<typeof images.endpoints.get>;

export function toImageRow(record: ImageRecord): Row {
  const { reference, digests, workloads, clusters, pinned, watched, signed } = record;
  const id = toImageId(reference);
  return {
    id,
    reference,
    digests,
    workloads,
    clusters,
    pinned,
    watched,
    signed,
    scan: toScan(record),
    ...toRead(record),
    ...toFound(record),
  };
}

function toScan({ state, code, message, scannedAt, databaseBuilt, complete, notEvaluated, digest }: ImageRecord): Row['scan'] {
  return {
    state,
    ...(scannedAt === null ? {} : { scannedAt, notEvaluated }),
    ...(databaseBuilt === null ? {} : { databaseBuilt }),
    ...(digest === null ? {} : { complete }),
    ...(code === null || code === '' ? {} : { code, message: message ?? '' }),
  };
}

function toRead(record: ImageRecord) {
  const { digest, platform, bytes, created, baseName, baseDigest, baseMethod, os, user, surface, secrets, packages } = record;
  if (digest === null) return {};
  return {
    digest,
    platform,
    bytes,
    ...(created === null ? {} : { created }),
    ...(baseMethod === '' ? {} : { base: { name: baseName, digest: baseDigest, method: baseMethod } }),
    os,
    user,
    surface,
    secrets,
    packages,
  };
}

function toFound(record: ImageRecord) {
  return record.scannedAt === null ? {} : { vulnerabilities: toFindingCounts(record), risk: round(record.risk) };
}

/** What is in the image; nothing where it was not read. */
export function toContent(output: ImageOutput | undefined, counts: readonly LayerCounts[], notEvaluated: readonly NotEvaluated[]) {
  if (output === undefined) {
    return { layers: [], needless: [], credentials: [], endOfLife: [], surfaceParts: [], instructions: [], problems: [], notEvaluated: [] };
  }
  const { config, layers, needless, secrets, endOfLife, efficiency, surface, instructions, problems } = output;
  const byLayer = new Map(counts.map(count => [count.layer, count]));
  return {
    ...(config === undefined ? {} : { config }),
    layers: layers.map(layer => ({ ...layer, vulnerabilities: toFindingCounts(byLayer.get(layer.number) ?? NO_FINDINGS) })),
    needless,
    credentials: secrets,
    endOfLife,
    efficiency,
    surfaceParts: surface.parts,
    instructions,
    problems,
    notEvaluated: [...notEvaluated],
  };
}

export function toVariant(record: VariantRecord): Detail['variants'][number] {
  const { digest, platform, running, seenAt, matched, risk } = record;
  return { digest, platform, running, seenAt, ...(matched ? { vulnerabilities: toFindingCounts(record), risk: round(risk) } : {}) };
}

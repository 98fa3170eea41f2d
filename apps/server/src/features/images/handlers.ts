import { images } from '@breakwater/api';
import type { ImagePackage } from '@breakwater/model';
import type { Principal } from '../../access/principal.ts';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { toJsonRows } from '../../ingest/json-rows.ts';
import { toRowId } from '../../list/row-id.ts';
import { toSeverity } from '../../list/severity-counts.ts';
import { listPage, listValues, mentions } from '../../list/store.ts';
import { parseImageId, toFindingCounts, toFindingRow } from '../../views/findings/rows.ts';
import type { FindingRecord } from '../../views/findings/store.ts';
import { readOutput } from '../../views/images/read-output.ts';
import { countByLayer, type Found, findingsSource, listVariants, type PackageRecord, packagesSource, readImage } from './content/store.ts';
import { toContent, toImageRow, toVariant } from './rows.ts';
import { findImage, type ImageRecord, imagesSource, listUses } from './store.ts';
import { toSbomName, writeSbom } from './write-sbom.ts';

export function createImagesFeature({ query, version }: ServerContext): Feature {
  const { list, packages, vulnerabilities } = images.endpoints;

  const find = async (principal: Principal, id: string, digest: string | undefined): Promise<ImageRecord> => {
    const reference = parseImageId(id);
    const found = reference === undefined ? undefined : await findImage(query, principal, { reference, digest });
    if (found === undefined || (digest !== undefined && found.digest !== digest)) return refuseUnknown('image');
    return found;
  };

  /** One that was read. */
  const findRead = async (principal: Principal, id: string, digest: string | undefined): Promise<Found> => {
    const { reference, digest: read } = await find(principal, id, digest);
    return read === null ? refuseUnknown('scan of this image') : { reference, digest: read };
  };

  return defineFeature(images, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<ImageRecord>(query, list.list, request, imagesSource(principal));
      return { ...page, results: page.results.map(toImageRow) };
    },
    values: ({ principal, query: request }) => listValues(query, list.list, request, imagesSource(principal)),
    get: async ({ principal, params, query: { digest } }) => {
      const found = await find(principal, params.id, digest);
      const { reference, digest: read } = found;
      const stored = read === null ? undefined : await readImage(query, read);
      const [uses, variants, counts, output] = await Promise.all([
        listUses(query, principal, reference),
        listVariants(query, principal, reference),
        read === null ? [] : countByLayer(query, principal, { reference, digest: read }),
        stored === undefined ? undefined : readOutput(stored.output),
      ]);
      return {
        ...toImageRow(found),
        ...toContent(output, counts, stored?.notEvaluated ?? []),
        variants: variants.map(toVariant),
        usedBy: uses.map(({ key, ...use }) => ({ workload: toRowId(use.cluster, key), ...use })),
      };
    },
    packages: async ({ principal, params, query: { digest, ...request } }) => {
      const found = await findRead(principal, params.id, digest);
      const stored = await readImage(query, found.digest);
      const { results } = stored === undefined ? refuseUnknown('image') : await readOutput(stored.output);
      const source = packagesSource(principal, found, toJsonRows(results));
      const page = await listPage<PackageRecord>(query, packages.list, request, source);
      return { ...page, results: page.results.map(toPackage) };
    },
    vulnerabilities: async ({ principal, params, query: { digest, ...request } }) => {
      const found = await findRead(principal, params.id, digest);
      const source = findingsSource(principal, found, !mentions(request.filter, 'state', vulnerabilities.list));
      const page = await listPage<FindingRecord>(query, vulnerabilities.list, request, source);
      return { ...page, results: page.results.map(toFindingRow) };
    },
    sbom: async ({ principal, params, query: { digest, format = 'cyclonedx' }, setFileName }) => {
      const found = await findRead(principal, params.id, digest);
      const stored = (await readImage(query, found.digest)) ?? refuseUnknown('image');
      setFileName(toSbomName(found.reference, format));
      return writeSbom(await readOutput(stored.output), format, { time: stored.inspectedAt, version });
    },
  });
}

function toPackage({ body, worst, ...counts }: PackageRecord) {
  const severity = worst === null ? {} : { severity: toSeverity(worst) };
  return { ...(body as unknown as ImagePackage), ...severity, vulnerabilities: toFindingCounts(counts) };
}

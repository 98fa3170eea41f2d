import { scanners } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { isUuid } from '../../list/row-id.ts';
import { listPage } from '../../list/store.ts';
import { deleteScanner, type ScannerRecord, scannersSource } from './store.ts';

export function createScannersFeature({ query }: ServerContext): Feature {
  return defineFeature(scanners, {
    list: async ({ query: request }) => {
      const page = await listPage<ScannerRecord>(query, scanners.endpoints.list.list, request, scannersSource);
      return { ...page, results: page.results.map(toScanner) };
    },
    delete: async ({ params }) => {
      if (!isUuid(params.id) || !(await deleteScanner(query, params.id))) refuseUnknown('scanner');
      return null;
    },
  });
}

function toScanner({ seenAt, database, ...scanner }: ScannerRecord) {
  const { id, name, version, createdAt, clusters, leased } = scanner;
  const seen = seenAt === null ? {} : { seenAt };
  return { id, name, version, createdAt, clusters, leased, ...seen, ...(database === null ? {} : { database }) };
}

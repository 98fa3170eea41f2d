import type { Inventory, Workload } from '@breakwater/inventory';
import { toRecord, toText } from '@breakwater/inventory';
import type { WorkloadSummary } from '@breakwater/model';
import { isText, readFact } from './read-fact.ts';

/** Volumes with what is behind them and where they are mounted; read-only when every mount is. */
export function listVolumes({ pod }: Workload, inventory: Inventory): WorkloadSummary['volumes'] {
  return pod.volumes.map(volume => {
    const type = readFact('Storage.type', volume, inventory, isText) ?? 'unknown';
    return {
      name: volume.name,
      type,
      source: readSource(type, toRecord(volume.raw[type])),
      mounts: volume.mounts.map(mount => `${mount.container.name}: ${toText(mount.raw['mountPath'])}`),
      readOnly: volume.mounts.length > 0 && volume.mounts.every(mount => mount.raw['readOnly'] === true),
    };
  });
}

/** Fields that name what is behind a volume, by its type. */
const NAMED_BY: Readonly<Record<string, string>> = {
  configMap: 'name',
  csi: 'driver',
  hostPath: 'path',
  image: 'reference',
  nfs: 'path',
  persistentVolumeClaim: 'claimName',
  secret: 'secretName',
};

function readSource(type: string, source: Readonly<Record<string, unknown>>): string {
  return Object.hasOwn(NAMED_BY, type) ? toText(source[NAMED_BY[type] ?? '']) : '';
}

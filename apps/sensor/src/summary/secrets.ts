import type { Workload } from '@breakwater/inventory';
import { type Raw, toRecord, toRecords, toText } from '@breakwater/inventory';
import type { WorkloadSummary } from '@breakwater/model';

type SecretUse = WorkloadSummary['secrets'][number];

/** Secrets that a workload takes from, by the way it does. Keys are named where single ones are taken. */
export function listSecrets({ pod }: Workload): SecretUse[] {
  const uses = [...pod.containers.flatMap(({ raw }) => listOfEnvironment(raw)), ...listOfVolumes(pod.volumes.map(volume => volume.raw))];
  const pulled = toRecords(pod.spec['imagePullSecrets']).map(entry => ({ name: toText(entry['name']), use: 'pull' as const, keys: [] }));
  const groups = Map.groupBy(
    [...uses, ...pulled].filter(({ name }) => name !== ''),
    ({ name, use }) => `${use} ${name}`,
  );
  return [...groups.values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : [{ ...first, keys: [...new Set([first, ...more].flatMap(({ keys }) => keys))] }],
  );
}

function listOfEnvironment(container: Raw): readonly SecretUse[] {
  const single = toRecords(container['env']).map(entry => toRecord(toRecord(entry['valueFrom'])['secretKeyRef']));
  const whole = toRecords(container['envFrom']).map(entry => toRecord(entry['secretRef']));
  return [...single, ...whole].map(reference => {
    const key = toText(reference['key']);
    return { name: toText(reference['name']), use: 'env', keys: key === '' ? [] : [key] };
  });
}

function listOfVolumes(volumes: readonly Raw[]): readonly SecretUse[] {
  return volumes.flatMap(volume => {
    const secret = toRecord(volume['secret']);
    const projected = toRecords(toRecord(volume['projected'])['sources']).map(source => toRecord(source['secret']));
    return [
      { name: toText(secret['secretName']), use: 'file' as const, keys: listKeys(secret) },
      ...projected.map(source => ({ name: toText(source['name']), use: 'file' as const, keys: listKeys(source) })),
    ];
  });
}

function listKeys(source: Raw): string[] {
  return toRecords(source['items'])
    .map(item => toText(item['key']))
    .filter(key => key !== '');
}

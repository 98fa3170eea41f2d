import {
  type Container,
  type Inventory,
  isRecord,
  listMounts,
  type Raw,
  readPath,
  toList,
  toRecord,
  toRecords,
  toText,
  type Workload,
} from '@breakwater/inventory';
import { nameWorkload } from '@breakwater/network';

/** One way in which something takes a Secret. */
export interface SecretUse {
  readonly secret: string;
  /** `shop/web[Deployment]`, or `Ingress shop/web`. */
  readonly by: string;
  /** Empty for what is no container. */
  readonly container: string;
  readonly how: 'variable' | 'all-variables' | 'volume' | 'image-pull' | 'driver' | 'route' | 'account';
  /** Keys that it takes; undefined for all. */
  readonly keys: readonly string[] | undefined;
  /** Of mounts: permissions of the files, whether writing is asked for, whether one path of it is mounted. */
  readonly mode?: number;
  readonly isWritable?: boolean;
  readonly isSubPath?: boolean;
  readonly isOptional: boolean;
}

/** Uses of Secrets by `namespace/name`, of workloads, service accounts and routes. */
export function listSecretUses(inventory: Inventory): ReadonlyMap<string, readonly SecretUse[]> {
  const uses = [
    ...inventory.workloads.flatMap(listOfWorkload),
    ...inventory
      .listKind('ServiceAccount')
      .flatMap(({ namespace, name, raw }) =>
        [...toRecords(raw['secrets']), ...toRecords(raw['imagePullSecrets'])].map(entry =>
          toUse(namespace, toText(entry['name']), `ServiceAccount ${namespace}/${name}`, 'account'),
        ),
      ),
    ...inventory
      .listKind('Ingress')
      .flatMap(({ namespace, name, spec }) =>
        toRecords(spec['tls']).map(entry => toUse(namespace, toText(entry['secretName']), `Ingress ${namespace}/${name}`, 'route')),
      ),
    ...inventory.listKind('Gateway').flatMap(({ namespace, name, spec }) =>
      toRecords(spec['listeners'])
        .flatMap(listener => toRecords(readPath(listener, 'tls', 'certificateRefs')))
        .map(entry => toUse(toText(entry['namespace']) || namespace, toText(entry['name']), `Gateway ${namespace}/${name}`, 'route')),
    ),
  ];
  return Map.groupBy(
    uses.filter(({ secret }) => !secret.endsWith('/')),
    ({ secret }) => secret,
  );
}

function toUse(namespace: string, name: string, by: string, how: SecretUse['how'], more: Partial<SecretUse> = {}): SecretUse {
  return { secret: `${namespace}/${name}`, by, container: '', how, keys: undefined, isOptional: false, ...more };
}

function listOfWorkload({ object, pod }: Workload): readonly SecretUse[] {
  const by = nameWorkload(object);
  const { namespace } = object;
  return [
    ...pod.containers.flatMap(container => listOfContainer(container, namespace, by)),
    ...toRecords(pod.spec['imagePullSecrets']).map(entry => toUse(namespace, toText(entry['name']), by, 'image-pull')),
    ...pod.volumes.flatMap(({ raw }) => {
      const name = toText(readPath(raw, 'csi', 'nodePublishSecretRef', 'name'));
      return name === '' ? [] : [toUse(namespace, name, by, 'driver')];
    }),
  ];
}

function listOfContainer(container: Container, namespace: string, by: string): readonly SecretUse[] {
  const single = toList(container.raw['env']).map(entry => toRecord(readPath(entry, 'valueFrom', 'secretKeyRef')));
  const whole = toList(container.raw['envFrom']).map(entry => toRecord(readPath(entry, 'secretRef')));
  const variable = (reference: Raw, how: SecretUse['how'], keys: readonly string[] | undefined) =>
    toUse(namespace, toText(reference['name']), by, how, { container: container.name, keys, isOptional: reference['optional'] === true });
  return [
    ...single.map(reference => variable(reference, 'variable', [toText(reference['key'])])),
    ...whole.map(reference => variable(reference, 'all-variables', undefined)),
    ...listMounts(container).flatMap(mount => {
      const volume = container.pod.volumes.find(({ name }) => name === mount.volumeName)?.raw;
      return listSources(volume).map(source => ({
        ...toUse(namespace, source.name, by, 'volume', { container: container.name, keys: source.keys, isOptional: source.isOptional }),
        mode: source.mode,
        isWritable: mount.raw['readOnly'] !== true,
        isSubPath: mount.raw['subPath'] !== undefined || mount.raw['subPathExpr'] !== undefined,
      }));
    }),
  ];
}

interface Source {
  readonly name: string;
  readonly keys: readonly string[] | undefined;
  readonly mode: number;
  readonly isOptional: boolean;
}

/** What kubelet gives files where nothing is said. */
const DEFAULT_MODE = 0o644;

/** Secrets of a volume, plain or projected. */
function listSources(volume: Raw | undefined): readonly Source[] {
  const plain = toRecord(volume?.['secret']);
  const projected = toRecord(volume?.['projected']);
  return [
    ...(isRecord(volume?.['secret']) ? [toSource(plain, 'secretName', plain['defaultMode'])] : []),
    ...toRecords(projected['sources']).flatMap(source =>
      isRecord(source['secret']) ? [toSource(source['secret'], 'name', projected['defaultMode'])] : [],
    ),
  ];
}

function toSource(raw: Raw, nameField: string, mode: unknown): Source {
  const items = toRecords(raw['items']);
  const modes = items.flatMap(item => (Number.isInteger(item['mode']) ? [item['mode'] as number] : []));
  const usual = Number.isInteger(mode) ? (mode as number) : DEFAULT_MODE;
  return {
    name: toText(raw[nameField]),
    keys: items.length === 0 ? undefined : items.map(item => toText(item['key'])),
    mode: modes.length === items.length && modes.length > 0 ? Math.max(...modes) : Math.max(usual, ...modes),
    isOptional: raw['optional'] === true,
  };
}

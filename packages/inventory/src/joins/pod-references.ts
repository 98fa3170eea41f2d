import type { Pod } from '../model/pod.ts';
import { readPath, toRecords, toText } from '../raw.ts';

/** Names of the Secrets and ConfigMaps that a pod takes from, each once, in the order of volumes, environment, image pulls. */
export interface PodReferences {
  readonly secrets: readonly string[];
  readonly configMaps: readonly string[];
}

/** Every way in which a pod spec names a Secret or ConfigMap. */
export function listPodReferences(pod: Pod): PodReferences {
  const volumes = pod.volumes.map(volume => volume.raw);
  const projected = volumes.flatMap(volume => toRecords(readPath(volume, 'projected', 'sources')));
  const environment = pod.containers.flatMap(container => toRecords(container.raw['env'])).map(entry => entry['valueFrom']);
  const imported = pod.containers.flatMap(container => toRecords(container.raw['envFrom']));
  const secrets = [
    ...volumes.map(volume => readPath(volume, 'secret', 'secretName')),
    ...volumes.map(volume => readPath(volume, 'csi', 'nodePublishSecretRef', 'name')),
    ...projected.map(source => readPath(source, 'secret', 'name')),
    ...environment.map(source => readPath(source, 'secretKeyRef', 'name')),
    ...imported.map(source => readPath(source, 'secretRef', 'name')),
    ...toRecords(pod.spec['imagePullSecrets']).map(entry => entry['name']),
  ];
  const configMaps = [
    ...volumes.map(volume => readPath(volume, 'configMap', 'name')),
    ...projected.map(source => readPath(source, 'configMap', 'name')),
    ...environment.map(source => readPath(source, 'configMapKeyRef', 'name')),
    ...imported.map(source => readPath(source, 'configMapRef', 'name')),
  ];
  return { secrets: distinct(secrets), configMaps: distinct(configMaps) };
}

function distinct(names: readonly unknown[]): readonly string[] {
  return [...new Set(names.map(toText))].filter(name => name !== '');
}

import type { Raw } from '../cluster/api-client.ts';

const LABELS = { 'e2e.test/pod': 'x' };

const record = (value: unknown): Raw => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** An object of an example with what the API server asks for and the example left out, as selectors; nothing that it says is changed. */
export function completeObject(given: Raw, namespace: string): Raw {
  const metadata = record(given['metadata']);
  const owners = list(metadata['ownerReferences']).map((owner, index) => ({ uid: `owner-${index}`, ...record(owner) }));
  const named = {
    ...metadata,
    name: metadata['name'] ?? 'example',
    ...(namespace === '' ? {} : { namespace }),
    ...(owners.length === 0 ? {} : { ownerReferences: owners }),
  };
  return completeKind({ ...given, metadata: named });
}

function completeKind(object: Raw): Raw {
  const spec = record(object['spec']);
  switch (object['kind']) {
    case 'Pod':
      return { ...object, spec: completePod(spec, undefined) };
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'ReplicationController':
      return { ...object, spec: completeSelected(spec, object['kind']) };
    case 'Job':
      return { ...object, spec: completeTemplate(spec, 'Never') };
    case 'CronJob':
      return { ...object, spec: { schedule: '0 0 * * *', ...spec, jobTemplate: completeJob(record(spec['jobTemplate'])) } };
    case 'Service':
      return { ...object, spec: completeService(spec) };
    case 'Ingress':
      return { ...object, spec: completeIngress(spec) };
    case 'PersistentVolumeClaim':
      return { ...object, spec: completeClaim(spec) };
    case 'PersistentVolume':
      return { ...object, spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...spec } };
    case 'ClusterRoleBinding':
    case 'RoleBinding':
      return { ...object, roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...record(object['roleRef']) } };
    default:
      return object;
  }
}

function completeService(spec: Raw): Raw {
  if (spec['type'] === 'ExternalName') return { externalName: 'x.example', ...spec };
  const ports = list(spec['ports'] ?? [{ port: 80 }]).map((port, index) => ({ name: `p${index}`, ...record(port) }));
  return { ...spec, ports };
}

function completeClaim(spec: Raw): Raw {
  const resources = record(spec['resources']);
  const requests = { storage: '1Gi', ...record(resources['requests']) };
  return { accessModes: ['ReadWriteOnce'], ...spec, resources: { ...resources, requests } };
}

function completeJob(template: Raw): Raw {
  return { ...template, spec: completeTemplate(record(template['spec']), 'Never') };
}

function completeTemplate(spec: Raw, restartPolicy: string | undefined): Raw {
  const template = record(spec['template']);
  return { ...spec, template: { ...template, spec: completePod(record(template['spec']), restartPolicy) } };
}

/** A selector has to take the labels of the template. */
function completeSelected(spec: Raw, kind: unknown): Raw {
  const complete = completeTemplate(spec, undefined);
  const template = record(complete['template']);
  const metadata = record(template['metadata']);
  const labels = Object.keys(record(metadata['labels'])).length > 0 ? record(metadata['labels']) : LABELS;
  const selector = kind === 'ReplicationController' ? labels : { matchLabels: labels };
  const claims = list(spec['volumeClaimTemplates']).map(claim => ({
    ...record(claim),
    spec: completeClaim(record(record(claim)['spec'])),
  }));
  const templates = spec['volumeClaimTemplates'] === undefined ? {} : { volumeClaimTemplates: claims };
  return { selector, ...complete, ...templates, template: { ...template, metadata: { ...metadata, labels } } };
}

function completePod(spec: Raw, restartPolicy: string | undefined): Raw {
  const lists = ['containers', 'initContainers'].flatMap(name =>
    spec[name] === undefined ? [] : [[name, list(spec[name]).map(container => completeContainer(record(container)))] as const],
  );
  const containers = spec['containers'] === undefined ? { containers: [{ name: 'app', image: 'app' }] } : {};
  const volumes = completeVolumes(spec);
  return {
    ...(restartPolicy === undefined ? {} : { restartPolicy }),
    ...spec,
    ...containers,
    ...Object.fromEntries(lists),
    ...(volumes.length === 0 ? {} : { volumes }),
  };
}

/** What is mounted has to be there. */
function completeVolumes(spec: Raw): readonly unknown[] {
  const given = list(spec['volumes']).map(record);
  const mounts = ['containers', 'initContainers'].flatMap(name =>
    list(spec[name]).flatMap(container => list(record(container)['volumeMounts'])),
  );
  const names = new Set(mounts.map(mount => record(mount)['name']));
  const missing = [...names].filter(name => !given.some(volume => volume['name'] === name));
  return [...given, ...missing.map(name => ({ name, emptyDir: {} }))];
}

function completeContainer(container: Raw): Raw {
  return { image: 'app', ...container };
}

function completeIngress(spec: Raw): Raw {
  const rules = list(spec['rules']).map(rule => {
    const http = record(record(rule)['http']);
    const paths = list(http['paths']).map(path => ({ pathType: 'Prefix', path: '/', ...record(path) }));
    return http['paths'] === undefined ? rule : { ...record(rule), http: { ...http, paths } };
  });
  const backend = { service: { name: 'web', port: { number: 80 } } };
  const some = spec['rules'] === undefined && spec['defaultBackend'] === undefined ? { defaultBackend: backend } : {};
  return { ...some, ...spec, ...(spec['rules'] === undefined ? {} : { rules }) };
}

import { CelOptional, type CelValue, compile, createEnvironment, parseType, toJson, Unknown } from '@breakwater/cel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fact } from './fact.ts';
import { facts } from './facts.generated.ts';
import type { Inventory } from './inventory.ts';
import { findAccount } from './joins/accounts.ts';
import { listBindings } from './joins/rbac.ts';
import { ROUTE_KINDS } from './joins/routes.ts';
import { listServicePorts } from './joins/services.ts';
import type { AccessRequest } from './model/access-request.ts';
import type { ImageUse } from './model/image-use.ts';
import { listImageUses } from './model/image-use.ts';
import { findNamespace } from './model/namespace-use.ts';
import { listMounts } from './model/pod.ts';
import { type Raw, readPath, toRecord, toRecords } from './raw.ts';
import { admittedObject } from './testing/arbitrary-objects.ts';
import { buildInventory } from './testing/build.ts';

/** The variables of native forms, each the raw subject of a fact type; `pod` and `object` are what the others stand in. */
const VARIABLES = ['object', 'oldObject', 'request', 'pod', 'container', 'volume', 'mount', 'image', 'port', 'subject', 'ns'];
const environment = createEnvironment({
  variables: Object.fromEntries(VARIABLES.map(name => [name, parseType('dyn')])),
  homogeneousLiterals: true,
  validateLiterals: true,
});

const natives = facts.flatMap(fact => (fact.native === undefined ? [] : [{ fact, program: compile(environment, fact.native) }]));
const bySubject = Map.groupBy(natives, ({ fact }) => fact.subject);

interface Subject {
  readonly type: string;
  readonly value: unknown;
  readonly variables: Raw;
}

const toRawImage = (use: ImageUse): Raw => ({ reference: use.reference.text, pullPolicy: use.pullPolicy });

/** Every subject inside an object that a native form can be about. */
function listSubjects(inventory: Inventory): readonly Subject[] {
  const [object] = inventory.objects;
  if (object === undefined) return [];
  const of = (type: string, value: unknown, variables: Raw = {}): Subject => ({
    type,
    value,
    variables: { object: object.raw, ...variables },
  });
  const ofKind = (type: string, ...kinds: readonly string[]) => (kinds.includes(object.kind) ? [of(type, object)] : []);
  const ports = object.kind === 'Service' ? listServicePorts(object).map(port => of('ServicePort', port, { port: port.raw })) : [];
  const bindings = listBindings(inventory).flatMap(binding => [
    of('Binding', binding),
    ...binding.subjects.map((subject, index) => of('Subject', subject, { subject: toRecords(object.raw['subjects'])[index] })),
  ]);
  const account = object.kind === 'ServiceAccount' ? [of('ServiceAccount', findAccount(inventory, object.namespace, object.name))] : [];
  const namespace = object.kind === 'Namespace' ? [of('Namespace', findNamespace(inventory, object.name), { ns: object.raw })] : [];
  const workloads = inventory.workloads.flatMap(workload => {
    const pod = toRecord(readPath(object.raw, ...workload.podKind.template));
    const inPod = (type: string, value: unknown, variables: Raw = {}) => of(type, value, { pod, ...variables });
    return [
      inPod('Workload', workload),
      inPod('Pod', workload.pod),
      ...workload.pod.containers.flatMap(container => [
        inPod('Container', container, { container: container.raw }),
        ...listMounts(container).map(mount => inPod('Mount', mount, { mount: mount.raw })),
      ]),
      ...workload.pod.volumes.map(volume => inPod('Storage', volume, { volume: volume.raw })),
      ...listImageUses(workload.pod).map(image => inPod('Image', image, { image: toRawImage(image) })),
    ];
  });
  return [
    of('Resource', object),
    of('Request', toAccessRequest(object.raw), { request: RAW_REQUEST, oldObject: object.raw }),
    ...ofKind('Service', 'Service'),
    ...ports,
    ...ofKind('Ingress', ...ROUTE_KINDS),
    ...ofKind('Network', 'NetworkPolicy'),
    ...ofKind('Secret', 'Secret', 'ConfigMap'),
    ...ofKind('Role', 'Role', 'ClusterRole'),
    ...bindings,
    ...account,
    ...namespace,
    ...workloads,
  ];
}

const ASKED = { operation: 'UPDATE', name: 'web', namespace: 'shop' };

const toAccessRequest = (old: Raw): AccessRequest => ({
  ...ASKED,
  group: 'apps',
  resource: 'deployments',
  subresource: 'scale',
  user: 'ann',
  groups: ['devs'],
  old,
});

const RAW_REQUEST: Raw = {
  ...ASKED,
  resource: { group: 'apps', version: 'v1', resource: 'deployments' },
  subResource: 'scale',
  userInfo: { username: 'ann', groups: ['devs'] },
};

/** What a getter gives, with raw values in place of subjects. */
function toPlain(value: unknown, fact: Fact, object: Raw): unknown {
  if (fact.type.startsWith('list('))
    return (value as readonly unknown[]).map(entry => toPlain(entry, { ...fact, type: fact.type.slice(5, -1) }, object));
  if (fact.type === 'Image') return toRawImage(value as ImageUse);
  if (fact.type === 'Pod') return toRecord(readPath(object, ...(value as { path: readonly string[] }).path));
  if (fact.type === 'Subject') return value;
  return /^[A-Z]/.test(fact.type) ? (value as { raw: unknown }).raw : value;
}

function toComparable(value: CelValue): unknown {
  if (value instanceof CelOptional) return value.value === undefined ? undefined : toComparable(value.value);
  return toJson(value);
}

test('every native form says of an admitted object what the fact says', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(admittedObject, object => {
      const inventory = buildInventory([object]);
      for (const { type, value, variables } of listSubjects(inventory)) {
        for (const { fact, program } of bySubject.get(type) ?? []) {
          const place = `${type}.${fact.name}`;
          const given = fact.get(value as never, inventory);
          // A file may not say what an admitted object always does.
          if (given instanceof Unknown) continue;
          const expected = fact.type === 'list(Subject)' ? (object['subjects'] ?? []) : toPlain(given, fact, object);
          expect({ place, value: toComparable(program.evaluate(variables)) }).toStrictEqual({ place, value: expected });
          seen.add(place);
        }
      }
    }),
    { numRuns: 1500 },
  );
  const never = natives.map(({ fact }) => `${fact.subject}.${fact.name}`).filter(place => !seen.has(place));
  expect(never).toStrictEqual([]);
});

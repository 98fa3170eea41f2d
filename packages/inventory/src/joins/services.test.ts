import { describe, expect, test } from 'vitest';
import type { Inventory } from '../inventory.ts';
import type { Raw } from '../raw.ts';
import { buildDeployment, buildInventory, buildObject, buildPod } from '../testing/build.ts';
import { listPortIssues } from './ports.ts';
import { listServicePorts, listServiceWorkloads, listWorkloadServices, resolveTargetPort } from './services.ts';

const service = (name: string, spec: Raw, metadata: Raw = {}) => buildObject('v1', 'Service', name, { spec }, metadata);

/** Names of the workloads behind each service, and the services before each workload. */
function describeJoin(inventory: Inventory) {
  const nameOf = ({ object }: { object: { name: string } }) => object.name;
  return {
    workloads: Object.fromEntries(inventory.listKind('Service').map(s => [s.name, listServiceWorkloads(inventory, s).map(nameOf)])),
    services: Object.fromEntries(inventory.workloads.map(w => [w.object.name, listWorkloadServices(inventory, w).map(s => s.name)])),
  };
}

test('services and workloads find each other', () => {
  const inventory = buildInventory([
    buildDeployment('web', { labels: { app: 'web', tier: 'front' } }),
    buildDeployment('api', { labels: { app: 'api' } }),
    buildDeployment('bare', { labels: {} }),
    buildDeployment('away', { labels: { app: 'web' }, metadata: { namespace: 'other' } }),
    service('by-app', { selector: { app: 'web' } }),
    service('by-both', { selector: { app: 'web', tier: 'front' } }),
    service('by-wrong', { selector: { app: 'web', tier: 'back' } }),
    service('by-none', {}),
    service('by-empty', { selector: {} }),
    service('external', { type: 'ExternalName', selector: { app: 'web' } }),
    service('by-number', { selector: { app: 1 } }),
    service('by-map', { selector: { app: { toString: 1 } } }),
    service('by-list', { selector: ['app'] }),
    service('elsewhere', { selector: { app: 'api' } }, { namespace: 'other' }),
  ]);
  expect(describeJoin(inventory)).toStrictEqual({
    workloads: {
      'by-app': ['web'],
      'by-both': ['web'],
      'by-wrong': [],
      'by-none': [],
      'by-empty': [],
      external: [],
      'by-number': [],
      'by-map': [],
      'by-list': [],
      elsewhere: [],
    },
    services: { web: ['by-app', 'by-both'], api: [], bare: [], away: [] },
  });
});

test('a Service of Knative is no Service of Kubernetes, but a workload', () => {
  const knative = buildObject('serving.knative.dev/v1', 'Service', 'fn', {
    spec: { template: { spec: { containers: [{ image: 'fn' }] } } },
  });
  const inventory = buildInventory([knative]);
  expect(inventory.listKind('Service')).toStrictEqual([]);
  expect(inventory.workloads.map(workload => workload.object.name)).toStrictEqual(['fn']);
});

const PORTS = [
  { name: 'http', containerPort: 8080 },
  { name: 'dns', containerPort: 53, protocol: 'UDP' },
  { name: 'dns', containerPort: 5353, protocol: 'TCP' },
  { name: 'text', containerPort: '9' },
];
const WEB = buildPod(
  'web',
  { containers: [{ name: 'app', ports: PORTS }], initContainers: [{ name: 'side', ports: [{ name: 'side', containerPort: 15 }] }] },
  { labels: { app: 'web' } },
);

describe('resolveTargetPort', () => {
  test.each<[string, Raw, number | undefined]>([
    ['a number', { port: 80, targetPort: 8080 }, 8080],
    ['a number that no container declares', { port: 80, targetPort: 1 }, 1],
    ['nothing: the port itself', { port: 80 }, 80],
    ['a name', { port: 80, targetPort: 'http' }, 8080],
    ['a name with its protocol', { port: 53, targetPort: 'dns', protocol: 'UDP' }, 53],
    ['a name with the default protocol', { port: 53, targetPort: 'dns' }, 5353],
    ['a name with another protocol', { port: 80, targetPort: 'http', protocol: 'UDP' }, undefined],
    ['a name of an init container', { port: 80, targetPort: 'side' }, 15],
    ['a name that nobody declares', { port: 80, targetPort: 'metrics' }, undefined],
    ['a name whose port is a text', { port: 80, targetPort: 'text' }, undefined],
    ['a number as text', { port: 80, targetPort: '8080' }, undefined],
    ['a map', { port: 80, targetPort: {} }, undefined],
  ])('%s', (_, port, expected) => {
    const inventory = buildInventory([WEB, service('web', { selector: { app: 'web' }, ports: [port] })]);
    const [found] = inventory.listKind('Service').flatMap(listServicePorts);
    const [workload] = inventory.workloads;
    expect(found && workload && resolveTargetPort(found, workload)).toBe(expected);
  });
});

describe('port issues of a Service', () => {
  test.each<[Raw, readonly string[]]>([
    [{ targetPort: 'http' }, []],
    [{ targetPort: 8080 }, []],
    [{}, []],
    [{ targetPort: 0 }, ['0 is no port']],
    [{ targetPort: 65536 }, ['65536 is no port']],
    [{ targetPort: 'metrics' }, ["no selected pod declares a port 'metrics' with that protocol"]],
    [{ targetPort: 'http', protocol: 'UDP' }, ["no selected pod declares a port 'http' with that protocol"]],
    [{ targetPort: '8080' }, ["'8080' is no valid port name"]],
    [{ targetPort: 'a-name-far-too-long' }, ["'a-name-far-too-long' is no valid port name"]],
    [{ targetPort: true }, ["'true' is no valid port name"]],
    [{ targetPort: { toString: 1 } }, ["'' is no valid port name"]],
  ])('%j', (port, problems) => {
    const inventory = buildInventory([WEB, service('web', { selector: { app: 'web' }, ports: [{ port: 1 }, { port: 80, ...port }] })]);
    const found = inventory.listKind('Service').flatMap(object => listPortIssues(inventory, object));
    expect(found).toStrictEqual(problems.map(problem => ({ path: ['spec', 'ports', 1, 'targetPort'], problem })));
  });

  test('a name is not missed where no pod is selected', () => {
    const inventory = buildInventory([service('web', { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'metrics' }] })]);
    expect(inventory.listKind('Service').flatMap(object => listPortIssues(inventory, object))).toStrictEqual([]);
  });
});

test('port issues of containers', () => {
  const names = ['http', 'a-b', 'A', 'a--b', '-a', '1', 'h2', 'sixteen-letters-', undefined, 5, { toString: 1 }];
  const inventory = buildInventory([
    buildPod('web', { containers: [{ name: 'app', ports: ['junk', ...names.map(name => ({ name, containerPort: 1 }))] }] }),
  ]);
  const issues = inventory.objects.flatMap(object => listPortIssues(inventory, object));
  const at = (index: number, problem: string) => ({ path: ['spec', 'containers', 0, 'ports', index + 1, 'name'], problem });
  expect(issues).toStrictEqual([
    at(2, "'A' is no valid port name"),
    at(3, "'a--b' is no valid port name"),
    at(4, "'-a' is no valid port name"),
    at(5, "'1' is no valid port name"),
    at(7, "'sixteen-letters-' is no valid port name"),
    at(9, "'5' is no valid port name"),
    at(10, "'' is no valid port name"),
  ]);
});

import { expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { buildInventory, buildObject } from '../testing/build.ts';
import { mayBeNginx, readController } from './ingress-classes.ts';

const ingressClass = (name: string, controller: string, isDefault: boolean): Raw =>
  buildObject(
    'networking.k8s.io/v1',
    'IngressClass',
    name,
    { spec: { controller } },
    { namespace: undefined, annotations: { 'ingressclass.kubernetes.io/is-default-class': String(isDefault) } },
  );

const CLASSES = [ingressClass('edge', 'k8s.io/ingress-nginx', false), ingressClass('main', 'traefik.io/ingress-controller', true)];

test.each<[string, Raw, Raw, readonly Raw[], string, boolean]>([
  ['nothing is known', {}, {}, [], '', true],
  ['class name only', { ingressClassName: 'nginx' }, {}, [], 'nginx', true],
  ['class name of another controller', { ingressClassName: 'gce-internal' }, {}, [], 'gce-internal', false],
  ['older annotation', {}, { 'kubernetes.io/ingress.class': 'traefik' }, [], 'traefik', false],
  ['the field wins', { ingressClassName: 'edge' }, { 'kubernetes.io/ingress.class': 'traefik' }, CLASSES, 'k8s.io/ingress-nginx', true],
  ['default class', {}, {}, CLASSES, 'traefik.io/ingress-controller', false],
  ['class outside the set', { ingressClassName: 'x' }, {}, CLASSES, 'x', true],
])('%s', (_, spec, annotations, classes, controller, nginx) => {
  const inventory = buildInventory([...classes, buildObject('networking.k8s.io/v1', 'Ingress', 'i', { spec }, { annotations })]);
  const answers = inventory.listKind('Ingress').map(ingress => [readController(inventory, ingress), mayBeNginx(inventory, ingress)]);
  expect(answers).toEqual([[controller, nginx]]);
});

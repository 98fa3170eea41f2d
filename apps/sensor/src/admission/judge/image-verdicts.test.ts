import { findTarget, Inventory, type TargetInstance } from '@breakwater/inventory';
import { CompiledPolicy } from '@breakwater/policy';
import { expect, it } from 'vitest';
import { builtInPolicies } from '../../catalogue.ts';
import { buildPod, NOW } from '../testing/build.ts';
import { ImageVerdicts } from './image-verdicts.ts';

const KNOWN = 'registry.example/app:1';
const HOUR = 3_600_000;

function findPolicy(id: string): CompiledPolicy {
  const definition = builtInPolicies.find(policy => policy.id === id);
  if (definition === undefined) throw new Error(`there is no policy ${id}`);
  return new CompiledPolicy(definition);
}

/** The first container of a pod that uses an image, or the image. */
function toInstance(targetName: string, image: string): TargetInstance {
  const inventory = new Inventory([{ value: buildPod({ image }) }], { cluster: 'c', kubeMinor: 36, complete: true, namespace: '' });
  const [instance] = findTarget(targetName)?.list(inventory) ?? [];
  if (instance === undefined) throw new Error(`a pod has no ${targetName}`);
  return instance;
}

it.each([
  ['what was read of an image', 'image-user-is-a-name', KNOWN, {}, 'fail'],
  ['what scans found', 'image-vulnerability-exploited', KNOWN, {}, 'fail'],
  ['its reference', 'image-tag-latest', KNOWN, {}, 'fail'],
  ['an image that is not in the bundle', 'image-user-is-a-name', 'registry.example/made-up:1', {}, undefined],
  [
    'what scans found, where some of it is accepted by place',
    'image-vulnerability-exploited',
    KNOWN,
    { acceptsVulnerabilities: true },
    undefined,
  ],
  ['the pod too', 'image-pull-secret-missing', KNOWN, {}, undefined],
  ['the container too', 'image-root-user-untrusted-registry', KNOWN, {}, undefined],
  ['how it is pulled', 'pull-policy-not-always', KNOWN, {}, undefined],
  ['a container', 'privileged-container', KNOWN, {}, undefined],
  ['an hour ago', 'image-user-is-a-name', KNOWN, { later: HOUR + 1 }, undefined],
] as const)(
  'a verdict over %s',
  (_, id, image, { acceptsVulnerabilities = false, later = 0 }: { acceptsVulnerabilities?: boolean; later?: number }, expected) => {
    let now = NOW;
    const verdicts = new ImageVerdicts({ isKnown: reference => reference === KNOWN, acceptsVulnerabilities, now: () => now });
    const policy = findPolicy(id);
    const { target } = policy.definition;
    verdicts.keep(policy, toInstance(target, image), { state: 'fail' });
    now += later;
    // Of another pod, and of another image.
    expect(verdicts.recall(policy, toInstance(target, image))?.state).toBe(expected);
    expect(verdicts.recall(policy, toInstance(target, 'registry.example/other:1'))).toBeUndefined();
  },
);

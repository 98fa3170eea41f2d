import type { CustomWorkload, InventoryOptions } from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import { createLocalAcceptance, type LocalException } from '@breakwater/policy';
import type { PolicySet } from '@breakwater/protocol';
import type { OpenBundle } from '../bundle/open-bundle.ts';
import { EnforcedPolicies } from './enforced-policies.ts';
import { ImageCache } from './image-cache.ts';
import { ImageVerdicts } from './image-verdicts.ts';
import { Surroundings } from './surroundings.ts';

/** Everything that requests are judged by, of one bundle; replaced as a whole when another one comes. */
export interface Knowledge {
  readonly cluster: string;
  readonly kubeMinor: number;
  readonly revision: number;
  readonly complete: boolean;
  readonly madeAt: string;
  readonly customWorkloads: readonly CustomWorkload[];
  readonly policies: EnforcedPolicies;
  readonly exceptions: readonly LocalException[];
  readonly acceptsVulnerability: InventoryOptions['acceptsVulnerability'];
  readonly images: ImageCache;
  readonly imageVerdicts: ImageVerdicts;
  readonly surroundings: Surroundings;
  /** Policies of the set that cannot be used. */
  readonly problems: readonly Problem[];
  hasImage(reference: string): boolean;
}

/** What is decided by as long as no server said otherwise. */
const BUILT_IN: PolicySet = { revision: 0, preset: 'recommended', policies: [], settings: [], exceptions: [] };

/** @param now milliseconds since 1970 */
export function toKnowledge(bundle: OpenBundle, now: () => number): Knowledge {
  const { head } = bundle;
  const set = head.policySet ?? BUILT_IN;
  const policies = new EnforcedPolicies(set, head.cluster, bundle.imageCount > 0);
  const acceptsVulnerability = createLocalAcceptance(set.exceptions, head.cluster, new Date(now()).toISOString());
  return {
    cluster: head.cluster,
    kubeMinor: head.kubeMinor,
    revision: set.revision,
    complete: head.complete,
    madeAt: head.madeAt,
    customWorkloads: head.customWorkloads,
    policies,
    exceptions: set.exceptions.map(exception => ({ exception })),
    acceptsVulnerability,
    images: new ImageCache(bundle, now),
    imageVerdicts: new ImageVerdicts({ isKnown: bundle.hasImage, acceptsVulnerabilities: acceptsVulnerability !== undefined, now }),
    surroundings: new Surroundings(bundle),
    problems: policies.problems,
    hasImage: bundle.hasImage,
  };
}

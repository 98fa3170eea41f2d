import type { Exception, PolicyDefinition } from '@breakwater/model';
import type { ExportedPair, Obstacle } from '../export/shapes.ts';
import type { Decision, ScopedSetting } from '../settings/variants.ts';

/** What the API server is to do with violations. */
export type NativeAction = 'deny' | 'warn';

/** One policy, and everything that says where it is enforced. */
export interface NativeQuestion {
  readonly policy: PolicyDefinition;
  /** Before any setting. */
  readonly base: Decision;
  readonly settings: readonly ScopedSetting[];
  /** Those of the policy. */
  readonly exceptions: readonly Exception[];
  /** Id of the cluster. */
  readonly cluster: string;
  readonly kubeMinor: number;
  /** Namespaces in which nothing is refused, whatever settings say. */
  readonly exempt: readonly string[];
  /** RFC 3339 UTC: exceptions count until their expiry. */
  readonly now: string;
}

/** A pair to install, and what it does. */
export interface NativePair extends ExportedPair {
  readonly action: NativeAction;
}

export type NativePlan =
  /** Settings ask for nothing that is done at admission. */
  | { readonly type: 'none' }
  | {
      readonly type: 'native';
      readonly actions: readonly NativeAction[];
      readonly everywhere: boolean;
      readonly pairs: readonly NativePair[];
    }
  /** It is to be enforced, and the API server cannot do it alone. */
  | {
      readonly type: 'obstacles';
      readonly actions: readonly NativeAction[];
      readonly everywhere: boolean;
      readonly obstacles: readonly Obstacle[];
    };

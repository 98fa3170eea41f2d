import type { Raw } from '@breakwater/inventory';

export const OPERATIONS = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What the API server asks about: the part of an AdmissionReview that decides. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly operation: Operation;
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly resource: { readonly group: string; readonly version: string; readonly resource: string };
  /** Empty for the resource itself. */
  readonly subResource: string;
  /** Empty where the API server makes one. */
  readonly name: string;
  /** Empty for what lives in none. */
  readonly namespace: string;
  readonly user: { readonly name: string; readonly groups: readonly string[] };
  /** Null for what is deleted. */
  readonly object: Raw | null;
  /** Null for what is created. */
  readonly oldObject: Raw | null;
  readonly dryRun: boolean;
}

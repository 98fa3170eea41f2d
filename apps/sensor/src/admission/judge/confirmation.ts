import { isRecord, type Raw, toText } from '@breakwater/inventory';
import { BREAK_GLASS, findConfirmationFault, type GlassConfirmation, parseConfirmation } from '@breakwater/policy';
import type { AdmissionRequest } from '../review/admission-request.ts';
import type { Surroundings } from './surroundings.ts';

/** Where break-glasses are confirmed that are on what lives in no namespace. */
const FOR_THE_CLUSTER = 'default';

/** The namespace on which a break-glass on the object of a request is confirmed. */
export function toConfirmedOn({ namespace, name, kind }: Pick<AdmissionRequest, 'namespace' | 'name' | 'kind'>): string {
  if (namespace !== '') return namespace;
  return kind.kind === 'Namespace' && name !== '' ? name : FOR_THE_CLUSTER;
}

/** What a second person has confirmed where a request belongs; undefined for nothing, or nothing that counts at `now`, in milliseconds. */
export function findConfirmation(request: AdmissionRequest, surroundings: Surroundings, now: number): GlassConfirmation | undefined {
  const confirmation = parseConfirmation(surroundings.findNamespace(toConfirmedOn(request))?.annotations[BREAK_GLASS.confirmation] ?? '');
  return confirmation !== undefined && confirmation.until > now ? confirmation : undefined;
}

/**
 * Why a request may not leave a confirmation on a namespace as it does; undefined where it may. That everybody writes their own name alone is what makes
 * one worth believing, so that it holds whatever the policies say, and for every way to write a namespace.
 */
export function findForgery({ kind, object, oldObject, user }: AdmissionRequest, now: number): string | undefined {
  if (kind.kind !== 'Namespace' || kind.group !== '' || object === null) return undefined;
  const text = readText(object);
  return text === '' || text === readText(oldObject) ? undefined : findConfirmationFault(text, user.name, now);
}

function readText(object: Raw | null): string {
  const metadata = object?.['metadata'];
  const annotations = isRecord(metadata) ? metadata['annotations'] : undefined;
  return isRecord(annotations) ? toText(annotations[BREAK_GLASS.confirmation]) : '';
}

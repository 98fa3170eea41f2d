import type { Exception } from '@breakwater/model';
import { isEnded } from '../exception-rules.ts';
import { ELEMENTS } from '../export/raw-variables.ts';
import type { Obstacle } from '../export/shapes.ts';
import { all, any, type Condition, matchesAny } from './condition.ts';
import { type ScopePlace, toExceptionCondition } from './scope-condition.ts';

/** What exceptions accept: whole objects, and single elements of them. */
export interface Accepted {
  readonly objects: Condition;
  /** Over the variable of the element, as `container`. */
  readonly elements: Condition;
}

/** `now` is RFC 3339 UTC. */
export function readAccepted(exceptions: readonly Exception[], target: string, place: ScopePlace, now: string): Accepted | Obstacle {
  const inForce = exceptions.filter(exception => !isEnded(exception, now) && exception.until === undefined && isOfRequests(exception));
  const ofField = inForce.find(({ scope }) => scope.fields !== undefined);
  if (ofField !== undefined)
    return { reason: `exception ${ofField.id ?? ofField.target} names a field of the object, and a request is refused as a whole` };
  const ofImage =
    target === 'image' ? inForce.find(({ scope }) => scope.containers !== undefined || scope.images !== undefined) : undefined;
  if (ofImage !== undefined)
    return {
      reason: `exception ${ofImage.id ?? ofImage.target} names containers or images, which this policy sees only as a list of references`,
    };
  const read = inForce.map(exception => readException(exception, target, place));
  return {
    objects: any(...read.map(({ element, object }) => element === true && object)),
    elements: any(...read.map(({ element, object }) => element !== true && all(object, element))),
  };
}

/** Files and packages are nothing that a request has: such an exception accepts nothing there. */
function isOfRequests({ scope }: Exception): boolean {
  return scope.files === undefined && scope.packages === undefined;
}

function readException(
  { scope }: Exception,
  target: string,
  place: ScopePlace,
): { readonly object: Condition; readonly element: Condition } {
  const { containers, images } = scope;
  const name = ELEMENTS[target]?.name;
  const hasParts = containers !== undefined || images !== undefined;
  const isContainer = target === 'container' && name !== undefined;
  const element = all(
    containers === undefined || (isContainer && matchesAny(`${name}.?name.orValue("")`, containers)),
    images === undefined || (isContainer && matchesAny(`${name}.?image.orValue("")`, images)),
  );
  return { object: toExceptionCondition(scope, place), element: hasParts ? element : true };
}

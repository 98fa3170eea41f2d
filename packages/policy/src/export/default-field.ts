import { formatExpression, makeNode, mapChildren, type Node, parseTree } from '@breakwater/cel';
import type { Fix, PolicyDefinition } from '@breakwater/model';
import { fold } from './fold.ts';
import { call, ident, toLiteral } from './literal.ts';
import type { Obstacle } from './shapes.ts';

/** A field that a fix sets to a value, where the field was left out. */
export interface DefaultField {
  /** Whether each container has the field, or the pod. */
  readonly of: 'container' | 'pod';
  /** Names below the container, or below the pod's spec. */
  readonly steps: readonly string[];
  readonly value: unknown;
}

const PATH = /^(container|pod)((?:\.[A-Za-z]\w*)+)$/;

/** The one field that a policy's fix sets; anything else a fix does is no default. */
export function readDefaultField({ fix = [], target }: PolicyDefinition): DefaultField | Obstacle {
  const [edit, ...others] = fix;
  if (edit === undefined) return { reason: 'it has no fix' };
  if (others.length > 0 || !('set' in edit)) return { reason: 'its fix takes away what somebody wrote, or changes more than one field' };
  return toField(edit, target);
}

function toField(edit: Extract<Fix, { set: string }>, target: string): DefaultField | Obstacle {
  const [, root, path = ''] = PATH.exec(edit.set) ?? [];
  if (root === undefined || (root === 'container' && target !== 'container'))
    return { reason: `its fix sets ${edit.set}, which is no field of a pod or container` };
  if (holdsList(edit.value)) return { reason: 'its fix sets a list, which an apply configuration cannot' };
  return { of: root === 'pod' ? 'pod' : 'container', steps: path.slice(1).split('.'), value: edit.value };
}

/** The API server refuses atomic lists in apply configurations: what they replace would be lost. */
function holdsList(value: unknown): boolean {
  return Array.isArray(value) || (typeof value === 'object' && value !== null && Object.values(value).some(holdsList));
}

/** `Object.spec.securityContext{seccompProfile: …}`: the apply configuration that sets the field below an object type. */
export function toConfiguration(type: string, steps: readonly string[], value: unknown): Node {
  const [step, ...rest] = steps;
  if (step !== undefined)
    return makeNode({ kind: 'struct', typeName: type, fields: [{ name: step, value: toConfiguration(`${type}.${step}`, rest, value) }] });
  if (typeof value !== 'object' || value === null) return toLiteral(value);
  const fields = Object.entries(value).map(([name, inner]) => ({ name, value: toConfiguration(`${type}.${name}`, [], inner) }));
  return makeNode({ kind: 'struct', typeName: type, fields });
}

/** The field as expressions read it: `container.?securityContext.?privileged`. */
function toReading(root: string, steps: readonly string[]): string {
  return `${root}${steps.map(step => `.?${step}`).join('')}`;
}

/** Whether nobody wrote the field. */
export function toUnset(root: string, steps: readonly string[]): Node {
  return parseTree(`!${toReading(root, steps)}.hasValue()`);
}

/** An expression about an object whose field has a value, computed as far as that goes. */
export function assumeSet(node: Node, root: string, steps: readonly string[], value: unknown): Node {
  const reading = toReading(root, steps);
  const test = `has(${toReading(root, steps.slice(0, -1))}.orValue({}).${steps.at(-1)})`;
  const some = call('of', ident('optional'), toLiteral(value));
  const assume = (inner: Node): Node => {
    if (inner.kind === 'select') {
      const text = formatExpression(inner);
      if (text === reading) return some;
      if (text === test) return toLiteral(true);
    }
    return fold(mapChildren(inner, assume));
  };
  return assume(node);
}

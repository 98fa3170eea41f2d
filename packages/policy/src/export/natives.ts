import { compile, createEnvironment, type Node, parseTree, parseType } from '@breakwater/cel';
import { type Fact, facts } from '@breakwater/inventory';

/** A fact that can be read from raw objects. */
export interface Native {
  readonly tree: Node;
  /** Whether the form is an optional: the fact may be "not set". */
  readonly optional: boolean;
}

/** The variable by which native forms call the raw value of a subject. */
const ROOTS: Readonly<Record<string, string>> = {
  Container: 'container',
  Pod: 'pod',
  Storage: 'volume',
  Mount: 'mount',
  Image: 'image',
  ServicePort: 'port',
  Subject: 'subject',
  Namespace: 'ns',
  Request: 'request',
};

export function readRoot(subject: string): string {
  return ROOTS[subject] ?? 'object';
}

const byName = new Map(facts.map(fact => [`${fact.subject}.${fact.name}`, fact]));
const groups = new Set(
  facts.flatMap(({ subject, name }) => {
    const steps = name.split('.');
    return steps.slice(1).map((_, index) => `${subject}.${steps.slice(0, index + 1).join('.')}`);
  }),
);
const subjects = new Set(facts.map(fact => fact.subject));

export const isSubject = (type: string): boolean => subjects.has(type);
/** Whether a name is the beginning of dotted fact names, as `security`. */
export const isFactGroup = (subject: string, name: string): boolean => groups.has(`${subject}.${name}`);
export const findFact = (subject: string, name: string): Fact | undefined => byName.get(`${subject}.${name}`);

const environment = createEnvironment({
  variables: Object.fromEntries(['object', 'oldObject', ...Object.values(ROOTS)].map(name => [name, parseType('dyn')])),
});
const known = new Map<string, Native>();

/** The native form of a fact, parsed once. */
export function readNative(fact: Fact): Native | undefined {
  if (fact.native === undefined) return undefined;
  const key = `${fact.subject}.${fact.name}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const native = { tree: parseTree(fact.native), optional: compile(environment, fact.native).type.kind === 'optional' };
  known.set(key, native);
  return native;
}

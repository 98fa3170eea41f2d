import { findAll, findText } from './query.ts';
import type { XmlElement } from './read-elements.ts';

/** What OVAL documents are made of; a test of a package names an object (its name) and a state (its version). */
export const OVAL_ELEMENTS: ReadonlySet<string> = new Set(['definition', 'rpminfo_test', 'rpminfo_object', 'rpminfo_state']);

/** One definition, with its tests of packages resolved. */
export interface OvalDefinition {
  readonly id: string;
  readonly title: string;
  readonly severity: string | undefined;
  /** As the source writes it; most write a date first. */
  readonly issued: string;
  readonly platforms: readonly string[];
  readonly references: readonly { readonly id: string; readonly url: string }[];
  readonly packages: readonly OvalPackage[];
}

export interface OvalPackage {
  readonly name: string;
  readonly evr: string;
  /** `less than`, `less than or equal`, `greater than`, `equals`. */
  readonly operation: string;
}

interface PendingDefinition extends Omit<OvalDefinition, 'packages'> {
  readonly tests: readonly string[];
}

const MAX_ENTRIES = 4_000_000;
const MAX_TESTS = 20_000;
const MAX_LISTED = 2000;

/**
 * The definitions of a document. Tests stand behind them, and what tests refer to behind those, so that a document is known only at its end: one
 * that breaks off says nothing. https://oval.mitre.org/language/version5.11/
 */
export async function* joinOval(elements: AsyncIterable<XmlElement>): AsyncIterable<OvalDefinition> {
  const definitions: PendingDefinition[] = [];
  const tests = new Map<string, readonly [object: string, states: readonly string[]]>();
  const objects = new Map<string, string>();
  const states = new Map<string, Omit<OvalPackage, 'name'>>();
  let entries = 0;
  for await (const element of elements) {
    const { id = '' } = element.attributes;
    if (element.name === 'definition') definitions.push(readDefinition(element, id));
    else if (element.name === 'rpminfo_test') tests.set(id, readTest(element));
    else if (element.name === 'rpminfo_object') objects.set(id, findText(element, 'name') ?? '');
    else addState(element, id, states);
    entries += 1;
    if (entries > MAX_ENTRIES) throw new RangeError('it has more than 4,000,000 definitions, tests and states');
  }
  for (const { tests: named, ...definition } of definitions) {
    const packages = named.flatMap(test => {
      const [object = '', wanted = []] = tests.get(test) ?? [];
      const name = objects.get(object) ?? '';
      return wanted.flatMap(state => (states.has(state) ? { name, ...(states.get(state) as Omit<OvalPackage, 'name'>) } : []));
    });
    yield { ...definition, packages: packages.filter(({ name }) => name !== '') };
  }
}

function readDefinition(element: XmlElement, id: string): PendingDefinition {
  const [metadata] = findAll(element, 'metadata');
  const tests = listCriteria(element);
  if (metadata === undefined) return { id, title: '', severity: undefined, issued: '', platforms: [], references: [], tests };
  const issued = findAll(metadata, 'advisory', 'issued')[0]?.attributes['date'] ?? findText(metadata, 'advisory_date') ?? '';
  return {
    id,
    title: findText(metadata, 'title') ?? '',
    severity: findText(metadata, 'advisory', 'severity') ?? findText(metadata, 'severity'),
    issued,
    platforms: limit(findAll(metadata, 'affected', 'platform'), 'platforms').map(({ text }) => text),
    references: limit(findAll(metadata, 'reference'), 'references').map(({ attributes }) => ({
      id: attributes['ref_id'] ?? '',
      url: attributes['ref_url'] ?? '',
    })),
    tests,
  };
}

/** What every test is combined with must stay few. */
function limit(elements: readonly XmlElement[], what: string): readonly XmlElement[] {
  if (elements.length > MAX_LISTED) throw new RangeError(`a definition of it has ${elements.length} ${what}`);
  return elements;
}

/** Tests at any depth; one that asks for no version of a package is dropped when it is resolved. Elements are no deeper than their reader allows. */
function listCriteria(element: XmlElement): readonly string[] {
  const found: string[] = [];
  const pending = [element];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const child of next.children) {
      if (child.name === 'criteria') pending.push(child);
      if (child.name === 'criterion') found.push(child.attributes['test_ref'] ?? '');
    }
    if (found.length > MAX_TESTS) throw new RangeError(`a definition of it has more than ${MAX_TESTS} tests`);
  }
  return found;
}

function readTest(element: XmlElement): readonly [object: string, states: readonly string[]] {
  const [object] = findAll(element, 'object');
  return [object?.attributes['object_ref'] ?? '', findAll(element, 'state').map(({ attributes }) => attributes['state_ref'] ?? '')];
}

function addState(element: XmlElement, id: string, states: Map<string, Omit<OvalPackage, 'name'>>): void {
  const [evr] = findAll(element, 'evr');
  if (evr !== undefined && evr.text !== '') states.set(id, { evr: evr.text, operation: evr.attributes['operation'] ?? 'equals' });
}

import type { XmlElement } from './read-elements.ts';

/** Every element of that name below, at the end of a path of names. */
export function findAll(element: XmlElement, ...path: readonly string[]): readonly XmlElement[] {
  return path.reduce<readonly XmlElement[]>(
    (found, name) => found.flatMap(({ children }) => children.filter(child => child.name === name)),
    [element],
  );
}

/** The text at the end of a path; undefined where there is none. */
export function findText(element: XmlElement, ...path: readonly string[]): string | undefined {
  return findAll(element, ...path)[0]?.text || undefined;
}

/** @throws TypeError where a record is no element of that name */
export function toElement(record: unknown, name: string): XmlElement {
  const element = record as Partial<XmlElement> | null | undefined;
  if (typeof element !== 'object' || element === null || element.name !== name || !Array.isArray(element.children))
    throw new TypeError(`it is no element '${name}'`);
  return element as XmlElement;
}

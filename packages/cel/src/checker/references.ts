import { listChildren, type Node } from '../ast.ts';
import type { Annotations } from './annotations.ts';

/** The variables read and the fields followed from them without an index or a macro in between: `container.security.privileged`. */
export function collectReferences(root: Node, annotations: Annotations): string[] {
  const found = new Set<string>();
  const visit = (node: Node): void => {
    const path = spellReference(node, annotations);
    if (path !== undefined) {
      found.add(path);
      return;
    }
    for (const child of listChildren(node)) visit(child);
  };
  visit(root);
  return [...found].sort();
}

function spellReference(node: Node, annotations: Annotations): string | undefined {
  if (node.kind !== 'ident' && node.kind !== 'select') return undefined;
  const resolution = annotations.resolutions.get(node.id);
  if (resolution !== undefined) return resolution.kind === 'global' ? resolution.name : undefined;
  if (node.kind === 'ident') return undefined;
  const operand = spellReference(node.operand, annotations);
  return operand === undefined ? undefined : `${operand}.${node.field}`;
}

import { CelError, type CelType, compile, type Environment, formatType, makeNode, type Node, parseType } from '@breakwater/cel';
import { createTargetEnvironment, type Target } from '@breakwater/inventory';
import type { PolicyDefinition } from '@breakwater/model';
import { call, ident, toLiteral } from './literal.ts';
import type { Rewriter } from './rewriter.ts';

const HOLE = /\{\{(.*?)\}\}/gs;

/**
 * The text of a finding as an expression of static type string, or undefined when a fact in it has no native form or a value no text.
 * Writes what `render` of the policy's template writes.
 */
export function toMessageTree(definition: PolicyDefinition, target: Target, rewriter: Rewriter): Node | undefined {
  const environment = createTypes(definition, target);
  const parts: Node[] = [];
  let end = 0;
  for (const match of definition.message.matchAll(HOLE)) {
    if (match.index > end) parts.push(toLiteral(definition.message.slice(end, match.index)));
    const part = toText((match[1] ?? '').trim(), environment, rewriter);
    if (part === undefined) return undefined;
    parts.push(part);
    end = match.index + match[0].length;
  }
  if (end < definition.message.length) parts.push(toLiteral(definition.message.slice(end)));
  const [first, ...rest] = parts;
  return first === undefined || rewriter.obstacles.size > 0
    ? undefined
    : rest.reduce((sum, part) => call('_+_', undefined, sum, part), first);
}

function toText(hole: string, environment: Environment, rewriter: Rewriter): Node | undefined {
  const type = readType(environment, hole);
  const { node } = rewriter.rewrite(hole);
  if (node.kind === 'literal') return toLiteral(String(node.value));
  switch (type.kind) {
    case 'string':
    case 'int':
    case 'bool':
    case 'double':
    case 'dyn':
      return call('string', undefined, node);
    case 'list':
      return joinList(node, formatType(type));
    default:
      return undefined;
  }
}

function joinList(node: Node, type: string): Node | undefined {
  if (type === 'list(string)') return call('join', node, toLiteral(', '));
  if (!/^list\((?:int|bool|double|dyn)\)$/.test(type)) return undefined;
  const body = call('string', undefined, ident('x'));
  return call(
    'join',
    makeNode({ kind: 'comprehension', macro: 'map', range: node, variables: ['x'], filter: undefined, body }),
    toLiteral(', '),
  );
}

function readType(environment: Environment, text: string): CelType {
  try {
    return compile(environment, text).type;
  } catch (cause) {
    if (cause instanceof CelError) return parseType('null');
    throw cause;
  }
}

/** The environment that the policy's own message is typed in. */
function createTypes({ params = {}, variables = [] }: PolicyDefinition, target: Target): Environment {
  const paramTypes = Object.fromEntries(Object.entries(params).map(([name, param]) => [name, parseType(param.type)]));
  const types: Record<string, CelType> = {};
  for (const { name, expression } of variables) {
    types[name] = readType(createTargetEnvironment(target, paramTypes, types), expression);
  }
  return createTargetEnvironment(target, paramTypes, types);
}

import { type FunctionDeclaration, fail, parseType } from '@breakwater/cel';
import { containsRange, parseIpRange } from './ip-range.ts';
import { orderImageVersions } from './joins/ingress-nginx.ts';
import { listEgressTo } from './joins/network-rules.ts';
import type { InventoryObject } from './model/object.ts';
import { formatSteps, grants, type Rule } from './model/rule.ts';
import { readSubject } from './view.ts';
import { splitWords } from './words.ts';

/** Functions that policies may call beside CEL's own; each is exact where text in CEL would be long and easy to get wrong. */
export interface FactFunction extends FunctionDeclaration {
  readonly doc: string;
  readonly example: string;
}

const strings = parseType('list(string)');

export const factFunctions: readonly FactFunction[] = [
  {
    name: 'grants',
    receiver: true,
    params: [parseType('list(Rule)'), strings, parseType('string'), strings],
    result: parseType('bool'),
    doc: 'Whether one of the rules grants one of the verbs on one of the resources of the API group, as the RBAC authorizer reads it (`*` covers all, `*/exec` that sub-resource of all, `pods/*` nothing)',
    example: "binding.permissions.grants(['create', 'get'], '', ['pods/exec'])",
    call: (rules, verbs, group, resources) =>
      (rules as readonly unknown[]).some(rule =>
        grants(readSubject<Rule>(rule), verbs as readonly string[], group as string, resources as readonly string[]),
      ),
  },
  {
    name: 'grants',
    receiver: true,
    params: [parseType('Rule'), strings, parseType('string'), strings],
    result: parseType('bool'),
    doc: 'The same for one rule',
    example: "rule.grants(['get'], '', ['secrets'])",
    call: (rule, verbs, group, resources) =>
      grants(readSubject<Rule>(rule), verbs as readonly string[], group as string, resources as readonly string[]),
  },
  {
    name: 'words',
    receiver: true,
    params: [parseType('string')],
    result: strings,
    doc: 'Lower-case words of an identifier, split at `_`, `-`, `.`, other punctuation and changes of case',
    example: "'dbPassword_FILE'.words() == ['db', 'password', 'file']",
    call: text => splitWords(text as string),
  },
  {
    name: 'within',
    receiver: true,
    params: [parseType('string'), strings],
    result: parseType('bool'),
    doc: 'Whether an IP address or CIDR range lies wholly inside one of the ranges; false for text that is neither',
    example: "'169.254.1.1'.within(['127.0.0.0/8', '169.254.0.0/16'])",
    call: (text, ranges) => isWithin(text as string, ranges as readonly string[]),
  },
  {
    name: 'egressTo',
    receiver: true,
    params: [parseType('Network'), strings, parseType('string'), parseType('list(int)')],
    result: strings,
    doc: 'Paths of the egress rules that let traffic of the protocol out to some address of the ranges, on one of the ports; selectors take no nodes',
    example: "network.egressTo(['10.0.0.0/24'], 'TCP', [10250])",
    call: (policy, ranges, protocol, ports) =>
      listEgressTo(
        readSubject<InventoryObject>(policy),
        ranges as readonly string[],
        protocol as string,
        (ports as readonly (number | bigint)[]).map(Number),
      ).map(formatSteps),
  },
  {
    name: 'compareImageVersions',
    receiver: false,
    params: [parseType('string'), parseType('string')],
    result: parseType('int'),
    doc: 'Order of two image tags as versions: -1, 0 or 1; an error for tags that are no versions',
    example: "compareImageVersions(image.version, '1.11.5') < 0",
    call: (a, b) => orderImageVersions(a as string, b as string) ?? fail(`'${a}' or '${b}' is no version`),
  },
];

function isWithin(text: string, ranges: readonly string[]): boolean {
  const inner = parseIpRange(text);
  return (
    inner !== undefined &&
    ranges.some(range => {
      const outer = parseIpRange(range);
      return outer !== undefined && containsRange(outer, inner);
    })
  );
}

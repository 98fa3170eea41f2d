import { type FunctionDeclaration, parseType } from '@breakwater/cel';
import { grants, type Rule } from './model/rule.ts';
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
];

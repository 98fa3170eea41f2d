import { defineFacts } from '../fact.ts';
import { formatSteps, type Rule } from '../model/rule.ts';

const SHOWN = 10;

function join(words: readonly string[]): string {
  return words.length > SHOWN ? `${words.slice(0, SHOWN).join(', ')} +${words.length - SHOWN}` : words.join(', ');
}

/** `rules[0]: get, list on secrets named a, b`; groups other than core in brackets. */
function describe(rule: Rule): string {
  const groups = rule.apiGroups.filter(group => group !== '');
  const targets = [...rule.resources, ...rule.nonResourceURLs];
  const place = rule.path.length === 0 ? '' : `${formatSteps(rule.path)}: `;
  const scope = groups.length === 0 ? '' : ` (${join(groups)})`;
  const names = rule.resourceNames.length === 0 ? '' : ` named ${join(rule.resourceNames)}`;
  return `${place}${join(rule.verbs)} on ${join(targets)}${scope}${names}`;
}

export const facts = defineFacts<Rule>('Rule', {
  text: {
    type: 'string',
    doc: 'The rule for reading, with its place in the role, as `rules[0]: get, list on secrets named db`',
    source: 'rules[]',
    get: describe,
  },
});

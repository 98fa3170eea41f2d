import { describe, expect, it } from 'vitest';
import { readAsked, readInput, suggest } from './suggest.ts';

const fields = {
  name: { type: 'text', doc: 'Name', sortable: true },
  namespace: { type: 'text', doc: 'Namespace' },
  severity: { type: 'severity', doc: 'Severity' },
  state: { type: 'choice', doc: 'State', choices: ['open', 'resolved'] },
  exposed: { type: 'boolean', doc: 'Exposed' },
  label: { type: 'text', doc: 'Labels' },
  risk: { type: 'number', doc: 'Risk', filterable: false, sortable: true },
} as const;

const texts = (input: string, known = {}) => suggest(input, fields, known).map(({ text, isComplete }) => `${text}${isComplete ? '.' : ''}`);

describe('suggest', () => {
  it.each([
    ['', ['name', 'namespace', 'severity', 'state', 'exposed=', 'label.']],
    ['se', ['severity', 'exposed=']],
    ['name', ['name=', 'name!=', 'name~', 'name!~', 'namespace']],
    ['severity>=', ['severity>=critical.', 'severity>=high.', 'severity>=medium.', 'severity>=low.', 'severity>=info.']],
    ['severity>=H', ['severity>=high.']],
    ['state=open|', ['state=open|open.', 'state=open|resolved.']],
    ['exposed=t', ['exposed=true.']],
    ['label.team', ['label.team=', 'label.team!=', 'label.team~', 'label.team!~']],
    ['risk', []],
    ['nothing=', []],
  ])('%s', (input, expected) => {
    expect(texts(input)).toEqual(expected);
  });

  it('offers values that occur', () => {
    expect(texts('namespace=s', { namespace: ['shop', 'kube-system', 'data'] })).toEqual(['namespace=shop.', 'namespace=kube-system.']);
  });
});

describe('readAsked', () => {
  it.each([
    ['name', undefined],
    ['name=', { field: 'name', text: '' }],
    ['namespace~sho', { field: 'namespace', text: 'sho' }],
    ['namespace=shop|da', { field: 'namespace', text: 'da' }],
    ['severity=h', undefined],
    ['label.team=x', undefined],
    ['toString=x', undefined],
  ])('%s', (input, expected) => {
    expect(readAsked(input, fields)).toEqual(expected);
  });
});

describe('readInput', () => {
  it.each([
    ['  ', undefined],
    ['web', { condition: { field: 'name', operator: '~', values: ['web'] } }],
    ['severity>=high', { condition: { field: 'severity', operator: '>=', values: ['high'] } }],
    ['state=open|resolved', { condition: { field: 'state', operator: '=', values: ['open', 'resolved'] } }],
    ['label.team=x', { condition: { field: 'label.team', operator: '=', values: ['x'] } }],
    ['severity=hgh', { problem: "'hgh' is no value of 'severity': it takes info, low, medium, high, critical; did you mean 'high'?" }],
    ['sevrity=high', { problem: "there is no field 'sevrity'; did you mean 'severity'?" }],
  ])('%s', (input, expected) => {
    expect(readInput(input, fields, 'name')).toEqual(expected);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ListFields, OPERATORS_OF } from './fields.ts';
import { type Condition, formatFilter, parseFilter } from './filter.ts';

const FIELDS = {
  name: { type: 'text', doc: 'x', sortable: true },
  severity: { type: 'severity', doc: 'x' },
  risk: { type: 'number', doc: 'x' },
  openedAt: { type: 'time', doc: 'x' },
  ready: { type: 'boolean', doc: 'x' },
  state: { type: 'choice', doc: 'x', choices: ['open', 'resolved'] },
  label: { type: 'text', doc: 'x' },
  order: { type: 'number', doc: 'x', sortable: true, filterable: false },
} as const satisfies ListFields;

const is = (field: string, operator: Condition['operator'], ...values: string[]): Condition => ({ field, operator, values });

describe('conditions', () => {
  test.each<[string, Condition[]]>([
    ['', []],
    ['severity>=high,name=a|b,label.team=x', [is('severity', '>=', 'high'), is('name', '=', 'a', 'b'), is('label.team', '=', 'x')]],
    ['name!=a', [is('name', '!=', 'a')]],
    ['name!~a', [is('name', '!~', 'a')]],
    ['name~a b', [is('name', '~', 'a b')]],
    ['name=', [is('name', '=', '')]],
    ['name="a,b"|"c""d|e"', [is('name', '=', 'a,b', 'c"d|e')]],
    ['label.app.kubernetes.io/name=web', [is('label.app.kubernetes.io/name', '=', 'web')]],
    ['name=a=b>c', [is('name', '=', 'a=b>c')]],
    ['risk>-1.5', [is('risk', '>', '-1.5')]],
    [
      'openedAt>=2026-11-25,openedAt<2026-11-26T10:00:00Z',
      [is('openedAt', '>=', '2026-11-25'), is('openedAt', '<', '2026-11-26T10:00:00Z')],
    ],
    ['ready=true,state=open|resolved', [is('ready', '=', 'true'), is('state', '=', 'open', 'resolved')]],
    ['name=日本語', [is('name', '=', '日本語')]],
  ])('%s', (text, conditions) => {
    expect(parseFilter(text, FIELDS)).toStrictEqual({ conditions });
  });
});

describe('what is refused', () => {
  test.each([
    ['nam=a', "there is no field 'nam'; did you mean 'name'?"],
    ['constructor=a', "there is no field 'constructor'; there are name, severity, risk, openedAt, ready, state, label.KEY"],
    ['label=a', "there is no field 'label'; there are name, severity, risk, openedAt, ready, state, label.KEY"],
    ['order=1', "there is no field 'order'; there are name, severity, risk, openedAt, ready, state, label.KEY"],
    ['name', "'name': a condition is a field, an operator (!= >= <= !~ = > < ~) and a value"],
    ['=a', "'a': a condition is a field, an operator (!= >= <= !~ = > < ~) and a value"],
    ['name>a', "'name' is compared with = != ~ !~, not with >"],
    ['risk>1|2', "'risk>' takes one value"],
    ['risk=x', "'x' is no value of 'risk': it takes a number"],
    ['severity>=hihg', "'hihg' is no value of 'severity': it takes info, low, medium, high, critical; did you mean 'high'?"],
    ['state=opn', "'opn' is no value of 'state': it takes open, resolved; did you mean 'open'?"],
    ['openedAt>2026-13-01', "'2026-13-01' is no value of 'openedAt': it takes a time such as 2026-11-25 or 2026-11-25T10:00:00Z"],
    ['ready=yes', "'yes' is no value of 'ready': it takes true or false"],
    ['name="a', "the value of 'name' has an open quote"],
    ['name="a"b', "the value of 'name' has an open quote"],
    ['name=a,', undefined],
    [`name=${'a'.repeat(4000)}`, 'a filter has at most 4000 characters'],
  ])('%s', (text, problem) => {
    expect(parseFilter(text, FIELDS)).toStrictEqual(problem === undefined ? { conditions: [is('name', '=', 'a')] } : { problem });
  });
});

const values = {
  text: fc.string(),
  number: fc.integer().map(String),
  time: fc.constant('2026-11-25'),
  boolean: fc.constant('true'),
  severity: fc.constant('high'),
  choice: fc.constant('open'),
};
const condition = fc.constantFrom('name', 'risk', 'openedAt', 'ready', 'severity', 'state', 'label.a/b-c').chain(field => {
  const { type } = FIELDS[(field.startsWith('label') ? 'label' : field) as keyof typeof FIELDS];
  return fc
    .constantFrom(...OPERATORS_OF[type])
    .chain(operator =>
      fc.array(values[type], { minLength: 1, maxLength: /[<>]/.test(operator) ? 1 : 3 }).map(list => ({ field, operator, values: list })),
    );
});

test('what is written is read as the same', () => {
  fc.assert(
    fc.property(fc.array(condition, { maxLength: 5 }), conditions => {
      expect(parseFilter(formatFilter(conditions), FIELDS)).toStrictEqual({ conditions });
    }),
  );
});

test('any text is read or refused in linear time', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '=', ',', '|', '"', '~', '!', '.', ' '), maxLength: 200 }), text => {
      expect(Object.keys(parseFilter(text, FIELDS)).length).toBe(1);
    }),
  );
});

import { describe, expect, test } from 'vitest';
import { parseCalicoSelector } from './calico-selector.ts';

const LABELS = { app: 'web', 'example.com/tier': 'front-end', empty: '' };

describe('a selector over app=web, example.com/tier=front-end and an empty label', () => {
  test.each<[string, boolean]>([
    ['', true],
    ['all()', true],
    ['global()', false],
    ["app == 'web'", true],
    ['app=="web"', true],
    ["app == 'api'", false],
    ["app != 'api'", true],
    ["absent != 'x'", true],
    ["absent == ''", false],
    ["empty == ''", true],
    ['has(app)', true],
    ['has(absent)', false],
    ['!has(absent)', true],
    ['!!has(app)', true],
    ["app in {'api', 'web'}", true],
    ["app in { 'api' }", false],
    ['app in {}', false],
    ["app not in {'api'}", true],
    ["absent not in {'x'}", true],
    ["example.com/tier contains 'nt-e'", true],
    ["example.com/tier starts with 'front'", true],
    ["example.com/tier ends with 'front'", false],
    ["absent contains 'x'", false],
    ["app == 'api' || has(app) && has(empty)", true],
    ["(app == 'api' || has(app)) && has(absent)", false],
    ["!(app == 'api') && has(empty)", true],
    ["__proto__ == 'x'", false],
  ])('%s', (text, matches) => expect(parseCalicoSelector(text)(LABELS)).toBe(matches));
});

test.each([
  'app',
  'app ==',
  'app == web',
  "app = 'web'",
  "app == 'web",
  "app == 'web' &&",
  "app == 'web' has(x)",
  '(has(app)',
  'has(app',
  'all(',
  "app in {'a'",
  "app in {'a',}",
  "app starts 'a'",
  '&&',
  '§',
  `${'('.repeat(40)}all()${')'.repeat(40)}`,
  `app == '${'x'.repeat(5000)}'`,
])('not understood: %s', text => expect(parseCalicoSelector(text)(LABELS)).toBeUndefined());

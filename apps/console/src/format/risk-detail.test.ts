import { expect, it } from 'vitest';
import type { Translate } from '../texts/i18n.ts';
import { names } from '../texts/ja-names.ts';
import { explainRisk } from './risk-detail.ts';

type Tree = { readonly [key: string]: string | Tree };

/** The Japanese texts without the library around them. */
const t: Translate = (key, values = {}) => {
  const text = key.split('.').reduce<string | Tree>((tree, name) => (tree as Tree)[name] ?? key, names as Tree) as string;
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
};

it.each([
  [
    'exposure',
    'reachable from outside the cluster: Service web: LoadBalancer 80/TCP',
    'クラスター外から到達可能: Service web: LoadBalancer 80/TCP',
  ],
  ['exposure', 'reachable in the cluster', 'クラスター内から到達可能'],
  ['exposure', 'something new', 'something new'],
  ['violations', '6 high', '高 6 件'],
  ['violations', '2 medium, accepted', '中 2 件 (受容済み)'],
  ['permissions', 'secrets-read in every namespace', 'すべての名前空間で Secret の読み取り'],
  ['permissions', 'pod-exec in its namespace', '自身の名前空間で Pod 内でのコマンド実行'],
  ['privileges', 'hostPath-write', 'ノードのパスへの書き込み'],
  ['privileges', 'capability NET_ADMIN', 'capability NET_ADMIN'],
  ['secrets', 'a, b, c and 2 more', 'a, b, c ほか 2 件'],
])('%s %s', (factor, detail, expected) => {
  expect(explainRisk(factor, detail, t)).toBe(expected);
});

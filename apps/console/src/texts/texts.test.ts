import { readFileSync } from 'node:fs';
import { resources } from '@breakwater/api';
import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { ja } from './ja.ts';

type Tree = { readonly [key: string]: string | Tree };

function listTexts(tree: Tree, path = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${path}${name}`, value] as [string, string]] : listTexts(value, `${path}${name}.`),
  );
}

const english = new Map(listTexts(en));
const japanese = new Map(listTexts(ja as Tree));
/** Names that stay as they are in every language. */
const SAME = /^(?:API|CEL|ID|OS|Pod|Pod Security|Service|URL|VEX|YAML|Kubernetes|Amazon EKS|Google GKE|Azure AKS|OpenShift)$/;

describe('the texts', () => {
  it('have the same keys in both languages; Japanese has no singular', () => {
    expect([...japanese.keys()]).toEqual([...english.keys()].filter(key => !key.endsWith('_one')));
  });

  it('name the same values', () => {
    const names = (text = '') => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
    for (const [key, text] of japanese) expect({ key, names: names(text) }).toEqual({ key, names: names(english.get(key)) });
  });

  it('are Japanese where they can be', () => {
    const foreign = [...japanese].filter(
      ([, text]) => !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text) && !SAME.test(text),
    );
    expect(foreign).toEqual([]);
  });

  it('say what every field of the list grammar means', () => {
    const fields = resources.flatMap(({ endpoints }) => Object.values(endpoints).flatMap(({ list = {} }) => Object.keys(list)));
    expect([...new Set(fields)].filter(field => !english.has(`fields.${field}`)).sort()).toEqual([]);
  });

  it('have words for the categories and controls of the catalogue', () => {
    const read = (name: string) => JSON.parse(readFileSync(new URL(`../../../../content/${name}.generated.json`, import.meta.url), 'utf8'));
    const categories = (read('policies') as { categories: string[] }[]).flatMap(policy => policy.categories);
    const standards = read('standards') as { id: string; controls: { group?: string }[] }[];
    const groups = standards.filter(({ id }) => id === 'lifecycle').flatMap(({ controls }) => controls.map(({ group = '' }) => group));
    expect([...new Set(categories)].filter(name => !english.has(`category.${name}`))).toEqual([]);
    expect([...new Set(groups)].filter(name => !english.has(`controlGroup.${name}`))).toEqual([]);
  });
});

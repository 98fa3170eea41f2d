import { expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { readExceptions } from './read-exceptions.ts';

const ONE = { target: 'host-network', scope: {}, reason: 'it is a proxy' };

/** Ids and targets that a file with this text is understood as, or the refusal; places without their folder. */
async function read(file: string, text: string): Promise<readonly string[]> {
  using folder = createFolder({ [file]: text });
  const hide = (told: string) => told.replaceAll(`${folder.path}/`, '');
  try {
    const exceptions = await readExceptions(file === 'breakwater.yaml' ? [] : [folder.at(file)], folder.path);
    return exceptions.map(({ id = '', target }) => hide(`${id} ${target}`));
  } catch (cause) {
    return [hide((cause as Error).message)];
  }
}

test.each<[string, string, string, readonly string[]]>([
  ['one exception', 'a.yaml', JSON.stringify(ONE), ['a.yaml:1 host-network']],
  ['one with an id', 'a.yaml', JSON.stringify({ id: 'x', ...ONE }), ['x host-network']],
  ['a list', 'a.yaml', `- ${JSON.stringify(ONE)}\n- ${JSON.stringify(ONE)}`, ['a.yaml:1 host-network', 'a.yaml:2 host-network']],
  [
    'several documents',
    'a.yaml',
    `${JSON.stringify(ONE)}\n---\n${JSON.stringify(ONE)}`,
    ['a.yaml:1 host-network', 'a.yaml:3 host-network'],
  ],
  ['a project', 'a.yaml', `exceptions:\n- ${JSON.stringify(ONE)}`, ['a.yaml:2 host-network']],
  ['the project of the folder', 'breakwater.yaml', `exceptions:\n- ${JSON.stringify(ONE)}`, ['breakwater.yaml:2 host-network']],
  ['an empty project', 'breakwater.yaml', '', []],
  ['no reason', 'a.yaml', 'target: a\nscope: {}', ["a.yaml:1:1: 'reason' is missing"]],
  [
    'a misspelt key',
    'a.yaml',
    `exceptions:\n- target: a\n  resaon: x\n  scope: {}`,
    ["a.yaml:3:3: 'resaon' is not a known key; did you mean 'reason'?"],
  ],
  [
    'a misspelt key of the project',
    'breakwater.yaml',
    'exception: []',
    ["breakwater.yaml:1:1: 'exception' is not a known key; did you mean 'exceptions'?"],
  ],
  [
    'a misspelt scope',
    'a.yaml',
    'target: a\nreason: x\nscope:\n  file: [x]',
    ["a.yaml:4:3: 'file' is not a known key; did you mean 'files'?"],
  ],
  ['no YAML', 'a.yaml', 'a: [', ['a.yaml:1: document 1 cannot be read: unexpected end of the stream within a flow collection']],
  ['a word', 'a.yaml', 'hello', ['a.yaml:1:1: must be object']],
])('%s', async (_, file, text, expected) => {
  expect(await read(file, text)).toStrictEqual(expected);
});

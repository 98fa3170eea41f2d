import { expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

test('a new policy is right from the start, takes part, and is never written over another', async () => {
  using folder = createFolder();
  const [file, words] = [folder.at('my-policy.yaml'), ['policy', 'new', 'my-policy', '--folder', folder.path]];
  expect(await run(words)).toStrictEqual({
    code: 0,
    out: `wrote ${file}\nNext: change it, then breakwater policy test ${file}\n`,
    err: '',
  });
  expect(await run(['policy', 'test', folder.path])).toMatchObject({ code: 0, out: `ok     ${file}\n1 of 1 policies are right\n` });
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: app, image: "registry.example.com/my-policy:1" }] }';
  const { code, out } = await run(['check', '--policies', folder.path, '--policy', 'my-policy', '--format', 'csv', '-'], pod);
  expect([code, out]).toStrictEqual([1, expect.stringContaining("container 'app' runs 'registry.example.com/my-policy:1'")]);
  expect(await run(words)).toMatchObject({ code: 2, err: expect.stringContaining('This file exists already') });
});

test.each(['MyPolicy', '../escape', 'a b', '-a', ''])("'%s' is no id", async id => {
  expect((await run(['policy', 'new', '--folder', '/nowhere', '--', id])).code).toBe(2);
});

test('a folder that does not exist is refused', async () => {
  expect(await run(['policy', 'new', 'a', '--folder', '/nowhere'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('no such file or folder'),
  });
});

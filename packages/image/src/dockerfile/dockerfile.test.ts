import { describe, expect, test } from 'vitest';
import type { HistoryEntry, ImageConfig } from '../source/config.ts';
import { checkInstructions } from './checks.ts';
import { type Instruction, listInstructions } from './instruction.ts';
import { judgeVariable } from './secret-names.ts';
import { listCommands } from './shell-commands.ts';

function toConfig(lines: readonly string[], user = ''): ImageConfig {
  const history = lines.map((line): HistoryEntry => {
    const emptyLayer = line.startsWith('- ');
    return { created: undefined, createdBy: emptyLayer ? line.slice(2) : line, comment: '', emptyLayer };
  });
  const empty = {
    created: undefined,
    author: undefined,
    os: undefined,
    architecture: undefined,
    variant: undefined,
    stopSignal: undefined,
  };
  return {
    ...empty,
    user,
    env: [],
    entrypoint: [],
    command: [],
    workingDirectory: '',
    ports: [],
    volumes: [],
    labels: {},
    diffIds: [],
    history,
  };
}

const HISTORY = [
  '/bin/sh -c #(nop) ADD file:abc in / ',
  '- /bin/sh -c #(nop)  CMD ["bash"]',
  '|1 TOKEN=a b /bin/sh -c make install',
  'RUN /bin/sh -c apt-get update # buildkit',
  '- EXPOSE map[80/tcp:{} 22/tcp:{}]',
  '- USER app',
  'bazel build ...',
];

test('the instructions of a history, its base apart', () => {
  const base = { name: undefined, digest: undefined, layers: 1, method: 'history' } as const;
  const got = listInstructions(toConfig(HISTORY, '1000'), base);
  expect(got.map(({ keyword, text, number, base: isBase }) => [number, isBase, keyword, text])).toStrictEqual([
    [1, true, 'ADD', 'file:abc /'],
    [2, true, 'CMD', '["bash"]'],
    [3, false, 'RUN', 'make install'],
    [4, false, 'RUN', 'apt-get update'],
    [5, false, 'EXPOSE', '80/tcp 22/tcp'],
    [6, false, 'USER', 'app'],
    [7, false, '', 'bazel build ...'],
    [undefined, false, 'USER', '1000'],
  ]);
  expect(got[2]?.buildArguments).toStrictEqual({ TOKEN: 'a b' });
});

function check(line: string): readonly string[] {
  const instructions = listInstructions(toConfig(line.split('\n')), undefined);
  return checkInstructions(instructions).map(({ check: name, detail }) => (detail === '' ? name : `${name}: ${detail}`));
}

describe('what an instruction does', () => {
  test.each<[string, readonly string[]]>([
    ['- EXPOSE [22/tcp 80/tcp]', ['ssh-port-exposed: 22/tcp']],
    ['- EXPOSE 70000', ['port-out-of-range: 70000']],
    ['ADD app /app # buildkit', ['add-instead-of-copy: app']],
    ['ADD app.tar.gz /app # buildkit', []],
    ['ADD https://x/y /app # buildkit', []],
    ['/bin/sh -c #(nop) ADD file:abc in /', []],
    ['- WORKDIR app', ['workdir-not-absolute: app']],
    ['- WORKDIR /proc/self', ['workdir-of-system: /proc/self']],
    ['- WORKDIR $HOME/app', []],
    ['RUN /bin/sh -c make && sudo make install # buildkit', ['sudo: sudo']],
    ['RUN /bin/sh -c cd /app # buildkit', ['change-of-folder: /app']],
    ['RUN /bin/sh -c cd /app && make # buildkit', []],
    ['COPY a b /app # buildkit', ['copy-target-is-no-folder: /app']],
    ['COPY a b /app/ # buildkit', []],
    ['COPY --chown=1:1 a /app # buildkit', []],
    ['RUN /bin/sh -c yum -y install x # buildkit', ['yum-without-clean: yum']],
    ['RUN /bin/sh -c yum -y install x && yum clean all # buildkit', []],
    ['RUN /bin/sh -c dnf install -y x && dnf clean all && dnf install -y z # buildkit', ['dnf-without-clean: dnf']],
    ['RUN /bin/sh -c microdnf install x # buildkit', ['microdnf-without-clean: microdnf']],
    ['RUN /bin/sh -c zypper in x && zypper clean # buildkit', []],
    ['RUN /bin/sh -c zypper install x # buildkit', ['zypper-without-clean: zypper']],
    ['RUN /bin/sh -c apt-get update # buildkit', ['update-without-install: apt-get']],
    ['RUN /bin/sh -c apk update && apk add --no-cache x # buildkit', []],
    [
      'RUN /bin/sh -c apt-get update && apt-get install x # buildkit',
      ['apt-lists-kept: /var/lib/apt/lists', 'apt-without-yes: install', 'apt-with-recommends: install'],
    ],
    ['RUN /bin/sh -c apt-get -qqy install --no-install-recommends x; rm -rf /var/lib/apt/lists/* # buildkit', []],
    ['RUN /bin/sh -c apt-get dist-upgrade -y && rm -r /var/lib/apt/lists # buildkit', ['distribution-upgrade: dist-upgrade']],
    ['RUN /bin/sh -c apk add x # buildkit', ['apk-with-cache: add']],
    ['RUN /bin/sh -c pip3 install x # buildkit', ['pip-with-cache: install']],
    ['RUN /bin/sh -c curl -fsSL https://x | sh # buildkit', ['download-piped-to-shell: | sh']],
    ['- MAINTAINER me', ['maintainer: me']],
    ['- ENV GITHUB_TOKEN=abc PATH=/bin', ['secret-variable: GITHUB_TOKEN']],
    ['- ENV DB_PASSWORD abc', ['secret-like-variable: DB_PASSWORD']],
    ['- ARG NPM_TOKEN', []],
    ['|1 NPM_TOKEN=abc /bin/sh -c npm ci', ['secret-variable: NPM_TOKEN']],
    ['RUN /bin/sh -c aws configure set aws_secret_access_key x # buildkit', ['secret-in-command: aws configure']],
    ['RUN /bin/sh -c az login -u a -p b # buildkit', ['secret-in-command: az login']],
    ['- HEALTHCHECK a\n- HEALTHCHECK b', ['several-healthchecks']],
    ['RUN /bin/sh -c curl x # buildkit\nRUN /bin/sh -c wget x # buildkit', ['curl-and-wget: curl and wget']],
  ])('%s', (line, expected) => {
    expect(check(line)).toStrictEqual(expected);
  });

  test('what the base does is not remarked on', () => {
    const one: Instruction = { keyword: 'MAINTAINER', text: 'x', number: 1, base: true, buildArguments: {} };
    expect(checkInstructions([one])).toStrictEqual([]);
  });
});

test.each([
  ['AWS_SECRET_ACCESS_KEY', 'x', 'certain'],
  ['VITE_OPENAI_API_KEY', 'x', 'certain'],
  ['db_passwd', 'x', 'likely'],
  ['API_KEY', '', undefined],
  ['API_KEY', '$KEY', undefined],
  ['PUBLIC_KEY', 'x', undefined],
  ['GPG_KEY', 'ABCDEF', undefined],
  ['KEY_PATH', '/etc/key', undefined],
  ['AUTH', '/etc/auth', undefined],
  ['AUTH_URL', 'https://x/', undefined],
  ['MONKEY', 'x', undefined],
])('variable %s=%s: %s', (name, value, expected) => {
  expect(judgeVariable(name, value)).toBe(expected);
});

test('commands of a line for the shell', () => {
  expect(listCommands('set -eux; A=1 make "x && y" \\\n  z && (cd a || true) | tee b')).toStrictEqual([
    ['set', '-eux'],
    ['make', '"x && y"', 'z'],
    ['cd', 'a'],
    ['true'],
    ['tee', 'b'],
  ]);
});

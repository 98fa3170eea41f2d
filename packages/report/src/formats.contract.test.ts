import process from 'node:process';
import { CheckOutput, listSchemaIssues, SEVERITIES, STATES } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { formats } from './formats.generated.ts';
import { buildOutput, buildResult, PLAIN } from './testing/build.ts';

const EXCEPTION = { target: 'test-policy', scope: {}, reason: 'known', expiry: '2030-01-01' };
const PROBLEM = { code: 'invalid-yaml', message: 'cannot be read', source: 'a.yaml', location: { file: 'a.yaml', line: 3, column: 2 } };

/** Every state and severity, with and without what is optional. */
const EVERYTHING = buildOutput(
  STATES.flatMap((state, index) =>
    SEVERITIES.map((severity, line) =>
      buildResult({
        state,
        severity,
        name: `web-${index}`,
        ...(line % 2 === 0
          ? {}
          : { container: 'app', path: 'spec.containers[0]', location: { file: 'a b/ü.yaml', line: line + 1, column: 1 } }),
        ...(state === 'accepted' ? { exception: EXCEPTION } : {}),
        fix: [{ remove: 'container.x' }],
        evidence: [{ source: 'manifest', path: 'spec', value: { a: [1, null] } }],
      }),
    ),
  ),
  [PROBLEM, { code: 'exception-unused', message: 'm', source: 'x' }],
  { unknownKinds: { 'example.com/v1/Widget': 2 } },
);

const BIDI = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';
const CONTROLS = `${Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('')}\u007f${Array.from({ length: 32 }, (_, code) => String.fromCharCode(128 + code)).join('')}`;
/** What a manifest may hold in any text, to write on the reader's screen, into another column, or into a page. */
const HOSTILE = `\u001b[31mred\u001b]8;;http://x\u0007${CONTROLS}${BIDI}\u2028\u2029\ud800 <script>alert(1)</script> "'&]]>|,;\n::error::x\r\n=1+1 \`x\` ${'長'.repeat(300)} ${'w'.repeat(300)}`;
const HOSTILE_OUTPUT = buildOutput(
  [
    buildResult({
      kind: HOSTILE,
      namespace: HOSTILE,
      name: HOSTILE,
      container: HOSTILE,
      message: HOSTILE,
      path: HOSTILE,
      location: { file: HOSTILE, line: 1, column: 1 },
      exception: { target: HOSTILE, scope: {}, reason: HOSTILE },
      evidence: [{ source: HOSTILE, path: HOSTILE, value: HOSTILE }],
    }),
    buildResult({ state: 'review', message: HOSTILE, name: '' }),
  ],
  [
    { code: 'x', message: HOSTILE, source: HOSTILE, location: { file: HOSTILE, line: 1, column: 1 } },
    { code: 'y', message: HOSTILE, source: HOSTILE },
  ],
  { unknownKinds: { [HOSTILE]: 1 } },
);

const BIG = buildOutput(
  Array.from({ length: 20_000 }, (_, index) =>
    buildResult({ name: `web-${index % 2000}`, container: `c${index}`, location: { file: 'a.yaml', line: index + 1, column: 1 } }),
  ),
);
const OUTPUTS = {
  empty: buildOutput([], [], { objects: 0 }),
  clean: buildOutput([buildResult({ state: 'pass' })]),
  everything: EVERYTHING,
  hostile: HOSTILE_OUTPUT,
};
const VARIANTS = (['en', 'ja'] as const).flatMap(language =>
  [false, true].flatMap(verbose =>
    [40, 100].map(width => ({ ...PLAIN, language, verbose, width, policies: width === 40 ? new Map() : PLAIN.policies })),
  ),
);

/** GitHub reads commands line by line: without a finding there is no line. */
const MAY_BE_EMPTY = new Set(['github']);
/** Formats that people read in a terminal or a log. */
const FOR_TERMINALS = new Set(['table', 'github', 'markdown']);

describe.each(formats.map(format => [format.name, format] as const))('%s', (name, { doc, render }) => {
  test('is named in kebab case and documented in one line', () => {
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(doc).toMatch(/^[A-Z].*[^.\s]$/);
  });

  describe.each(Object.entries(OUTPUTS))('%s output', (kind, output) => {
    test('is rendered in every language, width and verbosity, ends with one line end, and changes nothing', () => {
      const before = JSON.stringify(output);
      for (const options of VARIANTS) {
        const text = render(output, options);
        if (text === '')
          expect([MAY_BE_EMPTY.has(name), output.results.some(({ state }) => state === 'fail')]).toStrictEqual([true, false]);
        else expect(text).toMatch(/[^\n]\r?\n$/);
        expect(text.isWellFormed()).toBe(true);
        expect(render(output, options)).toBe(text);
      }
      expect(JSON.stringify(output)).toBe(before);
    });

    test('has escape sequences only in colour', () => {
      for (const options of VARIANTS) {
        const escapes = (color: boolean) => render(output, { ...options, color }).includes('\u001b');
        if (kind !== 'hostile' || FOR_TERMINALS.has(name)) expect(escapes(false)).toBe(false);
        if (name !== 'table') expect(escapes(true)).toBe(escapes(false));
      }
    });
  });

  test('tells of every violation, wherever it stands', () => {
    const text = render(EVERYTHING, { ...PLAIN, verbose: true });
    const failing = EVERYTHING.results.filter(({ state }) => state === 'fail');
    expect(failing.filter(({ target }) => !text.includes(target.name))).toStrictEqual([]);
    expect(text).toContain('it is wrong');
  });

  test('takes 20,000 findings in seconds', () => {
    const start = process.threadCpuUsage();
    const text = render(BIG, PLAIN);
    expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(3000);
    expect(text).toContain('web-1999');
  });
});

describe('formats', () => {
  test('have names of their own', () => {
    const names = formats.map(format => format.name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toStrictEqual([]);
  });

  test.each(['json', 'sarif', 'gitlab', 'openreports'])('%s is JSON', name => {
    const render = findRender(name);
    for (const output of Object.values(OUTPUTS)) expect(() => JSON.parse(render(output, PLAIN))).not.toThrow();
  });

  test('json fits its own schema and loses nothing', () => {
    for (const output of [...Object.values(OUTPUTS), BIG]) {
      const parsed: unknown = JSON.parse(findRender('json')(output, PLAIN));
      expect(listSchemaIssues(CheckOutput, parsed)).toStrictEqual([]);
      expect(parsed).toStrictEqual(JSON.parse(JSON.stringify(output)));
    }
  });

  test('what is written for terminals holds no control characters and turns no text around', () => {
    for (const name of FOR_TERMINALS) {
      const text = findRender(name)(HOSTILE_OUTPUT, { ...PLAIN, verbose: true });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is looked for
      expect([name, text.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g)]).toStrictEqual([
        name,
        null,
      ]);
    }
  });

  test('the only escape sequences of a coloured table are its own', () => {
    const text = findRender('table')(HOSTILE_OUTPUT, { ...PLAIN, color: true, verbose: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are exactly what is looked for
    const rest = text.replace(/\u001b\[\d{1,2}m/g, '');
    expect([rest.includes('\u001b'), text === rest]).toStrictEqual([false, false]);
  });

  test('a line of the table belongs to it, whatever a text holds', () => {
    const lines = findRender('table')(HOSTILE_OUTPUT, PLAIN).trimEnd().split('\n');
    expect(lines.filter(line => /^(?:::error|=1\+1)/.test(line))).toStrictEqual([]);
  });

  test('html and junit hold no markup of others', () => {
    for (const name of ['html', 'junit']) {
      const text = findRender(name)(HOSTILE_OUTPUT, PLAIN);
      expect(text).not.toContain('<script>alert');
      expect(listOpenTags(text)).toStrictEqual([]);
    }
  });

  test('csv has the same number of cells on each line, and no formulas', () => {
    const text = findRender('csv')(HOSTILE_OUTPUT, PLAIN);
    const rows = text.trimEnd().match(/(?:"(?:[^"]|"")*"|[^"\r\n])+/g) ?? [];
    expect(rows.length).toBe(1 + HOSTILE_OUTPUT.results.length);
    expect(findRender('csv')(buildOutput([buildResult({ message: '=1+1', name: '@x' })]), PLAIN)).toContain(",'@x,");
  });

  test('gitlab and sarif tell findings apart', () => {
    const results = [
      buildResult({ path: 'a' }),
      buildResult({ path: 'b' }),
      buildResult({ path: 'a', container: 'c' }),
      buildResult({ name: 'other', path: 'a' }),
    ];
    const entries = JSON.parse(findRender('gitlab')(buildOutput(results), PLAIN)) as readonly { fingerprint: string }[];
    expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(results.length);
  });
});

function findRender(name: string) {
  const format = formats.find(candidate => candidate.name === name);
  if (format === undefined) throw new TypeError(`no format is called ${name}`);
  return format.render;
}

/** Tags that are not closed in their order; void elements and what stands inside style and script left out. */
function listOpenTags(text: string): readonly string[] {
  const open: string[] = [];
  for (const [, slash, tag = '', rest = ''] of text
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .matchAll(/<(\/?)([a-z][\w-]*)((?:"[^"]*"|[^>"])*)>/g)) {
    if (slash === '/') {
      const last = open.pop();
      if (last !== tag) return [`${last} is closed as ${tag}`];
    } else if (!rest.endsWith('/') && !['meta', 'input', 'br', 'link'].includes(tag)) open.push(tag);
  }
  return open;
}

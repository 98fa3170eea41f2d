import { expect, it } from 'vitest';
import { joinOval, OVAL_ELEMENTS } from './oval.ts';
import { readElements, type XmlElement } from './read-elements.ts';

async function* cut(text: string, size = 7): AsyncIterable<string> {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}

async function list(chunks: AsyncIterable<string>): Promise<readonly string[]> {
  const found: string[] = [];
  try {
    for await (const element of readElements(chunks, new Set(['a']))) found.push(toShort(element));
  } catch (cause) {
    found.push(
      String(cause)
        .split('\n')[0]
        ?.replace(/\d+:\d+: /, '') ?? '',
    );
  }
  return found;
}

function toShort({ name, attributes, text, children }: XmlElement): string {
  return `${name}${JSON.stringify(attributes)}${text}[${children.map(toShort).join()}]`;
}

it.each<[title: string, text: string, found: readonly string[]]>([
  ['elements with what is in them', '<r><x:a y:k="1">t<b>u</b></x:a><a/><c/></r>', ['a{"k":"1"}t[b{}u[]]', 'a{}[]']],
  ['sections of any text', '<a><![CDATA[<b>]]></a>', ['a{}<b>[]']],
  ['entities that all know', '<a>&lt;&#65;</a>', ['a{}<A[]']],
  ['one within the other', '<a><a>x</a></a>', ['a{}[a{}x[]]']],
  ['entities of its own', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', ['Error: undefined entity.']],
  ['a break', '<r><a>1</a><a>2', ['a{}1[]', 'Error: unclosed tag: a']],
  ['a tag that nobody opened', '<r><a>1</a></b>', ['a{}1[]', 'Error: unexpected close tag.']],
  ['nothing', '', ['Error: document must contain a root element.']],
  ['JSON', '{"a": 1}', [expect.stringMatching(/^Error: /)]],
  ['depth', '<a>'.repeat(100), ['RangeError: it has elements more than 64 deep']],
])('%s', async (_, text, found) => {
  expect(await list(cut(text))).toEqual(found);
});

it('what stands before a break counts', async () => {
  expect(await list(cut('<r><a>1</a><a>2</a></b>', 1000))).toEqual(['a{}1[]', 'a{}2[]', 'Error: unexpected close tag.']);
});

it.each<[title: string, chunks: () => Generator<string>, found: string]>([
  [
    'elements without end',
    function* () {
      yield '<a>';
      for (;;) yield '<b/>'.repeat(10_000);
    },
    'RangeError: one of its elements has more than 500000 in it',
  ],
  [
    'text without end',
    function* () {
      yield '<a>';
      for (;;) yield 'x'.repeat(1024 * 1024);
    },
    'RangeError: it has more than 16 MiB without a tag',
  ],
  [
    'an attribute without end',
    function* () {
      yield '<a b="';
      for (;;) yield 'x'.repeat(1024 * 1024);
    },
    'RangeError: it has more than 16 MiB without a tag',
  ],
])('%s end', async (_, chunks, found) => {
  const stream = (async function* () {
    yield* chunks();
  })();
  expect(await list(stream)).toEqual([found]);
});

it('OVAL is put together at its end', async () => {
  const text = `<oval_definitions xmlns:l="x"><definitions><definition id="d" class="patch"><metadata><title>
T
</title><affected family="unix"><platform>P 9</platform></affected><reference source="CVE" ref_id="CVE-1" ref_url="https://x"/>
<advisory><severity>LOW</severity><issued date="2026-01-01"/></advisory></metadata>
<criteria operator="AND"><criterion test_ref="t0"/><criteria operator="OR"><criterion test_ref="t1"/><criterion test_ref="t9"/></criteria></criteria>
</definition></definitions>
<tests><l:rpminfo_test id="t0"><l:object object_ref="o0"/><l:state state_ref="s0"/></l:rpminfo_test>
<l:rpminfo_test id="t1"><l:object object_ref="o1"/><l:state state_ref="s1"/></l:rpminfo_test></tests>
<objects><rpminfo_object id="o0"><name>release</name></rpminfo_object><rpminfo_object id="o1"><name>a</name></rpminfo_object></objects>
<states><rpminfo_state id="s0"><version operation="pattern match">^9</version></rpminfo_state>
<rpminfo_state id="s1"><evr datatype="evr_string" operation="less than">0:1-1</evr></rpminfo_state></states></oval_definitions>`;
  const found: unknown[] = [];
  for await (const definition of joinOval(readElements(cut(text, 1000), OVAL_ELEMENTS))) found.push(definition);
  expect(found).toEqual([
    {
      id: 'd',
      title: 'T',
      severity: 'LOW',
      issued: '2026-01-01',
      platforms: ['P 9'],
      references: [{ id: 'CVE-1', url: 'https://x' }],
      packages: [{ name: 'a', evr: '0:1-1', operation: 'less than' }],
    },
  ]);
});

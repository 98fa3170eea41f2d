import { type Graph, toBoxName } from './graph.ts';

const COLORS = { plain: '#4d5258', doubtful: '#b1770b', added: '#3d7317', removed: '#b1380b' } as const;

/** For Graphviz. https://graphviz.org/doc/info/lang.html */
export function renderDot({ boxes, outside, edges }: Graph): string {
  const lines = [
    'digraph network {',
    '  rankdir=LR; compound=true; node [shape=box, style=rounded, fontname="sans-serif"]; edge [fontname="sans-serif", fontsize=10];',
    ...outside.map(name => `  ${quote(name)} [shape=ellipse];`),
    ...boxes.flatMap(({ namespace, nodes }, index) => [
      `  subgraph cluster_${index} {`,
      `    label=${quote(namespace)};`,
      `    ${quote(toBoxName(namespace))} [label="all", shape=plaintext];`,
      ...nodes.map(name => `    ${quote(name)} [label=${quote(name.slice(name.indexOf('/') + 1))}];`),
      '  }',
    ]),
    ...edges.map(({ from, to, label, mark }) => {
      const style = mark === 'removed' || mark === 'doubtful' ? ', style=dashed' : '';
      return `  ${quote(from)} -> ${quote(to)} [label=${quote(label)}, color="${COLORS[mark]}"${style}];`;
    }),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is replaced
const CONTROLS = /[\u0000-\u001f\u007f]/g;

/** Control characters would end the line, and a backslash begins an escape. */
function quote(text: string): string {
  const clean = text.replace(CONTROLS, ' ').replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return `"${clean}"`;
}

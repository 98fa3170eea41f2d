import { quoteDot } from '../../quote-dot.ts';
import { type Graph, toBoxName } from './graph.ts';

const COLORS = { plain: '#4d5258', doubtful: '#b1770b', added: '#3d7317', removed: '#b1380b' } as const;

/** For Graphviz. https://graphviz.org/doc/info/lang.html */
export function renderDot({ boxes, outside, edges }: Graph): string {
  const lines = [
    'digraph network {',
    '  rankdir=LR; compound=true; node [shape=box, style=rounded, fontname="sans-serif"]; edge [fontname="sans-serif", fontsize=10];',
    ...outside.map(name => `  ${quoteDot(name)} [shape=ellipse];`),
    ...boxes.flatMap(({ namespace, nodes }, index) => [
      `  subgraph cluster_${index} {`,
      `    label=${quoteDot(namespace)};`,
      `    ${quoteDot(toBoxName(namespace))} [label="all", shape=plaintext];`,
      ...nodes.map(name => `    ${quoteDot(name)} [label=${quoteDot(name.slice(name.indexOf('/') + 1))}];`),
      '  }',
    ]),
    ...edges.map(({ from, to, label, mark }) => {
      const style = mark === 'removed' || mark === 'doubtful' ? ', style=dashed' : '';
      return `  ${quoteDot(from)} -> ${quoteDot(to)} [label=${quoteDot(label)}, color="${COLORS[mark]}"${style}];`;
    }),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

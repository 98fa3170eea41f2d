import type { Block } from '@breakwater/report';

/** Every text that is drawn. */
export function* listTexts(blocks: Iterable<Block>): Generator<string> {
  for (const block of blocks) yield* listBlockTexts(block);
}

function listBlockTexts(block: Block): readonly string[] {
  switch (block.kind) {
    case 'title':
      return [block.text, ...block.facts.flat()];
    case 'heading':
    case 'text':
      return [block.text];
    case 'shares':
      return block.shares.flatMap(({ name, text, parts }) => [name, text, ...parts.map(part => part.name)]);
    case 'table':
      return [...block.columns.map(({ name }) => name), ...block.rows.flat().map(cell => (typeof cell === 'string' ? cell : cell.name))];
    case 'control':
      return [block.id, block.title, block.stateName];
    case 'finding':
      return [block.stateName, block.head, ...block.lines];
  }
}

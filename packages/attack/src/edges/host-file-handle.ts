import { findCapability } from '../container-powers.ts';
import type { ContainerEdge } from '../edge.ts';

export const edge: ContainerEdge = {
  kind: 'container',
  id: 'host-file-handle',
  number: 'E52',
  doc: 'A container with DAC_READ_SEARCH opens files of its node by their handles',
  cost: 2,
  target: 'node',
  find: container => findCapability(container, 'DAC_READ_SEARCH', ['reads files only']),
};

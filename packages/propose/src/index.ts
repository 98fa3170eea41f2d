export { isProposedLimit, type Proposal } from './proposal.ts';
export { proposeLabels } from './propose-labels.ts';
export { PROPOSED_PARTS, type ProposedPart, proposeNamespaces } from './propose-namespaces.ts';
export { proposeNetwork } from './propose-network.ts';

/**
 * - `policy-refused`: the API server would refuse the object. It is left out: what it was meant to allow or deny is not known.
 * - `policy-range-imprecise`: a CIDR has bits set beyond its prefix. Stored objects may; the prefix counts.
 * - `policy-unsupported`: a policy of a network plug-in or mesh whose rules are not read; verdicts that it may touch are implementation-defined.
 * - `namespace-labels-unknown`: policies select namespaces by labels, and the set does not hold the namespace.
 * - `connections-truncated`: there are more connections than an answer may have; it holds the first ones.
 * - `flow-invalid`: a line of a file of flows is no flow.
 * - `flow-unresolved`: an end of a flow is no workload of the set and no address.
 * - `address-unresolved`: a text in a workload looks like the address of a Service, and there is none of that name.
 * - `policy-unsound`: policies that were made would cut a connection that they must keep, so they are not given out.
 */
export type NetworkErrorCode =
  | 'policy-refused'
  | 'policy-range-imprecise'
  | 'policy-unsupported'
  | 'namespace-labels-unknown'
  | 'connections-truncated'
  | 'flow-invalid'
  | 'flow-unresolved'
  | 'address-unresolved'
  | 'policy-unsound';

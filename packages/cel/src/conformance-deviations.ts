/**
 * Cases of the specification's conformance data that this engine answers differently, by name, with the reason. The test
 * holds the list to be exact: an entry that passes has to go.
 */
export const DEVIATIONS: Readonly<Record<string, string>> = {};

/**
 * Cases of cel-go's parser tests that run with parser options other than ours, by what cel-go reports under them: it switches
 * optional syntax or quoted identifiers off, lowers its recursion limit to 32, or uses the older accumulator name.
 */
export const PARSER_OPTIONS: readonly RegExp[] = [
  /unsupported syntax/,
  /recursion (?:depth|limit) exceeded/,
  /iteration variable overwrites accumulator variable/,
];

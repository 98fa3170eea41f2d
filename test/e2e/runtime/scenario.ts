/** An attack as it is made in a real container, and what has to be told of it. */
export interface Scenario {
  /** What is done, as a sentence. */
  readonly name: string;
  /** Words that are executed in the container, without a shell unless they name one. */
  readonly words: readonly string[];
  /** Policies over events that have to open, and no other. */
  readonly opens: readonly string[];
}

/** Where the program of attack.c lies in the container. */
export const PROGRAM = '/tmp/attack';

export const sh = (script: string): readonly string[] => ['sh', '-c', script];

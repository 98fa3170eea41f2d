import { keepNewest, type Problem } from '@breakwater/model';
import { AGENT_SILENT_SECONDS, type AgentWord, type KnownAgent, MAX_TOLD_AGENTS } from '@breakwater/protocol';

/** Longer silent than so many seconds, an agent is forgotten: its node was taken away. */
const FORGOTTEN_SECONDS = 86_400;
/** Nodes of the largest clusters. */
const MAX_AGENTS = 10_000;
/** Problems that are told of all agents together. */
const MAX_PROBLEMS = 500;

interface Heard {
  readonly word: AgentWord;
  readonly isProven: boolean;
  readonly at: number;
}

/** The agents that told this sensor something, by their nodes. `onNews` is called when one says something else of itself. `now` counts milliseconds, and never jumps. */
export class AgentBook {
  readonly #heard = new Map<string, Heard>();
  readonly #onNews: () => void;
  readonly #now: () => number;

  constructor(onNews: () => void, now: () => number = () => performance.now()) {
    this.#onNews = onNews;
    this.#now = now;
  }

  /** `isProven`: the cluster says that it runs on the node that it speaks of. */
  readonly hear = (word: AgentWord, isProven: boolean): void => {
    const before = this.#heard.get(word.node);
    keepNewest(this.#heard, word.node, { word, isProven, at: this.#now() }, MAX_AGENTS);
    if (before?.isProven !== isProven || JSON.stringify(before.word) !== JSON.stringify(word)) this.#onNews();
  };

  /** Those heard of within the day, by node; of very many, those that something is wrong with. */
  list(): KnownAgent[] {
    const now = this.#now();
    const known = [...this.#heard.values()].map(({ word, at }) => ({ ...word, silentSeconds: Math.floor((now - at) / 1000) }));
    const isWell = ({ silentSeconds, problems }: KnownAgent): number =>
      silentSeconds <= AGENT_SILENT_SECONDS && problems.length === 0 ? 1 : 0;
    const told = known.length <= MAX_TOLD_AGENTS ? known : known.toSorted((a, b) => isWell(a) - isWell(b)).slice(0, MAX_TOLD_AGENTS);
    return told.toSorted((a, b) => (a.node < b.node ? -1 : 1));
  }

  /** What is wrong with agents, by node: one that is silent first of all, since then nothing else is known. */
  listProblems(): readonly Problem[] {
    const now = this.#now();
    for (const [node, { at }] of this.#heard) if (now - at > FORGOTTEN_SECONDS * 1000) this.#heard.delete(node);
    return [...this.#heard.values()]
      .flatMap(({ word, isProven, at }) => {
        if (now - at > AGENT_SILENT_SECONDS * 1000) return [toSilent(word)];
        return [...(isProven ? [] : [toUnproven(word)]), ...word.problems.map(problem => locate(problem, word))];
      })
      .toSorted((a, b) => (a.source < b.source ? -1 : 1))
      .slice(0, MAX_PROBLEMS);
  }
}

function toSilent({ node }: AgentWord): Problem {
  return {
    code: 'agent-silent',
    source: `agent/${node}`,
    message: `nothing was heard of the agent of node ${node} for more than ${AGENT_SILENT_SECONDS} s: what happens there is not seen; see whether its pod runs, or whether somebody ended it`,
  };
}

function toUnproven({ node }: AgentWord): Problem {
  return {
    code: 'agent-unproven',
    source: `agent/${node}/token`,
    message: `that the agent of node ${node} runs there is its own word: give agents the token of their service account, bound to their pod, instead of a secret that they share`,
  };
}

/** Said on a node, a problem is one of that node. */
function locate(problem: Problem, { node }: AgentWord): Problem {
  return { ...problem, source: `agent/${node}/${problem.source}`.slice(0, 500) };
}

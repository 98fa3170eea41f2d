import { posix } from 'node:path';
import type { Instruction } from './instruction.ts';
import { judgeVariable } from './secret-names.ts';
import { listCommands } from './shell-commands.ts';

/** What an instruction does that it had better not. A fact: policies decide. */
export interface InstructionRemark {
  /** The check that says so. */
  readonly check: string;
  /** Position in the history, from 1. */
  readonly number: number | undefined;
  readonly keyword: string;
  /** What of the instruction it is about: a port, a path, the name of a variable; never a value. */
  readonly detail: string;
}

type Words = readonly string[];

/** Details of one instruction that a check remarks on. */
type Check = (instruction: Instruction) => readonly string[];

const INSTALL = new Set('install add upgrade dist-upgrade source-install reinstall groupinstall localinstall update-minimal in'.split(' '));
const UPDATE = new Set(['update', 'up']);
const MANAGERS = new Set(['apt-get', 'apt', 'yum', 'apk', 'dnf', 'zypper']);
const SYSTEM_FOLDERS = /^\/(?:proc|boot|dev|initrd|lost\+found)(?:\/|$)/;

function onRun(find: (commands: readonly Words[]) => readonly string[]): Check {
  return ({ keyword, text }) => (keyword === 'RUN' ? find(listCommands(text)) : []);
}

/** The first word after the options of a package manager. */
function findVerb(words: Words): string {
  return words.slice(1).find(word => !word.startsWith('-')) ?? '';
}

function isInstall(words: Words, manager: string): boolean {
  return words[0] === manager && INSTALL.has(findVerb(words));
}

/** Installs without taking the caches away in the same layer. */
function withoutClean(manager: string, clean: (words: Words) => boolean): Check {
  return onRun(commands => {
    const last = commands.findLastIndex(words => isInstall(words, manager));
    return last < 0 || commands.slice(last + 1).some(clean) ? [] : [manager];
  });
}

function cleans(manager: string): (words: Words) => boolean {
  return words => (words[0] === manager && words.includes('clean')) || (words[0] === 'rm' && words.some(word => /\/var\/cache/.test(word)));
}

function hasYes(words: Words): boolean {
  return words.some(word => word === '--yes' || word === '--assume-yes' || /^-[a-zA-Z]*y[a-zA-Z]*$/.test(word) || word === '-qq');
}

const CHECKS: Readonly<Record<string, Check>> = {
  'ssh-port-exposed': ({ keyword, text }) =>
    keyword === 'EXPOSE' ? text.split(/[\s,]+/).filter(port => /^22(?:\/(?:tcp|udp))?$/.test(port)) : [],
  'port-out-of-range': ({ keyword, text }) =>
    keyword === 'EXPOSE' ? text.split(/[\s,]+/).filter(port => /^\d+/.test(port) && Number.parseInt(port, 10) > 65_535) : [],
  'add-instead-of-copy': ({ keyword, text }) =>
    keyword === 'ADD' && !/^(?:file|dir|multi):|\.(?:tar|tgz|tar\.\w+|txz|tbz2?)\b|https?:\/\/|git@|\.git\b/.test(text)
      ? [toSource(text)]
      : [],
  'workdir-not-absolute': ({ keyword, text }) => (keyword === 'WORKDIR' && !/^["']?(?:\/|\$|[A-Za-z]:)/.test(text) ? [text] : []),
  'workdir-of-system': ({ keyword, text }) => (keyword === 'WORKDIR' && SYSTEM_FOLDERS.test(posix.normalize(text)) ? [text] : []),
  sudo: onRun(commands => (commands.some(([first]) => first === 'sudo') ? ['sudo'] : [])),
  'change-of-folder': onRun(commands => (commands.length === 1 && commands[0]?.[0] === 'cd' ? [commands[0]?.[1] ?? ''] : [])),
  'copy-target-is-no-folder': ({ keyword, text }) => {
    const words = text.split(/\s+/).filter(word => !word.startsWith('--'));
    const target = words.at(-1) ?? '';
    return keyword === 'COPY' && words.length > 2 && !target.endsWith('/') && !target.endsWith('.') && !text.startsWith('[')
      ? [target]
      : [];
  },
  'yum-without-clean': withoutClean('yum', cleans('yum')),
  'dnf-without-clean': withoutClean('dnf', cleans('dnf')),
  'microdnf-without-clean': withoutClean('microdnf', cleans('microdnf')),
  'zypper-without-clean': withoutClean('zypper', words => words[0] === 'zypper' && (words.includes('clean') || words.includes('cc'))),
  'apt-lists-kept': onRun(commands => {
    const installs = commands.some(words => isInstall(words, 'apt-get') || isInstall(words, 'apt'));
    return installs && !commands.some(words => words[0] === 'rm' && words.some(word => word.includes('/var/lib/apt/lists')))
      ? ['/var/lib/apt/lists']
      : [];
  }),
  'update-without-install': onRun(commands => {
    const updates = commands.filter(([first = '', ...words]) => MANAGERS.has(first) && UPDATE.has(findVerb(['', ...words])));
    const managers = updates.map(([first = '']) => first).filter(manager => !['yum', 'dnf'].includes(manager) || updates.length > 0);
    return commands.some(([first = '', ...words]) => MANAGERS.has(first) && INSTALL.has(findVerb(['', ...words])))
      ? []
      : [...new Set(managers)];
  }),
  'apt-without-yes': onRun(commands => commands.filter(words => isInstall(words, 'apt-get') && !hasYes(words)).map(findVerb)),
  'apt-with-recommends': onRun(commands =>
    commands
      .filter(words => isInstall(words, 'apt-get') && findVerb(words) === 'install' && !words.includes('--no-install-recommends'))
      .map(findVerb),
  ),
  'distribution-upgrade': onRun(commands =>
    commands.filter(words => words[0] === 'apt-get' && findVerb(words) === 'dist-upgrade').map(findVerb),
  ),
  'apk-with-cache': onRun(commands =>
    commands.filter(words => words[0] === 'apk' && findVerb(words) === 'add' && !words.includes('--no-cache')).map(findVerb),
  ),
  'pip-with-cache': onRun(commands =>
    commands
      .filter(([first = '', ...words]) => /^pip[23]?$/.test(first) && words[0] === 'install' && !words.includes('--no-cache-dir'))
      .map(findVerb),
  ),
  'download-piped-to-shell': ({ keyword, text }) =>
    keyword === 'RUN' && /\b(?:curl|wget)\b[^&;\n]*\|\s*(?:sudo\s+)?(?:ba|da|z)?sh\b/.test(text) ? ['| sh'] : [],
  maintainer: ({ keyword, text }) => (keyword === 'MAINTAINER' ? [text] : []),
  'secret-variable': instruction => listVariables(instruction, 'certain'),
  'secret-like-variable': instruction => listVariables(instruction, 'likely'),
  'secret-in-command': onRun(commands => commands.flatMap(findCredentialCommand)),
};

function toSource(text: string): string {
  return text.split(/\s+/).find(word => !word.startsWith('--')) ?? '';
}

/** `ENV A=1 B="x y"`, `ENV A 1`, `ARG A=1`, and build arguments of a RUN. */
function listVariables({ keyword, text, buildArguments }: Instruction, wanted: 'certain' | 'likely'): readonly string[] {
  const pairs = keyword === 'ENV' || keyword === 'ARG' ? parseAssignments(text) : Object.entries(buildArguments);
  return pairs.filter(([name, value]) => judgeVariable(name, value) === wanted).map(([name]) => name);
}

function parseAssignments(text: string): readonly (readonly [string, string])[] {
  const [, name, value] = /^([A-Za-z_]\w*)\s+(?!\w+=)(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [[name, value]];
  return [...text.matchAll(/([A-Za-z_]\w*)=("[^"]*"|'[^']*'|\S*)/g)].map(([, key = '', said = '']) => [key, said] as const);
}

/** Programs that are told a credential as a word. */
function findCredentialCommand(words: Words): readonly string[] {
  const line = words.join(' ');
  const patterns = [
    /^aws configure set (?:default\.)?aws_(?:access_key_id|secret_access_key)\b/,
    /^gcloud auth activate-service-account\b/,
    /^az login\b.*\s(?:-p|--password|--federated-token)\b/,
    /^doctl auth init\b.*\s(?:-t|--access-token)\b/,
    /^docker login\b.*\s(?:-p|--password)\b/,
    /^npm config set .*_auth/,
  ];
  return patterns.some(pattern => pattern.test(line)) ? [words.slice(0, 2).join(' ')] : [];
}

/** Checks of more than one instruction. */
function checkTogether(instructions: readonly Instruction[]): readonly InstructionRemark[] {
  const healthchecks = instructions.filter(({ keyword }) => keyword === 'HEALTHCHECK');
  const repeated = healthchecks.length > 1 ? healthchecks.slice(1).map(one => toRemark('several-healthchecks', one, '')) : [];
  const programs = instructions.map(one => [one, onRun(commands => commands.map(([first = '']) => first))(one)] as const);
  const [curl, wget] = ['curl', 'wget'].map(name => programs.find(([, used]) => used.includes(name))?.[0]);
  return [...repeated, ...(curl === undefined || wget === undefined ? [] : [toRemark('curl-and-wget', wget, 'curl and wget')])];
}

function toRemark(check: string, { number, keyword }: Instruction, detail: string): InstructionRemark {
  return { check, number, keyword, detail };
}

/** Remarks on the image's own instructions; those of its base are somebody else's. */
export function checkInstructions(instructions: readonly Instruction[]): readonly InstructionRemark[] {
  const own = instructions.filter(({ base }) => base !== true);
  const single = own.flatMap(one =>
    Object.entries(CHECKS).flatMap(([check, find]) => find(one).map(detail => toRemark(check, one, detail.slice(0, 200)))),
  );
  return [...single, ...checkTogether(own)].toSorted(
    (a, b) => (a.number ?? Number.MAX_SAFE_INTEGER) - (b.number ?? Number.MAX_SAFE_INTEGER),
  );
}

import { type CelType, type ObjectTypeDeclaration, parseType, Unknown } from '@breakwater/cel';
import type { Fact } from './fact.ts';
import type { Inventory } from './inventory.ts';

/**
 * Policies never see subjects (containers, workloads, …) but views of them: objects whose getters are the facts.
 * A view is made once per subject and remembers what it has read.
 */
interface View {
  readonly subject: unknown;
}

type ViewClass = new (subject: unknown, inventory: Inventory) => View;

/** The subject behind a view, for functions that receive one from CEL. */
export function readSubject<S>(view: unknown): S {
  return (view as View).subject as S;
}

/** Everything that turns subjects into views and tells CEL their types. */
export interface ViewCatalogue {
  readonly types: readonly ObjectTypeDeclaration[];
  toView(type: string, subject: unknown, inventory: Inventory): unknown;
}

/** Builds the view classes and CEL object types of a list of facts; a dotted name makes a type of its own for the group. */
export function createViewCatalogue(facts: readonly Fact[]): ViewCatalogue {
  const classes = new Map<string, ViewClass>();
  const types: ObjectTypeDeclaration[] = [];
  const bySubject = Map.groupBy(facts, fact => fact.subject);
  const toView = (type: string, subject: unknown, inventory: Inventory): unknown => {
    const ViewOfType = classes.get(type);
    if (ViewOfType === undefined) throw new TypeError(`no facts are declared for ${type}`);
    return viewOnce(inventory, type, subject, ViewOfType);
  };
  for (const [subject, rows] of bySubject) declare(subject, '', rows, classes, types, toView);
  return { types, toView };
}

function declare(
  type: string,
  prefix: string,
  rows: readonly Fact[],
  classes: Map<string, ViewClass>,
  types: ObjectTypeDeclaration[],
  toView: ViewCatalogue['toView'],
): void {
  const fields: Record<string, CelType> = {};
  const ViewOfType = createViewClass();
  for (const [index, [head, members]] of [...Map.groupBy(rows, row => headOf(row.name, prefix))].entries()) {
    const direct = members.find(row => row.name === prefix + head);
    if (direct !== undefined) {
      fields[head] = parseType(direct.type);
      defineFact(ViewOfType, head, index, direct, toView);
      continue;
    }
    const nested = `${type}${head.charAt(0).toUpperCase()}${head.slice(1)}`;
    declare(nested, `${prefix}${head}.`, members, classes, types, toView);
    fields[head] = parseType(nested);
    defineGroup(ViewOfType, head, index, nested, toView);
  }
  classes.set(type, ViewOfType);
  types.push({ name: type, fields });
}

function headOf(name: string, prefix: string): string {
  const rest = name.slice(prefix.length);
  const dot = rest.indexOf('.');
  return dot < 0 ? rest : rest.slice(0, dot);
}

function createViewClass(): ViewClass {
  return class {
    readonly subject: unknown;
    readonly inventory: Inventory;
    readonly known: unknown[] = [];

    constructor(subject: unknown, inventory: Inventory) {
      this.subject = subject;
      this.inventory = inventory;
    }
  };
}

interface Remembering extends View {
  readonly inventory: Inventory;
  /** What was read, by the number of the fact in its type. */
  readonly known: unknown[];
}

/** A fact that is not set is known to be so. */
const NOT_SET = Symbol('not set');

function defineFact(ViewOfType: ViewClass, name: string, index: number, fact: Fact, toView: ViewCatalogue['toView']): void {
  const wrap = planWrap(fact.type, toView);
  Object.defineProperty(ViewOfType.prototype, name, {
    enumerable: true,
    get(this: Remembering) {
      const known = this.known[index];
      if (known !== undefined) return known === NOT_SET ? undefined : known;
      const value = wrap(fact.get(this.subject as never, this.inventory), this.inventory);
      this.known[index] = value === undefined ? NOT_SET : value;
      return value;
    },
  });
}

function defineGroup(ViewOfType: ViewClass, name: string, index: number, type: string, toView: ViewCatalogue['toView']): void {
  Object.defineProperty(ViewOfType.prototype, name, {
    enumerable: true,
    get(this: Remembering) {
      this.known[index] ??= toView(type, this.subject, this.inventory);
      return this.known[index];
    },
  });
}

type Wrap = (value: unknown, inventory: Inventory) => unknown;

/** Values of a declared subject type become views; everything else passes as it is. */
function planWrap(type: string, toView: ViewCatalogue['toView']): Wrap {
  const list = /^list\(([A-Z]\w*)\)$/.exec(type)?.[1];
  if (list !== undefined) return (value, inventory) => (Array.isArray(value) ? value.map(entry => toView(list, entry, inventory)) : value);
  if (!/^[A-Z]\w*$/.test(type)) return value => value;
  return (value, inventory) => (value === undefined || value === null || value instanceof Unknown ? value : toView(type, value, inventory));
}

/** Views of one type by subject. Strong, since a set that is let go of takes them along, and a weak map makes every collection of garbage longer. */
type Views = Map<object, View>;

/** Views by set, type and subject. */
const viewsOfSets = new WeakMap<Inventory, Map<string, Views>>();

function viewOnce(inventory: Inventory, type: string, subject: unknown, ViewOfType: ViewClass): View {
  const views = listViews(inventory, type);
  const known = views.get(subject as object);
  if (known !== undefined) return known;
  const view = new ViewOfType(subject, inventory);
  views.set(subject as object, view);
  return view;
}

function listViews(inventory: Inventory, type: string): Views {
  let ofSet = viewsOfSets.get(inventory);
  if (ofSet === undefined) {
    ofSet = new Map();
    viewsOfSets.set(inventory, ofSet);
  }
  let views = ofSet.get(type);
  if (views === undefined) {
    views = new Map();
    ofSet.set(type, views);
  }
  return views;
}

/** Lets go of every fact that was read of a set: they are the larger part of its memory, and come back when they are read again. */
export function forgetFacts(inventory: Inventory): void {
  viewsOfSets.delete(inventory);
}

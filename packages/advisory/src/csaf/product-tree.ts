import { type Purl, tryParsePurl } from '@breakwater/model';
import { isObject, type Json, toText } from '../json.ts';

/** Bounds of one document; that of a kernel names some 100,000 products. */
const MAX_PRODUCTS = 1_000_000;
const MAX_DEPTH = 64;

/** A package within a product of Red Hat. */
export interface Component {
  /** CPE without its beginning: `enterprise_linux:9::baseos`. */
  readonly product: string;
  readonly name: string;
  /** With its epoch; absent where the package as such is meant. */
  readonly evr?: string;
  /** Name and stream of a module: `nodejs:18`. */
  readonly module?: string;
}

interface Node {
  readonly cpe?: string;
  readonly purl?: string;
  /** What it is a component of, and which product it is there. */
  readonly within?: { readonly part: string; readonly whole: string };
}

/**
 * What the product ids of a CSAF document stand for. A component of a product is a product of its own, and so is a package within a module
 * within a product.
 *
 * @throws RangeError
 */
export function readComponents(tree: unknown): (id: string) => Component | undefined {
  const nodes = new Map<string, Node>();
  const add = (id: string | undefined, node: Node): void => {
    if (id !== undefined) nodes.set(id, node);
    if (nodes.size > MAX_PRODUCTS) throw new RangeError(`it has more than ${MAX_PRODUCTS} products`);
  };
  const root = isObject(tree) ? tree : {};
  for (const product of listProducts(root)) {
    const helper = isObject(product['product_identification_helper']) ? product['product_identification_helper'] : {};
    const [cpe, purl] = [toText(helper['cpe']), toText(helper['purl'])];
    add(toText(product['product_id']), { ...(cpe === undefined ? {} : { cpe }), ...(purl === undefined ? {} : { purl }) });
  }
  for (const relation of toList(root['relationships'])) {
    const whole = isObject(relation['full_product_name']) ? relation['full_product_name'] : {};
    const [part, within] = [toText(relation['product_reference']), toText(relation['relates_to_product_reference'])];
    if (part !== undefined && within !== undefined) add(toText(whole['product_id']), { within: { part, whole: within } });
  }
  return id => resolve(id, nodes);
}

function listProducts(root: Json): readonly Json[] {
  const found: Json[] = [];
  let level = toList(root['branches']);
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    for (const { product } of level) if (isObject(product)) found.push(product);
    if (found.length > MAX_PRODUCTS) throw new RangeError(`it has more than ${MAX_PRODUCTS} products`);
    level = level.flatMap(({ branches }) => toList(branches));
  }
  return [...toList(root['full_product_names']), ...found];
}

function toList(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A package, what it is in, and what that is in: at most a module and a product. */
function resolve(id: string, nodes: ReadonlyMap<string, Node>): Component | undefined {
  const outer = nodes.get(id)?.within;
  if (outer === undefined) return undefined;
  const whole = nodes.get(outer.whole);
  const purl = tryParsePurl(nodes.get(outer.part)?.purl);
  const module = whole?.within === undefined ? undefined : toModule(tryParsePurl(nodes.get(whole.within.part)?.purl));
  const product = toProduct((whole?.within === undefined ? whole : nodes.get(whole.within.whole))?.cpe);
  return product === undefined || purl === undefined ? undefined : toComponent(purl, product, module);
}

/** Of three ways to name a module: around the package, as a qualifier of its purl, or in the name space of a purl of another type. */
function toComponent(purl: Purl, product: string, around: string | undefined): Component | undefined {
  const [vendor, inside] = purl.namespace?.split('/') ?? [];
  const isPackage = purl.type === 'rpm' || (purl.type === 'rpmmod' && inside !== undefined);
  if (!isPackage || vendor !== 'redhat') return undefined;
  const module = around ?? (purl.type === 'rpmmod' ? inside : toStream(purl.qualifiers?.['rpmmod']));
  const { epoch } = purl.qualifiers ?? {};
  // A stream stands in the place of a version where no build is meant.
  const version = purl.version === null || !purl.version.includes('-') ? undefined : purl.version;
  const evr = version === undefined ? undefined : `${epoch === undefined || epoch === '0' ? '' : `${epoch}:`}${version}`;
  return { product, name: purl.name, ...(evr === undefined ? {} : { evr }), ...(module === undefined ? {} : { module }) };
}

/** `pkg:rpmmod/redhat/nodejs@18:8060020220523160029:ad008a3a` */
function toModule(purl: Purl | undefined): string | undefined {
  return purl?.type === 'rpmmod' ? toStream(`${purl.name}:${purl.version ?? ''}`) : undefined;
}

function toStream(label: string | undefined): string | undefined {
  const [name = '', stream = ''] = label?.split(':') ?? [];
  return name === '' || stream === '' ? undefined : `${name}:${stream}`;
}

function toProduct(cpe: string | undefined): string | undefined {
  return /^cpe:\/[aoh]:redhat:(.+)$/.exec(cpe ?? '')?.[1];
}

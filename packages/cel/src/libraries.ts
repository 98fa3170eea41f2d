import type { Library } from './declarations.ts';
import { library as bindings } from './libraries/bindings.ts';
import { library as cidr } from './libraries/cidr.ts';
import { library as conversions } from './libraries/conversions.ts';
import { library as encoders } from './libraries/encoders.ts';
import { library as format } from './libraries/format.ts';
import { library as ip } from './libraries/ip.ts';
import { library as jsonpatch } from './libraries/jsonpatch.ts';
import { library as lists } from './libraries/lists.ts';
import { library as macros } from './libraries/macros.ts';
import { library as math } from './libraries/math.ts';
import { library as optional } from './libraries/optional.ts';
import { library as quantity } from './libraries/quantity.ts';
import { library as regex } from './libraries/regex.ts';
import { library as semver } from './libraries/semver.ts';
import { library as sets } from './libraries/sets.ts';
import { library as standard } from './libraries/standard.ts';
import { library as strings } from './libraries/strings.ts';
import { library as time } from './libraries/time.ts';
import { library as twoVariable } from './libraries/two-variable.ts';
import { library as url } from './libraries/url.ts';

/** All libraries, in alphabetical order. */
export const LIBRARIES: readonly Library[] = [
  bindings,
  cidr,
  conversions,
  encoders,
  format,
  ip,
  jsonpatch,
  lists,
  macros,
  math,
  optional,
  quantity,
  regex,
  semver,
  sets,
  standard,
  strings,
  time,
  twoVariable,
  url,
];

import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';

const HEAD = /\{\s*application\s*,\s*'?([\w@]{1,100})'?\s*,/;
const VERSION = /\{\s*vsn\s*,\s*"([^"\n]{1,100})"/;
/** What Erlang/OTP itself consists of. https://www.erlang.org/doc/applications.html */
const OTP = new Set(
  (
    'asn1 common_test compiler crypto debugger dialyzer diameter edoc eldap erl_interface et eunit ftp inets jinterface kernel megaco mnesia ' +
    'observer odbc os_mon parsetools public_key reltool runtime_tools sasl snmp ssh ssl stdlib syntax_tools tftp tools wx xmerl'
  ).split(' '),
);

/** https://www.erlang.org/doc/system/applications.html */
export const cataloger: Cataloger = {
  name: 'erlang',
  version: 1,
  doc: 'Applications of Erlang and Elixir: ebin/*.app',
  maxBytes: 1024 * 1024,
  wants: ({ path }) => path.endsWith('.app') && path.includes('ebin/'),
  catalog: files => readEachFile(files, readApplication),
};

function readApplication(file: LayerFile): readonly FoundPackage[] {
  const text = file.text();
  const [name, version] = [HEAD.exec(text)?.[1], VERSION.exec(text)?.[1]];
  if (name === undefined || version === undefined) return [];
  return [{ name, version, type: OTP.has(name) ? 'otp' : 'hex' }];
}

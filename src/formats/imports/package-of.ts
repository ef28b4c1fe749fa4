import type { FoundImport, ImportEcosystem } from './import-record.ts';

/** The package or top-level module that an import reaches into; undefined for a file of the project or a part of the language. */
export function packageOf(ecosystem: ImportEcosystem, { specifier, form, statement, start }: FoundImport, text: string): string | undefined {
  switch (ecosystem) {
    case 'npm': return npmPackage(specifier);
    case 'pypi': return specifier.startsWith('.') ? undefined : specifier.split('.', 1)[0] || undefined;
    case 'golang': return specifier.startsWith('.') || specifier.startsWith('/') ? undefined : specifier;
    case 'gem': return isProjectFile(specifier) || (form === 'require' && text.startsWith('load', statement) && start > statement && specifier.endsWith('.rb')) ? undefined : specifier.split('/', 1)[0];
    case 'cargo': return cargoCrate(specifier);
    case 'composer': return specifier.split('\\', 1)[0];
    case 'maven':
    case 'nuget': return specifier;
  }
}

function isProjectFile(specifier: string): boolean {
  return specifier.startsWith('.') || specifier.startsWith('/');
}

const ownCrates = new Set(['crate', 'self', 'super', 'std', 'core', 'alloc', 'proc_macro', 'test']);

function cargoCrate(specifier: string): string | undefined {
  const crate = specifier.split('::', 1)[0] ?? '';
  return crate === '' || ownCrates.has(crate) ? undefined : crate;
}

/** Addresses that serve npm packages, up to the package's name. */
const mirrors = /^https?:\/\/(?:esm\.sh|esm\.run|unpkg\.com|cdn\.skypack\.dev|ga\.jspm\.io|cdn\.jsdelivr\.net|jspm\.dev)\/(?:npm[:/]|v\d+\/|\*|pin\/|stable\/)*/;

/** `lodash` of `lodash/fp`, `npm:lodash@4`, `https://esm.sh/lodash@4`; the last part of a webpack request. */
function npmPackage(written: string): string | undefined {
  let specifier = written.trim();
  specifier = specifier.slice(specifier.lastIndexOf('!') + 1);
  const installed = specifier.lastIndexOf('node_modules/');
  if (installed >= 0 && /^[./]/.test(specifier)) specifier = specifier.slice(installed + 13);
  const address = mirrors.exec(specifier)?.[0];
  if (address !== undefined) specifier = specifier.slice(address.length);
  else if (specifier.startsWith('npm:')) specifier = specifier.slice(4).replace(/^\//, '');
  const match = /^(@[a-z0-9~-][\w.~-]*\/)?([\w-][\w.~-]*)(?=[/@?#]|$)/i.exec(specifier);
  return match === null || match[0].length > 214 ? undefined : match[0];
}

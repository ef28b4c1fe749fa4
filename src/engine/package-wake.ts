import { basenameOf } from '../formats/repository-path.ts';
/** Tells by name and bytes whether a source that is routed to the libraries may hold something that they judge. */
export type PackageWake = (path: string, bytes: Buffer) => boolean;

/** What installs a package in a Dockerfile, as `src/formats/packages/shell-installs.ts` reads it: verbs, and tools with short ones. */
const installs = /install|\badd\b|\brequire\b|\bdlx\b|\bnpx\b|\b(?:zypper|npm|bun|gem)\b[^]{0,200}?\bin?\b|\bgo\b[^]{0,200}?\bget\b|\b(?:go|uv|pipx)\b[^]{0,200}?\brun\b|\bnpm\b[^]{0,200}?\b(?:exec|isnt\w{0,4})\b|\b(?:uvx|bunx|pnpx|cpanm?)\b|\bpip\b[^]{0,200}?\b(?:download|wheel)\b/;

/** Bytes of a Dockerfile that are searched; a longer one is always wanted. */
const maxSearched = 65_536;

/**
 * Prepares the question for the `libraries` section of a policy. Without one nothing is asked of Terraform's providers and
 * modules, and a Dockerfile that installs nothing has nothing to say: a commit of either loads no reader of packages.
 */
export function packageWake(section: unknown): PackageWake {
  if (typeof section === 'object' && section !== null && Object.keys(section).length > 0) return () => true;
  return (path, bytes) => {
    const base = basenameOf(path).toLowerCase();
    if (base.endsWith('.tf') || base.endsWith('.tofu') || base.endsWith('.tfvars') || /\.(?:tf|tofu|tfvars)\.json$/.test(base)) return false;
    if (!/^(?:docker|container)file|\.(?:docker|container)file$/.test(base) || bytes.length > maxSearched) return true;
    const text = bytes.toString('latin1');
    // a conflict marker is reported in whatever names packages
    return installs.test(text) || text.startsWith('<<<<<<< ') || text.includes('\n<<<<<<< ');
  };
}

import { basenameOf } from '../../formats/repository-path.ts';
const names = new Set(['.npmrc', '.yarnrc', '.yarnrc.yml', 'bunfig.toml', 'pnpm-workspace.yaml', 'uv.toml', 'pip.conf', 'pip.ini', 'pyproject.toml', 'portcullis.yaml']);

/** Whether a file sets a package manager up, or is the policy itself. */
export function isSettingsFile(path: string): boolean {
  return names.has(basenameOf(path));
}

import { holdsPart } from '../../formats/escaped-text.ts';
import { basenameOf } from '../../formats/repository-path.ts';

/** Endings of files that may start with "Dockerfile" and are none: `Dockerfile.md`, `dockerfile-lint.js`. */
const otherEndings = new Set(
  'md mdx rst adoc html htm css scss js cjs mjs jsx ts cts mts tsx vue svelte py pyi rb go rs java kt kts scala cs fs c h cc cpp hpp m swift php pl lua sh bash zsh fish ps1 bat cmd json jsonc json5 yaml yml toml ini cfg conf xml svg png jpg jpeg gif webp ico pdf zip gz tgz xz bz2 tar lock log orig rej patch diff snap map csv sql vim nanorc tmlanguage tmpreferences tmsnippet plist dockerignore containerignore sarif'.split(' '),
);

/** Whether a name says that a file is something else than a Dockerfile: code, data, text. */
export function isOtherName(path: string): boolean {
  const base = basenameOf(path).toLowerCase();
  return otherEndings.has(base.slice(base.lastIndexOf('.') + 1));
}

/**
 * Whether a path names a Dockerfile: `Dockerfile`, `Containerfile`, with anything after a dot, dash or underscore
 * (`Dockerfile.prod`), or with the name as its ending (`api.dockerfile`).
 */
export function isDockerfileName(path: string): boolean {
  const base = basenameOf(path).toLowerCase();
  const dot = base.lastIndexOf('.');
  const ending = dot < 0 ? '' : base.slice(dot + 1);
  if (ending === 'dockerfile' || ending === 'containerfile') return true;
  for (const name of ['dockerfile', 'containerfile']) {
    if (!base.startsWith(name)) continue;
    const next = base.charAt(name.length);
    return next === '' || ((next === '.' || next === '-' || next === '_') && !otherEndings.has(ending));
  }
  return false;
}

/** Whether a file may be a Compose file: YAML that is named like one, or has services. The reader decides exactly. */
export function looksLikeCompose(path: string, text: { includes(part: string): boolean }): boolean {
  return /\.ya?ml$/i.test(path) && (/compose[^/]*$/i.test(path) || (holdsPart(text, 'services') && ['services:', 'services :', '"services"', "'services'", '? services'].some((key) => holdsPart(text, key))));
}

/** Whether a path names a file of Terraform or OpenTofu. */
export function isTerraformName(path: string): boolean {
  return /\.(?:tf|tofu|tfvars)(?:\.json)?$/i.test(path);
}

/** Whether a file may define containers for ECS. The reader decides exactly. */
export function looksLikeEcs(path: string, text: { includes(part: string): boolean }): boolean {
  return !isTerraformName(path) && !isDockerfileName(path) && (holdsPart(text, 'AWS::ECS::TaskDefinition') || holdsPart(text, 'containerDefinitions') || holdsPart(text, 'aws_ecs_task_definition'));
}

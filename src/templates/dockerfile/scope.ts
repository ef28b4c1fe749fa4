import { unknownText, type Variable } from './text.ts';

/** The variables of a stage: its own, then those of ENV in the stage it derives from. */
export interface Scope {
  readonly own: Map<string, Variable>;
  readonly parent?: Scope;
  /** Build arguments that this stage declares; they are not inherited. */
  readonly global?: ReadonlyMap<string, Variable>;
}

/** Stages that are followed upwards for a variable; a longer chain gives an unknown value. */
const maxChain = 200;

/** Arguments every build has without declaring them in FROM, and in a stage after a bare `ARG NAME`. */
const platformArguments: ReadonlySet<string> = new Set([
  'BUILDPLATFORM', 'BUILDOS', 'BUILDOSVERSION', 'BUILDARCH', 'BUILDVARIANT', 'TARGETPLATFORM', 'TARGETOS', 'TARGETOSVERSION', 'TARGETARCH',
  'TARGETVARIANT', 'TARGETSTAGE',
]);

/** Arguments that need no declaration anywhere. Source: BuildKit, `nonEnvArgs` and the predefined ARGs of the reference. */
const predefinedArguments: ReadonlySet<string> = new Set([
  'HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'FTP_PROXY', 'ftp_proxy', 'NO_PROXY', 'no_proxy', 'ALL_PROXY', 'all_proxy',
]);

/** The builder's own variable of that name. */
export function platformVariable(name: string): Variable | undefined {
  if (!platformArguments.has(name)) return undefined;
  return { kind: 'builtin', value: unknownText(`${name} is given by the builder`) };
}

/** Looks a variable up: in the stage, then in ENV of the stages it derives from. */
export function findVariable(scope: Scope, name: string): Variable | undefined {
  const own = scope.own.get(name);
  if (own !== undefined) return own;
  if (predefinedArguments.has(name)) return { kind: 'builtin', value: unknownText(`${name} is given by the build`) };
  let above = scope.parent;
  for (let steps = 0; above !== undefined; above = above.parent) {
    if (++steps > maxChain) return { kind: 'env', value: unknownText(`${name} comes from more than ${maxChain} stages away`) };
    const found = above.own.get(name);
    if (found?.kind === 'env') return found;
  }
  return undefined;
}

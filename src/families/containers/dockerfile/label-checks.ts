import type { EvaluatedPair, Stage } from '../../../templates/dockerfile/model.ts';
import { finding, instructionsOf, stringMap, type CheckParameters, type DockerfileCheck, type Placed } from './check.ts';

/** A label's key breaks the rules: lower case letters, digits, dots and dashes, neither at its ends nor doubled; reserved name spaces. */
export const labelInvalidKey: DockerfileCheck = function* (dockerfile) {
  for (const [pair, placed] of labels(dockerfile)) {
    const { key } = pair;
    if (/^[a-z](?:[a-z0-9.-]*[a-z0-9])?$/.test(key) && !/\.\.|--/.test(key) && !/^(?:com\.docker|io\.docker|org\.dockerproject)\./.test(key)) continue;
    yield finding(pair.syntax.start, pair.syntax.end, placed.stage, `label key "${key.slice(0, 60)}"`);
  }
};

function* labels(dockerfile: Parameters<DockerfileCheck>[0]): Generator<[EvaluatedPair, Placed]> {
  for (const placed of instructionsOf(dockerfile, 'LABEL')) for (const pair of placed.instruction.pairs) yield [pair, placed];
}

/** A label that the schema wants is missing, in every stage that no other derives from or copies from. */
export const labelMissing: DockerfileCheck = function* (dockerfile, parameters) {
  const schema = stringMap(parameters, 'schema');
  if (schema.size === 0) return;
  const used = usedStages(dockerfile);
  for (const stage of dockerfile.stages) {
    if (stage.from === undefined || used.has(stage)) continue;
    const own = labelKeys(stage);
    for (const key of schema.keys()) {
      if (!own.has(key)) yield finding(stage.from.syntax.start, stage.from.syntax.headEnd, stage, `label ${key.slice(0, 60)} is missing`);
    }
  }
};

function labelKeys(stage: Stage): ReadonlySet<string> {
  const keys = new Set<string>();
  const seen = new Set<Stage>();
  for (let at: Stage | undefined = stage; at !== undefined && !seen.has(at) && seen.size < 200; at = at.baseStage) {
    seen.add(at);
    for (const instruction of at.instructions) if (instruction.name === 'LABEL') for (const pair of instruction.pairs) keys.add(pair.key);
  }
  return keys;
}

function usedStages(dockerfile: Parameters<DockerfileCheck>[0]): ReadonlySet<Stage> {
  const used = new Set<Stage>();
  const byName = new Map(dockerfile.stages.flatMap((stage) => [[String(stage.number), stage] as const, ...(stage.name === undefined ? [] : [[stage.name, stage] as const])]));
  for (const stage of dockerfile.stages) {
    if (stage.baseStage !== undefined) used.add(stage.baseStage);
    for (const instruction of stage.instructions) {
      for (const flag of instruction.flags) {
        const named = flag.syntax.name === 'from' ? byName.get((flag.value?.text ?? '').toLowerCase()) : undefined;
        if (named !== undefined && named !== stage) used.add(named);
      }
    }
  }
  return used;
}

/** With `strict`, a label that the schema does not name. */
export const labelUnknown: DockerfileCheck = function* (dockerfile, parameters) {
  if (parameters['strict'] !== true) return;
  const schema = stringMap(parameters, 'schema');
  for (const [pair, placed] of labels(dockerfile)) {
    if (!schema.has(pair.key)) yield finding(pair.syntax.start, pair.syntax.end, placed.stage, `label ${pair.key.slice(0, 60)} is not in the schema`);
  }
};

/** A label of the schema with an empty value. */
export const labelEmpty: DockerfileCheck = function* (dockerfile, parameters) {
  const schema = stringMap(parameters, 'schema');
  for (const [pair, placed] of labels(dockerfile)) {
    if (schema.has(pair.key) && pair.value?.text === '') yield finding(pair.syntax.start, pair.syntax.end, placed.stage, `label ${pair.key.slice(0, 60)} is empty`);
  }
};

/** What each type of hadolint's label schema accepts. */
const types: ReadonlyMap<string, (value: string) => boolean> = new Map<string, (value: string) => boolean>([
  ['url', (value) => /^[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/?#]+\S*$/i.test(value) && URL.canParse(value)],
  ['rfc3339', (value) => /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt ](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,12})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/.test(value)],
  ['spdx', (value) => isSpdx(value)],
  ['hash', (value) => /^(?:[0-9a-f]{7}|[0-9a-f]{40}|[0-9a-f]{64})$/i.test(value)],
  ['semver', (value) => /^(?:0|[1-9]\d{0,15})\.(?:0|[1-9]\d{0,15})\.(?:0|[1-9]\d{0,15})(?:-[0-9A-Za-z.-]{1,200})?(?:\+[0-9A-Za-z.-]{1,200})?$/.test(value)],
  ['email', (value) => /^[^\s@<>,;]{1,100}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,200}[A-Za-z0-9])?\.[A-Za-z]{2,60}$/.test(value)],
]);

/** A shape of SPDX expressions: identifiers with AND, OR, WITH and parentheses. The list of identifiers changes monthly and is not kept here. */
function isSpdx(value: string): boolean {
  const words = value.replace(/[()]/g, ' ').trim().split(/\s+/);
  const names = words.filter((word) => !['AND', 'OR', 'WITH'].includes(word));
  const operators = words.length - names.length;
  return names.length === operators + 1 && names.every((name) => /^(?:LicenseRef-[\w.-]+|[A-Za-z][A-Za-z0-9]*(?:[.-][A-Za-z0-9.]+)+\+?|MIT|ISC|Zlib|Unlicense|Apache|X11|Vim|Ruby|PostgreSQL|OpenSSL|Intel|curl|Beerware|WTFPL|NCSA|Naumen|JSON|Info-ZIP|FTL|Fair|Entessa|Aladdin|AAL|0BSD)$/.test(name));
}

/** A label of the schema whose value is not of its type. One check for each type: the parameter `type` names it. */
export const labelType: DockerfileCheck = function* (dockerfile, parameters: CheckParameters) {
  const schema = stringMap(parameters, 'schema');
  for (const [pair, placed] of labels(dockerfile)) {
    const type = schema.get(pair.key);
    if (type === undefined || type !== parameters['type']) continue;
    const text = pair.value?.text;
    if (text === undefined || text === '') continue;
    if (types.get(type)?.(text) === false) yield finding(pair.syntax.start, pair.syntax.end, placed.stage, `label ${pair.key.slice(0, 60)} is no ${type}: "${text.slice(0, 60)}"`);
  }
};

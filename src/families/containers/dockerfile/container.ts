import { termOf, type Term } from '../../../expressions/term.ts';
import type { Check } from '../../../model/check.ts';
import type { Place } from '../../../formats/place.ts';
import type { EvaluatedDockerfile, EvaluatedInstruction } from '../../../templates/dockerfile/model.ts';
import type { ResolvedText } from '../../../templates/dockerfile/text.ts';
import type { MapValue, Value } from '../../../templates/value.ts';
import { containerTerm, type Container, type ContainerFields } from '../container.ts';
import { imageTerm } from '../image-term.ts';
import type { Subject } from '../subject.ts';
import { known } from '../values.ts';
import { finalChain, stageLabel } from './check.ts';
import { portOf } from './instruction-checks.ts';
import { isKnownNonRoot, userOf } from './user-checks.ts';

type Skipped = (check: Check, place: Place) => { readonly reason: string; readonly line: number } | undefined;

/** The container that the final stage makes, as policies over the containers of every format are asked of it. None for a fragment without FROM. */
export function containerSubject(dockerfile: EvaluatedDockerfile, today: string, skipped: Skipped): Subject | undefined {
  const container = containerOf(dockerfile);
  if (container === undefined) return undefined;
  const term = containerTerm(container);
  const values: Readonly<Record<string, () => Term>> = {
    container: () => term,
    image: () => imageTerm(termOf(container.fields.image)),
    name: () => container.name,
    format: () => 'dockerfile',
    role: () => 'main',
  };
  return { words: ['container', 'container/dockerfile'], read: (variable) => values[variable]?.() ?? null, root: term, head: container.head, resource: container.name, partial: false, skipped, container, today };
}

/** The final stage in the shape that all formats share, with what it inherits from the stages it derives from. */
function containerOf(dockerfile: EvaluatedDockerfile): Container | undefined {
  const { finalStage, source } = dockerfile;
  if (finalStage?.from === undefined) return undefined;
  const { syntax } = finalStage.from;
  const head = { source, start: syntax.start, end: syntax.headEnd };
  const name = stageLabel(finalStage);
  return { name, resource: name, format: 'dockerfile', role: 'main', at: { source, start: syntax.start, end: source.text.length }, head, fields: fieldsOf(dockerfile) };
}

function fieldsOf(dockerfile: EvaluatedDockerfile): ContainerFields {
  const { source, finalStage } = dockerfile;
  const chain = [...finalChain(dockerfile)];
  const instructions = chain.toReversed().flatMap((stage) => stage.instructions.filter((one) => !one.isTrigger));
  const last = (name: string): EvaluatedInstruction | undefined => instructions.findLast((one) => one.name === name);
  const whole = ({ syntax }: EvaluatedInstruction): Place => ({ source, start: syntax.start, end: syntax.headEnd });
  const base = chain.at(-1);
  const user = finalStage === undefined ? undefined : userOf(finalStage)?.instruction;
  const [check, command] = [last('HEALTHCHECK'), last('CMD') ?? last('ENTRYPOINT')];
  const fields: { readonly [K in keyof ContainerFields]: Value | undefined } = {
    image: base?.from === undefined || base.isScratch ? undefined : resolved(base.base, whole(base.from)),
    platform: base?.platform === undefined || base.from === undefined || base.platform.uses.some(({ variable }) => variable === undefined || variable.kind === 'builtin') ? undefined : resolved(base.platform, whole(base.from)),
    user: userValue(user, whole),
    nonRoot: base !== undefined && isKnownNonRoot(base) ? known(true, base.from === undefined ? { source, start: 0, end: 0 } : whole(base.from)) : undefined,
    ports: portsOf(instructions, source),
    environment: environmentOf(instructions, source),
    healthCheck: check === undefined ? undefined : known(check.syntax.body.text, whole(check)),
    command: command === undefined ? undefined : known(command.syntax.body.text, whole(command)),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function resolved({ text, parts, why }: ResolvedText, at: Place): Value {
  return text === undefined ? { kind: 'unknown', why: why ?? 'a variable', parts, at } : known(text, at);
}

/** The user; one that an undeclared variable names is empty, so that the base image's holds. */
function userValue(user: EvaluatedInstruction | undefined, whole: (instruction: EvaluatedInstruction) => Place): Value | undefined {
  const value = user?.arguments[0]?.value;
  if (user === undefined || value === undefined || (value.text === undefined && value.uses.some((use) => use.variable === undefined))) return undefined;
  return resolved(value, whole(user));
}

/** More ports than this of one EXPOSE are no list that anybody wrote. */
const maxPorts = 1000;

/** EXPOSE as a list of `container` and `protocol`, a range as its ports. */
function portsOf(instructions: readonly EvaluatedInstruction[], source: Place['source']): Value | undefined {
  const items = instructions
    .filter(({ name }) => name === 'EXPOSE')
    .flatMap(({ arguments: written }) =>
      written.flatMap(({ value, syntax }): readonly MapValue[] => {
        const at = { source, start: syntax.start, end: syntax.end };
        const port = portOf(value.text ?? '');
        if (port === undefined) return [];
        const count = Math.min(maxPorts, Math.max(0, port.to - port.from + 1));
        return Array.from({ length: count }, (_one, number) => ({ kind: 'map', entries: new Map<string, Value>([['container', known(port.from + number, at)], ['protocol', known(port.protocol, at)]]), at }));
      }),
    );
  const [first] = items;
  return first === undefined ? undefined : { kind: 'list', items, at: first.at };
}

/** ENV as a list of `name` and `value`. */
function environmentOf(instructions: readonly EvaluatedInstruction[], source: Place['source']): Value | undefined {
  const items = instructions
    .filter(({ name }) => name === 'ENV')
    .flatMap(({ pairs }) =>
      pairs.map(({ key, value, syntax }): MapValue => {
        const at = { source, start: syntax.start, end: syntax.end };
        return { kind: 'map', entries: new Map<string, Value>([['name', known(key, at)], ['value', value === undefined ? known('', at) : resolved(value, at)]]), at };
      }),
    );
  const [first] = items;
  return first === undefined ? undefined : { kind: 'list', items, at: first.at };
}

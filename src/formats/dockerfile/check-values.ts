import type { Instruction } from './syntax.ts';

/** Kinds of `RUN --mount`. Source: BuildKit 0.34, `instructions/commands_runmount.go`. */
const mountKinds: ReadonlySet<string> = new Set(['bind', 'cache', 'tmpfs', 'secret', 'ssh']);

/** A duration as Go reads it: `1m30s`, `1.5h`, `0`. */
const duration = /^[-+]?(?:0|(?:\d{1,20}(?:\.\d{0,20})?(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h)){1,10})$/;

/** What the builder would refuse in the values of one instruction, as far as they are literal. */
export function* refusedValues(instruction: Instruction): Generator<string> {
  switch (instruction.name) {
    case 'EXPOSE':
      for (const { text } of instruction.arguments) if (isLiteral(text)) yield* refusedPort(text);
      return;
    case 'HEALTHCHECK':
      for (const { name, value } of instruction.flags) {
        if (value === undefined || !isLiteral(value)) continue;
        if (name === 'retries') {
          if (!/^[-+]?\d{1,9}$/.test(value)) yield `--retries is no number: "${value.slice(0, 20)}"`;
        } else if (!duration.test(value)) yield `--${name.slice(0, 20)} is no duration such as 30s: "${value.slice(0, 20)}"`;
      }
      return;
    case 'RUN':
      for (const { name, value } of instruction.flags) {
        const kind = name === 'mount' ? /(?:^|,)type=([^,]*)/.exec(value ?? '')?.[1]?.toLowerCase() : undefined;
        if (kind !== undefined && isLiteral(kind) && !mountKinds.has(kind)) yield `unsupported mount type "${kind.slice(0, 20)}" (${[...mountKinds].join(', ')})`;
      }
      return;
    case 'ADD':
    case 'COPY':
      for (const { name, value } of instruction.flags) {
        if (name === 'chmod' && value !== undefined && /^\d/.test(value) && isLiteral(value) && !/^[0-7]{1,5}$/.test(value)) yield `--chmod is no octal number: "${value.slice(0, 20)}"`;
      }
      return;
    default:
  }
}

function* refusedPort(text: string): Generator<string> {
  const [port = '', protocol] = text.slice(text.lastIndexOf(':') + 1).split('/');
  if (!/^\d{1,10}(?:-\d{1,10})?$/.test(port)) yield `not a port: "${text.slice(0, 40)}"`;
  else if (protocol !== undefined && !/^(?:tcp|udp|sctp)$/i.test(protocol)) yield `not a protocol of ports: "${protocol.slice(0, 20)}" (tcp, udp, sctp)`;
}

/** Whether a text stands for itself: no variable, quote or escape. */
function isLiteral(text: string): boolean {
  return !/[$"'\\`]/.test(text);
}

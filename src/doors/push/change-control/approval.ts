import { typeMatcher } from '../../../families/change-control/sensitive.ts';
import type { Signature } from '../../../git/signature.ts';
import type { ChangeControl, Requirement } from './settings.ts';

/** What is known of a commit and of the push that brings it. */
export interface ChangeFacts {
  readonly message: string;
  readonly signature: Signature;
  /** Every name the server gives the pusher, or that a good push certificate bears; empty where no server says. */
  readonly pusher: readonly string[];
  readonly pushOptions: readonly string[];
}

/** Why a change is approved, or what it lacks. */
export type Approval = { readonly approved: true; readonly reason: string; readonly owner?: string } | { readonly approved: false; readonly lacks: string };

/** Characters of a message in which a ticket is looked for: a policy's expression meets a stranger's text. */
const maxMessage = 10_000;

const ticketOption = 'portcullis.ticket=';

/** Says whether what a rule requires is there. */
export function approvalOf(require: Requirement, facts: ChangeFacts, { machines }: Pick<ChangeControl, 'machines'>): Approval {
  const isMachine = typeMatcher(machines);
  const { signature } = facts;
  const people = [...facts.pusher, ...(signature.kind === 'good' ? [signature.signer] : [])];
  if (require.by !== undefined) {
    if (people.length === 0) return { approved: false, lacks: `a known identity: only a ${require.by} may change it` };
    const machine = people.find((name) => isMachine(name));
    if (require.by === 'human' && machine !== undefined) return { approved: false, lacks: `a person: ${machine} is a machine` };
    if (require.by === 'machine' && machine === undefined) return { approved: false, lacks: `a machine: ${people[0] ?? ''} is none` };
  }
  const ways: readonly (Approval | undefined)[] = [
    require.ticket === undefined ? undefined : ticketOf(require.ticket, facts),
    require.signedBy.length === 0 ? undefined : signerOf(require.signedBy, signature),
    require.pushedBy.length === 0 ? undefined : pusherOf(require.pushedBy, facts.pusher),
  ];
  const asked = ways.filter((one) => one !== undefined);
  if (asked.length === 0) return { approved: true, reason: `changed by a ${require.by ?? 'known identity'}`, ...(people[0] === undefined ? {} : { owner: people[0] }) };
  const given = asked.filter((one) => one.approved);
  const lacking = asked.filter((one) => !one.approved);
  if (require.all ? lacking.length > 0 : given.length === 0) return { approved: false, lacks: lacking.map((one) => one.lacks).join(require.all ? ' and ' : ' or ') };
  const owner = given.find((one) => one.owner !== undefined)?.owner;
  return { approved: true, reason: given.map((one) => one.reason).join(', '), ...(owner === undefined ? {} : { owner }) };
}

function ticketOf(pattern: string, { message, pushOptions }: ChangeFacts): Approval {
  // git shows nobody what stands behind a zero byte
  const [seen = ''] = message.split('\0', 1);
  const inMessage = new RegExp(`(?<![A-Za-z0-9_-])(?:${pattern})(?![A-Za-z0-9_-])`).exec(seen.slice(0, maxMessage))?.[0];
  const whole = new RegExp(`^(?:${pattern})$`);
  const option = pushOptions.filter((one) => one.startsWith(ticketOption)).map((one) => one.slice(ticketOption.length)).find((one) => one.length <= 64 && whole.test(one));
  const ticket = inMessage ?? option;
  return ticket === undefined || ticket === '' ? { approved: false, lacks: 'a ticket in the commit message' } : { approved: true, reason: `ticket ${ticket.slice(0, 64)}` };
}

function signerOf(allowed: readonly string[], signature: Signature): Approval {
  const lacks = 'the signature of a listed signer';
  if (signature.kind !== 'good' && signature.kind !== 'untrusted') return { approved: false, lacks };
  // a key that nobody vouches for counts only by its fingerprint
  const names = [...signature.fingerprints, ...(signature.kind === 'good' ? [signature.signer, addressIn(signature.signer)] : [])];
  const found = names.find((name) => name !== '' && allowed.includes(name));
  return found === undefined ? { approved: false, lacks } : { approved: true, reason: `signed by ${found}`, owner: found };
}

/** The address of an OpenPGP user id, `Name <address>`. */
function addressIn(signer: string): string {
  const open = signer.lastIndexOf('<');
  return open !== -1 && signer.endsWith('>') ? signer.slice(open + 1, -1) : '';
}

function pusherOf(allowed: readonly string[], pusher: readonly string[]): Approval {
  const found = pusher.find((name) => allowed.includes(name));
  return found === undefined ? { approved: false, lacks: 'a pusher who may change it' } : { approved: true, reason: `pushed by ${found}`, owner: found };
}

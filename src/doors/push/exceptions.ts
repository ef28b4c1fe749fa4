import type { Pusher } from '../../audit/record.ts';
import type { Excuse, Finding } from '../../model/finding.ts';
import type { ServerSettings } from './server-settings.ts';

/** An exception that a pusher asked for, and what became of it. */
export interface ExceptionRequest {
  readonly option: string;
  readonly granted: boolean;
  readonly why: string;
}

/** What the pusher's options come to. */
export interface Exceptions {
  readonly requests: readonly ExceptionRequest[];
  readonly excuse: (finding: Finding) => Excuse | undefined;
}

/** What a push option that asks for an exception starts with. */
export const exceptionPrefix = 'portcullis.allow=';

/** Whether the server's policy lets a pusher ask for exceptions. */
export function mayAsk(pusher: Pusher, settings: ServerSettings['exceptions']): boolean {
  return settings !== undefined && (settings.by.includes('*') || (pusher.name !== undefined && settings.by.includes(pusher.name)));
}

/** The push options of a push. Source: githooks(5), GIT_PUSH_OPTION_COUNT. */
export function pushOptionsOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  // by what is there, not by the count: an environment can be made by anyone who runs the hook by hand
  return Object.entries(env).flatMap(([name, value]) => (/^GIT_PUSH_OPTION_\d+$/.test(name) && value !== undefined ? [value] : []));
}

/**
 * Exceptions asked for as `git push -o portcullis.allow=FINGERPRINT,ticket=TICKET`. They count only for whom the
 * server's policy names and with a ticket it accepts; each is logged, granted or not.
 */
export function exceptionsOf(options: readonly string[], pusher: Pusher, settings: ServerSettings['exceptions']): Exceptions {
  const granted = new Map<string, string>();
  const requests = options.filter((option) => option.startsWith(exceptionPrefix)).map((option): ExceptionRequest => {
    // what does not look like a request may be anything, a secret too
    const refuse = (why: string, shown = `${exceptionPrefix}…`): ExceptionRequest => ({ option: shown, granted: false, why });
    if (settings === undefined) return refuse('the policy of this server allows no exceptions by push option');
    const match = /^([0-9a-f]{8,32}),ticket=(\S{1,64})$/.exec(option.slice(exceptionPrefix.length));
    const [, fingerprint, ticket] = match ?? [];
    if (fingerprint === undefined || ticket === undefined) return refuse(`expected ${exceptionPrefix}FINGERPRINT,ticket=TICKET`);
    if (!mayAsk(pusher, settings)) return refuse(`${pusher.name ?? 'an unnamed pusher'} may not ask for exceptions`, option);
    if (!new RegExp(`^(?:${settings.ticket})$`).test(ticket)) return refuse(`"${ticket}" is not a ticket that the policy accepts`, option);
    granted.set(fingerprint, ticket);
    return { option, granted: true, why: `ticket ${ticket}` };
  });
  return {
    requests,
    excuse(finding) {
      for (const [fingerprint, ticket] of granted) {
        if (finding.fingerprint.startsWith(fingerprint)) return { kind: 'suppressed', reason: `ticket ${ticket}`, where: 'push option', ...(pusher.name === undefined ? {} : { owner: pusher.name }) };
      }
      return undefined;
    },
  };
}

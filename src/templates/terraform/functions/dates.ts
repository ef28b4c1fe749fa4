import type { Place } from '../../../formats/place.ts';
import type { Value } from '../../value.ts';
import { known, Refused } from '../values.ts';
import { row, textArgument, type FunctionRow } from './function.ts';

/** Functions over timestamps (RFC 3339). */
export const dateFunctions: readonly FunctionRow[] = [
  row('timeadd', 2, 'all', ([time, duration], at) => shifted(textArgument(time), textArgument(duration), at)),
  row('timecmp', 2, 'all', ([left, right], at) => known(Math.sign(instant(textArgument(left)) - instant(textArgument(right))), at)),
  row('formatdate', 2, 'all', ([spec, time], at) => known(formatted(textArgument(spec), textArgument(time)), at)),
];

const timestamp = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

function instant(text: string): number {
  const value = timestamp.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(value)) throw new Refused('a text is no timestamp');
  return value;
}

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 0.001, µs: 0.001, ns: 0.000_001 };

function shifted(time: string, duration: string, at: Place): Value {
  const sign = duration.startsWith('-') ? -1 : 1;
  const rest = duration.replace(/^[+-]/, '');
  if (rest.length > 60 || !/^(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|\u00b5s|ns))+$/.test(rest)) throw new Refused('a text is no duration');
  let sum = instant(time);
  for (const [, amount, unit = 's'] of rest.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|\u00b5s|ns)/g)) sum += sign * Number(amount) * (units[unit] ?? 0);
  const moved = new Date(sum);
  if (Number.isNaN(moved.getTime())) throw new Refused('a timestamp is out of range');
  return known(moved.toISOString().replace(/\.\d{3}Z$/, 'Z'), at);
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function formatted(spec: string, time: string): string {
  const found = timestamp.exec(time);
  if (found === null) throw new Refused('a text is no timestamp');
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', zone = ''] = found;
  const weekday = days[new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDay()] ?? '';
  const monthName = months[Number(month) - 1] ?? '';
  const twelve = String(Number(hour) % 12 === 0 ? 12 : Number(hour) % 12);
  const verbs: Readonly<Record<string, string>> = {
    YYYY: year, YY: year.slice(2), MMMM: monthName, MMM: monthName.slice(0, 3), MM: month, M: String(Number(month)),
    DD: day, D: String(Number(day)), EEEE: weekday, EEE: weekday.slice(0, 3), hh: hour, h: String(Number(hour)), HH: twelve.padStart(2, '0'), H: twelve,
    AA: Number(hour) < 12 ? 'AM' : 'PM', aa: Number(hour) < 12 ? 'am' : 'pm', mm: minute, m: String(Number(minute)), ss: second, s: String(Number(second)),
    ZZZZZ: zone === 'Z' ? '+00:00' : zone, ZZZZ: zone === 'Z' ? '+0000' : zone.replace(':', ''), ZZZ: zone === 'Z' ? 'UTC' : zone.replace(':', ''), Z: zone,
  };
  return spec.replace(/'((?:[^']|'')*)'|([A-Za-z])\2*/g, (whole, literal: string | undefined) => {
    if (literal !== undefined) return literal.replaceAll("''", "'");
    const text = verbs[whole];
    if (text === undefined) throw new Refused(`a date has no verb ${whole}`);
    return text;
  });
}

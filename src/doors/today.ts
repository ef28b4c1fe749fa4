const day = 86_400_000;

/**
 * Today's date in UTC as `2026-11-24`. Only doors read the clock. Reckoned here, because node's first date costs a hook
 * more than a millisecond. Source: the proleptic Gregorian calendar by eras of 400 years that begin in March.
 */
export function today(now: number = Date.now()): string {
  const days = Math.floor(now / day) + 719_468;
  const era = Math.floor(days / 146_097);
  const ofEra = days - era * 146_097;
  const yearOfEra = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365);
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * ofYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(ofYear - Math.floor((153 * march + 2) / 5) + 1).padStart(2, '0')].join('-');
}

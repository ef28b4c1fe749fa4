/** Whether a text is a day of the calendar, written like 2027-01-31. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  // the 31st of February is the 3rd of March to Date
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

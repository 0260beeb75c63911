const SPECIAL = /[",\r\n]/;

/** A CSV record with its line end; fields are quoted where they must be. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map((field) => (SPECIAL.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')}\n`;
}
